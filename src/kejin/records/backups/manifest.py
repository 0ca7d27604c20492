"""What a backup says of itself, and whether it is true of the files beside it."""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from kejin.records.audit.keys import Signature, counts, sign, trusted
from kejin.records.errors import BackupError

FORMAT = 1
DUMP = "database.dump"
SEALS = "seals"
MANIFEST = "manifest.json"
_DIGEST = "manifest.sha256"
_SIGNATURE = "manifest.signature"


class FileSaid(BaseModel):
    """A file of a backup: its size and its SHA-256, hexadecimal."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    bytes: int
    sha256: str


class Manifest(BaseModel):
    """What a backup holds.

    Attributes:
        format: The form of this document.
        made_at: The database's clock, in UTC.
        kejin: The version that made it.
        postgresql: Major version of the server.
        migrations: The form of the tables, as `application.name`.
        business_day: The day that was open.
        tables: Rows of each table.
        balances: The trial balance: book, account, currency, amount in minor units.
        seals: How many seals there were.
        root: Root of the last one; None without any.
        files: Everything else in the folder, by path.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    format: int
    made_at: str
    kejin: str
    postgresql: int
    migrations: list[str]
    business_day: str | None
    tables: dict[str, int]
    balances: list[list[str | int]]
    seals: int
    root: str | None
    files: dict[str, FileSaid]


def said_of(folder: Path) -> dict[str, FileSaid]:
    """Size and digest of every file below a folder, by path, without the manifest's own."""
    own = {MANIFEST, _DIGEST, _SIGNATURE}
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path for path in paths}
    return {
        name: FileSaid(bytes=path.stat().st_size, sha256=_sha256(path))
        for name, path in named.items()
        if name not in own
    }


def write_manifest(folder: Path, manifest: Manifest, private: Path) -> None:
    """Write the manifest with its digest, and its signature where there is a key; everything goes to the disk."""
    held = manifest.model_dump_json(indent=1).encode() + b"\n"
    (folder / MANIFEST).write_bytes(held)
    (folder / _DIGEST).write_text(hashlib.sha256(held).hexdigest() + "\n", encoding="utf-8")
    if private.exists():
        made = sign(private, held)
        (folder / _SIGNATURE).write_text(json.dumps({"key": made.key, "value": made.value}), encoding="utf-8")
    for path in _deepest_first(folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup that is whole: it is as it was written, and so is every file that it names.

    Raises:
        BackupError: It is not a backup, is not whole, or something in it was changed.
    """
    try:
        held = (folder / MANIFEST).read_bytes()
        digest = (folder / _DIGEST).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise _not_whole(folder, f"no {MANIFEST}: {error.strerror}") from error
    if hashlib.sha256(held).hexdigest() != digest:
        raise _not_whole(folder, f"{MANIFEST} is not what was written")
    try:
        manifest = Manifest.model_validate_json(held)
    except ValidationError as error:
        raise _not_whole(folder, f"{MANIFEST}: {error.error_count()} problems") from error
    if manifest.format != FORMAT:
        raise _not_whole(folder, f"a backup of form {manifest.format}; this version reads {FORMAT}")
    found = said_of(folder)
    wrong = sorted(
        name for name in found.keys() | manifest.files.keys() if found.get(name) != manifest.files.get(name)
    )
    if wrong:
        raise _not_whole(folder, f"missing, changed or strange: {', '.join(wrong[:5])}")
    return manifest


def signed_by(folder: Path, public: Path) -> str | None:
    """The fingerprint of the known key that signed a backup; None where nobody did.

    Raises:
        BackupError: There is a signature, and it is by no known key.
    """
    path = folder / _SIGNATURE
    if not path.exists():
        return None
    try:
        parts = json.loads(path.read_text(encoding="utf-8"))
        signature = Signature(str(parts["key"]), str(parts["value"]))
    except (ValueError, KeyError, TypeError) as error:
        raise _not_whole(folder, f"{_SIGNATURE} cannot be read") from error
    if not counts(signature, (folder / MANIFEST).read_bytes(), trusted(public)):
        raise _not_whole(folder, f"signed by no key of {public.name}")
    return signature.key


def _not_whole(folder: Path, found: str) -> BackupError:
    return BackupError(
        "This is no backup, or not a whole one", expected="a folder that `kejin backup` made, as it was made",
        found=found, where=str(folder), kept="Nothing was restored.",
    )  # fmt: skip


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _deepest_first(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.rglob("*"), key=lambda path: -len(path.parts))
    yield folder
