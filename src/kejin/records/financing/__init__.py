"""The life of a financing: from need to contract, from claim to recovery.

`steps` is the one list of what may follow what; the database holds the same list.
"""
