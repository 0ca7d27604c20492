"""On which legal basis whose facts are read: consent, a live contract, an office's duty; and the log of every reading.

purposes   what facts are read for, and on which bases
consents   given by the enterprise, withdrawn at once
bases      which basis a reading has, or which it lacks
reading    the one door to another's facts
"""
