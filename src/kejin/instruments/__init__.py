"""Instruments: terms to cash flows, one room per family, and what cash flows yield."""
