"""Statements of what the records hold, for people and offices: pools, payments, statistics. They change nothing.

pool                  one pool over a period: opening, what moved, each loan, commitments, room left, closing
payments              a payment file in its stated form, with total and control sums
suppressing, forms    the office's statistical forms: without names, small cells suppressed
writing               CSV and workbooks of equal bytes for equal statements, no cell a formula
"""
