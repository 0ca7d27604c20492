"""Sealing everything that was written since the last seal."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import Error, connection, transaction
from django.db.models import Max

from kejin.records.actions.translating import translated
from kejin.records.audit.keys import counts, sign, trusted
from kejin.records.audit.models import Seal
from kejin.records.audit.rows import Range, Table, leaves, root_of, sealed_tables
from kejin.records.audit.seals import FORMAT, NO_SEAL, Document, SealedTable, SealFolder
from kejin.records.errors import SealError
from kejin.records.kept.models import BusinessDay

# What `kept_enter` takes shared for every act.
_DOOR = 7230041


def seal(folder: SealFolder, private: Path, public: Path) -> Document | None:
    """Seal all rows that were written since the last seal; None where there are none.

    Acts under way are waited for, and new ones wait for a moment: the rows of a batch are those of whole acts, and
    whatever comes later has higher numbers. The row digests are worked out when acts go on again.

    Args:
        folder: Where the seals lie.
        private: File of the signing key.
        public: File of the keys whose signatures count.

    Raises:
        SealError: There is no key, or the seals do not hold together: what is there must be verified first.
        BusyError: An act took too long to be waited for.
    """
    keys = trusted(public)
    try:
        with folder.locked():
            last = _last(folder, keys)
            with _still() as tops:
                document = _made(folder, last, tops)
            if document is None:
                return None
            folder.write(document, sign(private, document.signed))
            _note(folder)
            return document
    except Error as error:
        raise translated(error) from error


def _last(folder: SealFolder, keys: dict[str, Ed25519PublicKey]) -> Document | None:
    """The last seal, with the chain below it: a folder that was thinned out is not sealed upon."""
    previous, last = NO_SEAL, None
    for expected, number in enumerate(folder.numbers(), start=1):
        document, signature = folder.read(number)
        if (number, document.number, document.previous) != (expected, expected, previous) or not counts(
            signature, document.signed, keys
        ):
            raise _broken(f"seal {number}")
        previous, last = document.root, document
    noted = Seal.objects.aggregate(last=Max("number"))["last"]
    if noted is not None and (last is None or last.number < noted):
        raise _broken(f"seal {noted} is noted in the database, and missing")
    return last


def _broken(found: str) -> SealError:
    return SealError(
        "The seals do not hold together, so nothing is sealed on top of them",
        expected="signed seals without a gap; `kejin audit verify` tells more", found=found,
        kept="The seals and the records were left as they are.",
    )  # fmt: skip


@contextmanager
def _still() -> Iterator[dict[Table, int]]:
    """A transaction that sees one moment between acts; gives the highest number of each table in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_DOOR])
        held = True
        try:
            with transaction.atomic():
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                tops = _tops()
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_DOOR])
                held = False
                yield tops
        finally:
            if held:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_DOOR])


def _tops() -> dict[Table, int]:
    tops: dict[Table, int] = {}
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in sealed_tables():
            cursor.execute(f"SELECT max({quoted(table.key)}) FROM {quoted(table.name)}")  # noqa: S608 - the models' names
            top = cursor.fetchone()[0]
            if top is not None:
                tops[table] = int(top)
    return tops


def _made(folder: SealFolder, last: Document | None, tops: dict[Table, int]) -> Document | None:
    before = sealed_until(folder, last)
    fresh = {table: top for table, top in tops.items() if top > before.get(table.name, -1)}
    # That something was sealed is no reason to seal.
    if {table.name for table in fresh} <= {Seal._meta.db_table}:  # noqa: SLF001
        return None
    number = last.number + 1 if last else 1
    sealed: list[SealedTable] = []

    def written() -> Iterator[bytes]:
        for table, top in fresh.items():
            rows = Range(table, before.get(table.name), top)
            held: list[bytes] = []
            for leaf in leaves(rows):
                held.append(leaf)
                yield leaf
            count, root = root_of(iter(held))
            sealed.append(
                SealedTable(
                    table=table.name, key=table.key, columns=list(table.columns), after=rows.after, until=top,
                    rows=count, root=root,
                )
            )  # fmt: skip

    folder.write_leaves(number, written())
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')")
        sealed_at = str(cursor.fetchone()[0])
    day = BusinessDay.objects.aggregate(last=Max("day"))["last"]
    return Document(
        format=FORMAT, number=number, previous=last.root if last else NO_SEAL, sealed_at=sealed_at,
        business_day=day.isoformat() if day else None, tables=sealed,
    )  # fmt: skip


def sealed_until(folder: SealFolder, last: Document | None) -> dict[str, int]:
    """The highest sealed number of each table, by its name."""
    until: dict[str, int] = {}
    for number in range(1, last.number + 1 if last else 1):
        document, _ = folder.read(number)
        until |= {table.table: table.until for table in document.tables}
    return until


def _note(folder: SealFolder) -> None:
    """Note in the database what lies in the folder, also what a process that was killed here did not come to note."""
    noted = Seal.objects.aggregate(last=Max("number"))["last"] or 0
    for number in folder.numbers():
        if number > noted:
            document, signature = folder.read(number)
            Seal.objects.create(number=number, root=document.root, key=signature.key)
