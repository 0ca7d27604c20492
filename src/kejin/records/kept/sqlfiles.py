"""SQL that Django does not write, from files beside the migrations."""

from pathlib import Path

from django.db.migrations import RunSQL


def run_sql_file(migration: str, name: str) -> RunSQL:
    """A migration's step that runs `sql/<name>.sql` of its application.

    Args:
        migration: `__file__` of the migration.
        name: The file's name without its ending.
    """
    path = Path(migration).resolve().parents[1] / "sql" / f"{name}.sql"
    # Not reversible: a step back would take guards away from records that rest on them.
    return RunSQL(path.read_text(encoding="utf-8"))
