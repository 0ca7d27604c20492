"""Parties: organisations and people, who may act for whom, and who belongs together."""
