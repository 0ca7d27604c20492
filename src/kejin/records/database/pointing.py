"""Leading Django's connections of this process to another embedded server for a while."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from kejin.records.database.cluster import APP, OWNER
from kejin.records.database.connections import embedded
from kejin.records.database.server import EmbeddedServer


@contextmanager
def pointed_at(server: EmbeddedServer) -> Iterator[None]:
    """Let every thread's next connection lead to the usual database of a server, and back again afterwards."""
    before = {alias: dict(connections.settings[alias]) for alias in ("default", "owner")}
    connections.close_all()
    for alias, user in (("default", APP), ("owner", OWNER)):
        # A connection object keeps the mapping that it was made with; it reads the new parts when it connects again.
        connections.settings[alias].update(embedded(server.folder.home, user))
    try:
        yield
    finally:
        connections.close_all()
        for alias, parts in before.items():
            connections.settings[alias].update(parts)
