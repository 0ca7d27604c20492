"""The Django project: settings, addresses, and the server that shows the pages."""

import os

_SETTINGS_VARIABLE = "DJANGO_SETTINGS_MODULE"


def load() -> None:
    """Make records and pages importable in this process, under the settings of the site.

    Raises:
        DatabaseError: DATABASE_URL is not an address of PostgreSQL.
    """
    os.environ.setdefault(_SETTINGS_VARIABLE, "kejin.site.settings")
    # Only here: a third of a second that other commands need not spend.
    from kejin.records import load as load_records  # noqa: PLC0415

    load_records()


__all__ = ["load"]
