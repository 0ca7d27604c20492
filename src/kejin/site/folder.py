"""The site's own folder: its secret, uploads, what jobs made, and static files as they are served.

KEJIN_SITE   where it lies; else ~/.local/share/kejin/site, for root /var/lib/kejin/site
"""

import os
import secrets
from pathlib import Path

from kejin.errors import FileError

_ROOT_HOME = Path("/var/lib/kejin/site")
_SECRET = "secret-key"  # noqa: S105 - the name of the file, not what it holds
_SECRET_BYTES = 48
_MODE = 0o600


def site_folder() -> Path:
    """The site's folder, whether or not it is there."""
    named = os.environ.get("KEJIN_SITE")
    if named:
        return Path(named).absolute()
    if os.geteuid() == 0:
        return _ROOT_HOME
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "kejin" / "site"


def secret_key(folder: Path) -> str:
    """The secret behind sessions and forms: KEJIN_SECRET_KEY, else a file that is made once, for this account alone.

    Raises:
        FileError: The folder cannot be written, or others may read the file.
    """
    given = os.environ.get("KEJIN_SECRET_KEY")
    if given:
        return given
    path = folder / _SECRET
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        if path.stat().st_mode & 0o077:
            raise FileError(
                "Others may read the site's secret", expected="mode 600", found=oct(path.stat().st_mode & 0o777),
                where=str(path),
            )  # fmt: skip
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise FileError(
            "The site's folder cannot be used", expected="a place where you may write; KEJIN_SITE names one",
            found=error.strerror or str(error), where=str(folder),
        ) from error  # fmt: skip


def _make(path: Path) -> None:
    """Of two processes that are both here, the first one's secret stays."""
    made = path.with_name(f".{_SECRET}.{os.getpid()}")
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _MODE)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(_SECRET_BYTES) + "\n")
    try:
        os.link(made, path)
    except FileExistsError:
        pass
    finally:
        made.unlink()
