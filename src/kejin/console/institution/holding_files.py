"""Files that were sent and looked into, and wait to be taken: of one organisation, by their digest."""

import hashlib
import json
import re
import time
from collections.abc import Mapping
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


def note_names(path: Path, names: Mapping[str, str]) -> None:
    """Write down beside a file which of its headers is which column, as a person said."""
    _beside(path).write_text(json.dumps(dict(names), ensure_ascii=False), encoding="utf-8")


def noted_names(path: Path) -> Mapping[str, str]:
    """What a person said about the headers of a file; nothing where nobody did."""
    beside = _beside(path)
    if not beside.is_file():
        return {}
    found: dict[str, str] = json.loads(beside.read_text(encoding="utf-8"))
    return found


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.names")


def forget(token: str, organisation_id: int) -> None:
    """Throw a file away that was taken."""
    path = kept(token, organisation_id)
    if path is not None:
        path.unlink(missing_ok=True)
        _beside(path).unlink(missing_ok=True)


def _folder(organisation_id: int) -> Path:
    return Path(settings.MEDIA_ROOT) / "tapes" / str(organisation_id)


def _forget_old(folder: Path) -> None:
    before = time.time() - _KEPT_SECONDS
    for path in folder.iterdir():
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
