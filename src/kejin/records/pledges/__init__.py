"""Pledges of rights, each right in one hand at a time."""
