"""Files that were sent and looked into, and wait to be taken: of one organisation, by their digest."""

import hashlib
import re
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from kejin.errors import FileError

ENDINGS = (".csv", ".xlsx", ".parquet")
MOST_BYTES = 20 * 2**20
_KEPT_SECONDS = 24 * 3600
_TOKEN = re.compile(r"^[0-9a-f]{64}(\.csv|\.xlsx|\.parquet)$")


def keep(sent: "UploadedFile[Any]", organisation_id: int) -> str:
    """Keep a file for a day; gives the token by which it is found again.

    Raises:
        FileError: Another ending, or too large.
    """
    ending = Path(sent.name or "").suffix.lower()
    if ending not in ENDINGS:
        raise FileError(
            "This kind of file is not read", expected=", ".join(ENDINGS), found=ending or "no ending"
        )
    if sent.size is None or sent.size > MOST_BYTES:
        raise FileError(
            "The file is too large", expected=f"at most {MOST_BYTES // 2**20} MiB", found=sent.size
        )
    content = b"".join(sent.chunks())
    token = hashlib.sha256(content).hexdigest() + ending
    folder = _folder(organisation_id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _forget_old(folder)
    (folder / token).write_bytes(content)
    return token


def kept(token: str, organisation_id: int) -> Path | None:
    """The file of a token; None where there is none any more, or it is another organisation's."""
    if not _TOKEN.fullmatch(token):
        return None
    path = _folder(organisation_id) / token
    return path if path.is_file() else None


def forget(token: str, organisation_id: int) -> None:
    """Throw a file away that was taken."""
    path = kept(token, organisation_id)
    if path is not None:
        path.unlink(missing_ok=True)


def _folder(organisation_id: int) -> Path:
    return Path(settings.MEDIA_ROOT) / "tapes" / str(organisation_id)


def _forget_old(folder: Path) -> None:
    before = time.time() - _KEPT_SECONDS
    for path in folder.iterdir():
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
