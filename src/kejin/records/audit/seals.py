"""Seals as they lie in their folder: NUMBER.json with the signed document, NUMBER.leaves with each row's digest."""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from kejin.records.audit.keys import Signature
from kejin.records.audit.rows import LEAF
from kejin.records.errors import SealError

FORMAT = 1
NO_SEAL = "0" * 64
"""The root that the first seal names as the one before it."""


class SealedTable(BaseModel):
    """What a batch says of one table.

    Attributes:
        key: The column of the row's number.
        columns: The other columns that went into the digests.
        after: The highest number sealed before; None where nothing was.
        until: The highest number in this batch.
        rows: How many rows lie between.
        root: SHA-256 over their leaves in the order of their numbers, hexadecimal.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    table: str
    key: str
    columns: list[str]
    after: int | None
    until: int
    rows: int
    root: str


class Document(BaseModel):
    """What is signed.

    Attributes:
        format: The form of this document.
        number: Counted from 1.
        previous: Root of the seal before.
        sealed_at: The database's clock, in UTC.
        business_day: The day that was open.
        tables: Every table with new rows.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    format: int
    number: int
    previous: str
    sealed_at: str
    business_day: str | None
    tables: list[SealedTable]

    @property
    def signed(self) -> bytes:
        """The bytes that are signed: canonical JSON."""
        text = json.dumps(self.model_dump(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode()

    @property
    def root(self) -> str:
        """SHA-256 of what is signed, hexadecimal: names this seal and, through `previous`, all before it."""
        return sha256(self.signed).hexdigest()

    @property
    def rows(self) -> int:
        """How many rows were sealed."""
        return sum(table.rows for table in self.tables)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    seal: Document
    key: str
    signature: str


class SealFolder:
    """The folder of the seals."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def numbers(self) -> list[int]:
        """The numbers of the seals that are there, in order."""
        return sorted(int(path.stem) for path in self.path.glob("*.json") if path.stem.isdecimal())

    def read(self, number: int) -> tuple[Document, Signature]:
        """A seal and its signature, which nobody has checked yet.

        Raises:
            SealError: It cannot be read.
        """
        path = self.document_file(number)
        try:
            held = _File.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise SealError(
                "A seal cannot be read", found=str(error).partition("\n")[0], where=str(path),
                kept="The records themselves were not touched.",
            ) from error  # fmt: skip
        return held.seal, Signature(held.key, held.signature)

    def leaves(self, document: Document) -> dict[str, bytes] | None:
        """The leaves of each table of a seal; None where the file is missing or is not the one that was sealed."""
        try:
            held = self.leaves_file(document.number).read_bytes()
        except OSError:
            return None
        found: dict[str, bytes] = {}
        start = 0
        for table in document.tables:
            end = start + table.rows * LEAF.size
            found[table.table] = held[start:end]
            if sha256(found[table.table]).hexdigest() != table.root:
                return None
            start = end
        return found if start == len(held) else None

    def leaves_file(self, number: int) -> Path:
        """Where the leaves of a seal lie."""
        return self.path / f"{number:08d}.leaves"

    def write(self, document: Document, signature: Signature) -> None:
        """Put a seal in its place, where its leaves are already."""
        held = _File(seal=document, key=signature.key, signature=signature.value)
        _write_through(self.document_file(document.number), [held.model_dump_json(indent=1).encode() + b"\n"])
        _sync_folder(self.path)

    def write_leaves(self, number: int, leaves: Iterable[bytes]) -> None:
        """Write the leaves of a seal that is being made; what an interrupted attempt left is written over."""
        _write_through(self.leaves_file(number), leaves)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let one process seal at a time.

        Raises:
            SealError: Another one is sealing, or the folder cannot be made.
        """
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise SealError(
                "The folder of the seals cannot be used", found=str(error), where=str(self.path),
                kept="Nothing was sealed.",
            ) from error  # fmt: skip
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError as error:
            raise SealError(
                "Another process is sealing", where=str(self.path), kept="Nothing was sealed."
            ) from error
        finally:
            os.close(descriptor)

    def document_file(self, number: int) -> Path:
        """Where a seal lies."""
        return self.path / f"{number:08d}.json"


def _write_through(path: Path, parts: Iterable[bytes]) -> None:
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("wb") as file:
        for part in parts:
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
