"""Tokens: what a program shows instead of a log-in, to act for an organisation through the API."""
