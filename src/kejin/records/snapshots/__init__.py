"""Snapshots for the engines: facts as they stood on a past day, as wide Parquet, registered by digest.

ordering    the act that asks: its basis is looked up and every reading logged
building    the Parquet files and their digest
making      order, build, register: `make_snapshot`
"""
