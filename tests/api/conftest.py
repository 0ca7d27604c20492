"""The API on a database of its own."""

from tests.records.conftest import cast, database, run_server, world

__all__ = ["cast", "database", "run_server", "world"]
