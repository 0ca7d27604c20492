"""The application as Django sees it."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class FilingsConfig(AppConfig):
    """Filings and disputes."""

    name = "kejin.records.filings"
    label = "filings"

    def ready(self) -> None:
        """After every migration the database learns the dictionary of this version anew."""
        post_migrate.connect(_teach, sender=self)


def _teach(using: str, **_: Any) -> None:
    from kejin.records.filings.teaching import teach  # noqa: PLC0415 - the dictionary is read only here

    teach(connections[using])
