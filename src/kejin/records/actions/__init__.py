"""One class per act: who may do it, what it checks, what it changes, what it answers and whom it tells.

`perform` is the one way in, for console, API, command line and jobs alike.
"""
