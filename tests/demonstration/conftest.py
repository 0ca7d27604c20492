"""Databases as the tests of the records have them."""

from tests.records.conftest import database, run_server

__all__ = ["database", "run_server"]
