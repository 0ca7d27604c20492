"""Scenarios: what-ifs that an office keeps, known by the digest of their text, and what was found for each."""
