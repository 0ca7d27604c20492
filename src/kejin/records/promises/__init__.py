"""Promised days: how long each step may take, who holds the file meanwhile, and how many days are left.

promised    the promises, as data
worklists   what is due, overdue, or waits for others
"""
