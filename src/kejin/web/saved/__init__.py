"""Saved views: what a person asked of a list, kept under a name for himself or for his organisation."""
