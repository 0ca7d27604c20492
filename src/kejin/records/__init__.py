"""The system of record: small Django applications over PostgreSQL, and the acts that change what they hold.

database     the embedded PostgreSQL server, or another one by DATABASE_URL

Importing this package does not load Django. Whoever wants the records calls `load` first; it reads the environment,
opens no connection, and may be called again.
"""

import os

_SETTINGS_VARIABLE = "DJANGO_SETTINGS_MODULE"


def load() -> None:
    """Make the records' models importable in this process, under the settings that the environment names.

    Raises:
        DatabaseError: DATABASE_URL is not an address of PostgreSQL.
    """
    os.environ.setdefault(_SETTINGS_VARIABLE, "kejin.records.settings")
    # A third of a second that the commands without records need not spend.
    import django  # noqa: PLC0415

    django.setup()


__all__ = ["load"]
