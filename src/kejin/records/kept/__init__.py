"""What all records have in common: each belongs to an act, and what is once written can only be added to.

An `Act` is one thing that one person did for one organisation. It is written first, and every record that comes of it
points at it, so that of each row it is known who, for whom, when, why. The database sees to it: a row without an act is
refused, an append-only table refuses every change, whoever asks.
"""
