"""The system of record: small Django applications over PostgreSQL, and the acts that change what they hold.

    database     the embedded PostgreSQL server, or another one by DATABASE_URL
    kept         what all records have in common: acts, append-only tables, business days
    parties      organisations, people, who may act for whom, who belongs together
    actions      the base class of every act, and the one way to do one
    registry     the acts that make parties known
    filings      facts about enterprises, corrections, disputes
    promises     promised days of each step, as data
    conflicts    related parties and second funding, at each approval
    access       consent and other bases; the one door to another's facts, and its log
    snapshots    facts of a past day for the engines, by digest
    work         who holds which file until when; notices in words
    exports      tables given out as files, masked or approved by a second person
    backups      one consistent moment in a folder, and back into an empty place
    audit        versions of what may change; batches of records sealed with a signature kept elsewhere

Importing this package does not load Django. Whoever wants the records calls `load` first; it reads the environment,
opens no connection, and may be called again.
"""

import os

_SETTINGS_VARIABLE = "DJANGO_SETTINGS_MODULE"


def load() -> None:
    """Make the records' models and acts importable in this process, under the settings that the environment names.

    Raises:
        DatabaseError: DATABASE_URL is not an address of PostgreSQL.
    """
    os.environ.setdefault(_SETTINGS_VARIABLE, "kejin.records.settings")
    # A third of a second that the commands without records need not spend.
    import django  # noqa: PLC0415

    django.setup()
    from kejin.records import catalogue  # noqa: F401, PLC0415 - knows where every act is


__all__ = ["load"]
