"""A trial is taken away: its database stopped, its folder removed."""

import shutil
from pathlib import Path

from kejin.cli.trial.places import claim
from kejin.records.database import EmbeddedServer


def end(home: Path) -> bool:
    """Stop and remove the trial in a folder; whether there was one.

    Raises:
        FileError: The folder holds something else.
        ServerError: The database does not stop; then everything stays.
    """
    if not home.exists():
        return False
    claim(home)
    database = EmbeddedServer(home / "postgres")
    if database.folder.home.exists():
        database.stop()
    shutil.rmtree(home)
    return True
