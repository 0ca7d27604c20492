"""Whether everything that was sealed is as it was: by the seals, which lie outside, and not by the database's word."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.db import connection, transaction

from kejin.records.audit.keys import counts, trusted
from kejin.records.audit.models import Seal
from kejin.records.audit.rows import LEAF, Range, Table, leaves, sealed_tables
from kejin.records.audit.sealing import sealed_until
from kejin.records.audit.seals import FORMAT, NO_SEAL, Document, SealedTable, SealFolder
from kejin.records.audit.versions import versions_differ
from kejin.records.errors import SealError
from kejin.records.kept.findings import Finding
from kejin.records.kept.installing import missing

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found.

    Attributes:
        findings: What does not hold; empty when all does.
        seals: How many seals count.
        rows: How many rows they seal.
        unsealed: Rows written since the last of them, which nothing outside the database speaks for.
        root: Root of the last seal that counts, hexadecimal; None without any. Noted elsewhere, it stands for all.
    """

    findings: tuple[Finding, ...]
    seals: int
    rows: int
    unsealed: int
    root: str | None


def verify(
    folder: SealFolder, public: Path, *, roots: tuple[str, ...] = (), progress: Progress = lambda _: None
) -> Verified:
    """Check signatures and chain of the seals, every sealed row, and that the present rows are their last versions.

    Args:
        folder: Where the seals lie.
        public: File of the keys whose signatures count.
        roots: Roots that somebody noted elsewhere: each must be that of a seal.
        progress: Told of each seal that is done, by one.

    Raises:
        SealError: The public keys cannot be read.
    """
    documents, found = _chain(folder, public)
    known = {document.root for document in documents}
    found += [Finding("a root that was noted and is of no seal", root) for root in roots if root not in known]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        found += _noted(documents)
        for document in documents:
            found += _batch(folder, document)
            progress(1)
        found += [Finding("a guard is missing or switched off", name) for name in missing(connection)]
        found += versions_differ()
        unsealed = _unsealed(sealed_until(folder, documents[-1] if documents else None))
    rows = sum(document.rows for document in documents)
    root = documents[-1].root if documents else None
    return Verified(tuple(found), len(documents), rows, unsealed, root)


def _chain(folder: SealFolder, public: Path) -> tuple[list[Document], list[Finding]]:
    """The seals that count, up to the first that does not, and what is wrong with that one."""
    keys = trusted(public)
    documents: list[Document] = []
    previous, numbers = NO_SEAL, folder.numbers()
    for expected, number in enumerate(numbers, start=1):
        if number != expected:
            return documents, [Finding("a seal is missing", f"seal {expected}")]
        try:
            document, signature = folder.read(number)
        except SealError as error:
            return documents, [Finding("a seal that cannot be read", f"seal {number}: {error.found}")]
        if not counts(signature, document.signed, keys):
            return documents, [Finding("a seal that none of the known keys signed", f"seal {number}")]
        if (document.format, document.number, document.previous) != (FORMAT, number, previous):
            return documents, [Finding("a seal that does not follow the one before", f"seal {number}")]
        documents.append(document)
        previous = document.root
    return documents, []


def _noted(documents: list[Document]) -> Iterator[Finding]:
    """Seals that the database knows: one that is missing outside, or another than the one there."""
    outside = {document.number: document.root for document in documents}
    for number, root in Seal.objects.order_by("number").values_list("number", "root"):
        if number not in outside:
            yield Finding("a seal that was made and is not there, or does not count", f"seal {number}")
        elif outside[number] != root:
            yield Finding("a seal that is another one than was noted when it was made", f"seal {number}")


def _batch(folder: SealFolder, document: Document) -> Iterator[Finding]:
    columns = {table.name: {table.key, *table.columns} for table in sealed_tables()}
    recorded = folder.leaves(document)
    if recorded is None:
        where = f"seal {document.number}"
        yield Finding(
            "the digests of single rows are missing or changed; tables are checked as a whole", where
        )
    for table in document.tables:
        gone = {table.key, *table.columns} - columns.get(table.table, set())
        if gone:
            yield Finding(
                "sealed columns that are not there any more", f"{table.table}: {', '.join(sorted(gone))}"
            )
            continue
        yield from _table(table, recorded[table.table] if recorded is not None else None)


def _table(sealed: SealedTable, recorded: bytes | None) -> Iterator[Finding]:
    table = Table(sealed.table, sealed.key, tuple(sealed.columns))
    held = b"".join(leaves(Range(table, sealed.after, sealed.until)))
    if recorded is not None:
        yield from _differences(sealed.table, dict(LEAF.iter_unpack(recorded)), dict(LEAF.iter_unpack(held)))
        return
    if sha256(held).hexdigest() != sealed.root:
        span = f"{sealed.table} {sealed.after or 0}..{sealed.until}"
        yield Finding("rows of a batch were changed, removed or inserted", span)


def _differences(name: str, recorded: dict[int, bytes], held: dict[int, bytes]) -> Iterator[Finding]:
    """Each row that is not as it was. A row that now holds what another one held was moved."""
    if recorded == held:
        return
    elsewhere = {digest: number for number, digest in recorded.items() if held.get(number) != digest}
    for number in sorted(recorded.keys() | held.keys()):
        before, now = recorded.get(number), held.get(number)
        if before == now:
            continue
        where = f"{name} {number}"
        if now is None:
            yield Finding("a sealed row was removed", where)
        elif (source := elsewhere.get(now)) is not None:
            yield Finding("a sealed row was moved", f"{where} holds what was {name} {source}")
        elif before is None:
            yield Finding("a row was inserted among sealed ones", where)
        else:
            yield Finding("a sealed row was changed", where)


def _unsealed(until: dict[str, int]) -> int:
    count, quoted = 0, connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in sealed_tables():
            if table.name == Seal._meta.db_table:  # noqa: SLF001 - Django's public way to a model's table
                continue
            cursor.execute(
                f"SELECT count(*) FROM {quoted(table.name)} WHERE {quoted(table.key)} > %s",  # noqa: S608
                [until.get(table.name, -(2**62))],
            )
            count += int(cursor.fetchone()[0])
    return count
