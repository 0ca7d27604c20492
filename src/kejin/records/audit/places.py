"""Where the key and the seals lie: outside the database and its folder. Read from the environment only here.

KEJIN_AUDIT_KEY     file of the signing key; beside it FILE.pub, the keys whose signatures count
KEJIN_AUDIT_SEALS   folder of the seals
"""

import os
from pathlib import Path

from kejin.records.database import embedded_home
from kejin.records.errors import FolderError

_ROOT_SEALS = Path("/var/lib/kejin/seals")


def key_file() -> Path:
    """The file of the signing key: KEJIN_AUDIT_KEY, else among this user's settings.

    Raises:
        FolderError: It would lie in the folder of the database, and so in every copy of that.
    """
    named = os.environ.get("KEJIN_AUDIT_KEY")
    settings = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return _outside(Path(named) if named else Path(settings) / "kejin" / "audit-key.pem")


def public_file() -> Path:
    """The file of the keys whose signatures count, oldest first."""
    private = key_file()
    return private.with_name(f"{private.name}.pub")


def seals_folder() -> Path:
    """The folder of the seals: KEJIN_AUDIT_SEALS, else a place for data of this user (root: of the machine).

    Raises:
        FolderError: It would lie in the folder of the database.
    """
    named = os.environ.get("KEJIN_AUDIT_SEALS")
    if named:
        return _outside(Path(named))
    if os.geteuid() == 0:
        return _outside(_ROOT_SEALS)
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return _outside(Path(data) / "kejin" / "seals")


def _outside(path: Path) -> Path:
    absolute = path.resolve()
    if absolute.is_relative_to(embedded_home().resolve()):
        raise FolderError(
            "The audit's key and seals lie outside the folder of the database",
            expected="another place in KEJIN_AUDIT_KEY and KEJIN_AUDIT_SEALS", found=str(path),
            kept="Nothing was written.",
        )  # fmt: skip
    return absolute
