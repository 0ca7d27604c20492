"""Logging in: passwords, the second factor, sessions that can be listed and ended, staff mode."""
