"""The files of a snapshot: whole enterprises, part by part, and a digest of the content that no writer can change."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
from django.db import connection, transaction

from kejin.facts import FactKind, Grain, dictionary
from kejin.planning.parts.files import place_frame, place_json
from kejin.planning.parts.source import write_record
from kejin.records.access.purposes import EVERYTHING, BasisKind
from kejin.records.filings.checking import key_facts
from kejin.records.filings.standing import merged, standing_rows
from kejin.records.filings.teaching import columns_of, grains_filed
from kejin.records.kept.patience import be_patient
from kejin.records.snapshots.models import SnapshotOrder

PART = 25_000
"""Enterprises in one part file."""
RECORD = "snapshot.json"
_NAMELESS_TEXTS = frozenset({"industry_code", "district_code", "honour_code", "loan_purpose_code"})
"""Texts that say a kind and not who: what is left of texts in statistics."""
_ALL = """
SELECT DISTINCT o.id, o.credit_code FROM filings_filing f JOIN parties_organisation o ON o.id = f.enterprise_id
WHERE f.known_since <= %s ORDER BY o.credit_code
"""
_READ = """
SELECT o.id, o.credit_code, r.items::text FROM access_reading r JOIN parties_organisation o ON o.id = r.enterprise_id
WHERE r.act_id = %s ORDER BY o.credit_code
"""


@dataclass(slots=True)
class Built:
    """What was written: the digest of the content, rows by grain, digests of files by path."""

    digest: str = ""
    rows: dict[Grain, int] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


def build(order: SnapshotOrder, folder: Path) -> Built:
    """Write an order's facts into an empty folder, in the form that `kejin run` reads.

    The parts hold `PART` whole enterprises each, in the order of their codes. Without names, an enterprise is a number
    in the order of its facts, so that the number says nothing that the facts do not.
    """
    built, digests = Built(), {grain: hashlib.sha256() for grain in grains_filed()}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        be_patient()
        enterprises = _enterprises(order)
        for number, first in enumerate(range(0, enterprises.height, PART)):
            frames = _part(order, enterprises.slice(first, PART), first=first)
            for grain, frame in frames.items():
                name = f"{grain.value}/part-{number:05d}.parquet"
                built.files[name] = place_frame(frame, folder / name)
                built.rows[grain] = built.rows.get(grain, 0) + frame.height
                _feed(digests[grain].update, frame)
    counted = sorted(built.rows.items())
    lines = "".join(f"{grain.value} {digests[grain].hexdigest()} {rows}\n" for grain, rows in counted)
    built.digest = hashlib.sha256(lines.encode()).hexdigest()
    write_record(folder, (), built.files, synthetic=False)
    return built


def write_note(order: SnapshotOrder, built: Built, folder: Path) -> None:
    """Say in the folder what it holds."""
    place_json(
        {
            "known_by": order.known_by.isoformat(), "basis": order.basis, "origins": order.origins,
            "dictionary": order.dictionary, "digest": built.digest,
            "rows": {grain.value: count for grain, count in built.rows.items()},
        },
        folder / RECORD,
    )  # fmt: skip


def content_digest(folder: Path) -> tuple[str, dict[Grain, int]]:
    """The digest and the rows of a folder that `build` wrote, from its files alone."""
    lines = list[str]()
    rows = dict[Grain, int]()
    for grain in sorted(grains_filed()):
        paths = sorted((folder / grain.value).glob("part-*.parquet"))
        made = hashlib.sha256()
        for path in paths:
            frame = pl.read_parquet(path)
            rows[grain] = rows.get(grain, 0) + frame.height
            _feed(made.update, frame)
        if paths:
            lines.append(f"{grain.value} {made.hexdigest()} {rows[grain]}\n")
    return hashlib.sha256("".join(lines).encode()).hexdigest(), rows


def _enterprises(order: SnapshotOrder) -> pl.DataFrame:
    """`id`, `enterprise_id`, `items` (null for all), in the order of the codes."""
    named = order.basis == BasisKind.CONSENT
    with connection.cursor() as cursor:
        cursor.execute(*((_READ, [order.act_id]) if named else (_ALL, [order.known_by])))
        rows = cursor.fetchall() if named else [(*row, None) for row in cursor.fetchall()]
    schema = {"id": pl.Int64, "enterprise_id": pl.String, "items": pl.String}
    found = pl.DataFrame(rows, schema=schema, orient="row")
    return found.with_columns(pl.col("items").str.json_decode(pl.List(pl.String)))


def _part(order: SnapshotOrder, enterprises: pl.DataFrame, *, first: int) -> dict[Grain, pl.DataFrame]:
    numbers = enterprises.get_column("id").to_list()
    frames: dict[Grain, pl.DataFrame] = {}
    for grain in grains_filed():
        rows = standing_rows(grain, numbers, order.known_by, origins=order.origins)
        if rows.height or grain is Grain.ENTERPRISE:
            frames[grain] = merged(rows, grain)
    if order.basis == BasisKind.CONSENT:
        frames = {grain: _within(frame, grain, enterprises) for grain, frame in frames.items()}
    # Whoever has a filing of any grain is an enterprise of the snapshot, also where nothing else is known of it.
    frames[Grain.ENTERPRISE] = enterprises.select("enterprise_id").join(
        frames[Grain.ENTERPRISE], on="enterprise_id", how="left", maintain_order="left"
    )
    if order.basis == BasisKind.STATISTICS:
        frames = without_names(frames, first)
    return {grain: _sorted(frame, grain) for grain, frame in frames.items() if frame.height}


def _within(frame: pl.DataFrame, grain: Grain, enterprises: pl.DataFrame) -> pl.DataFrame:
    """The rows and facts that lie within what was read of each enterprise; everything else is unknown."""
    items = pl.col("items")
    held = frame.join(enterprises.select("enterprise_id", "items"), on="enterprise_id", maintain_order="left")
    whole = items.list.contains(grain.value) | items.list.contains(EVERYTHING)
    facts = [name for name in columns_of(grain) if name not in key_facts(grain)]
    spoken = pl.any_horizontal(whole, *(items.list.contains(f"{grain.value}.{name}") for name in facts))
    return (
        held.filter(spoken)
        .with_columns(
            pl.when(whole | items.list.contains(f"{grain.value}.{name}")).then(pl.col(name)).alias(name)
            for name in facts
        )
        .drop("items")
    )


def without_names(frames: dict[Grain, pl.DataFrame], first: int) -> dict[Grain, pl.DataFrame]:
    """The frames without anything that names: enterprises and rights are numbers in the order of their facts."""
    said = [_said(grain, frame) for grain, frame in sorted(frames.items())]
    order = pl.concat(said).group_by("enterprise_id").agg(pl.col("said").sort().str.join("\n"))
    numbered = order.sort("said", "enterprise_id").with_row_index("n", offset=first + 1)
    # Two of the same facts are told apart by nothing; which of them comes first changes no row.
    ids = numbered.select("enterprise_id", pl.format("stat:{}", pl.col("n")).alias("_id"))
    return {grain: _renamed(frame, grain, ids) for grain, frame in frames.items()}


def _said(grain: Grain, frame: pl.DataFrame) -> pl.DataFrame:
    facts = frame.drop(_naming(frame)).with_columns(pl.lit(grain.value).alias("_grain"))
    return frame.select("enterprise_id").hstack(
        facts.select(pl.struct(pl.all()).struct.json_encode().alias("said"))
    )


def _renamed(frame: pl.DataFrame, grain: Grain, ids: pl.DataFrame) -> pl.DataFrame:
    naming = [name for name in _naming(frame) if name not in {"enterprise_id", *key_facts(grain)}]
    held = frame.join(ids, on="enterprise_id").with_columns(pl.col("_id").alias("enterprise_id")).drop("_id")
    held = held.with_columns(pl.lit(None, held.schema[name]).alias(name) for name in naming)
    keys = [name for name in key_facts(grain) if name in _naming(frame)]
    if not keys:
        return held
    rest = [name for name in held.columns if name not in keys]
    held = held.with_columns(pl.struct(rest).struct.json_encode().alias("_said")).sort(
        "enterprise_id", "_said"
    )
    place = pl.int_range(pl.len()).over("enterprise_id") + 1
    return held.with_columns(pl.format("{}/{}", pl.col("enterprise_id"), place).alias(n) for n in keys).drop(
        "_said"
    )


def _naming(frame: pl.DataFrame) -> list[str]:
    """The columns of a frame that name somebody or something."""
    book = dictionary()
    return [
        name
        for name in frame.columns
        if name in book and book[name].kind is FactKind.TEXT and name not in _NAMELESS_TEXTS
    ]


def _sorted(frame: pl.DataFrame, grain: Grain) -> pl.DataFrame:
    return frame.sort("enterprise_id", *key_facts(grain))


def _feed(update: Callable[[bytes], object], frame: pl.DataFrame) -> None:
    # Text, because the bytes of a Parquet file are those of a version of its writer.
    names = sorted(frame.columns)
    for piece in _pieces(frame.select(names)):
        update(piece.write_csv(include_header=False, quote_style="non_numeric").encode())


def _pieces(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    return frame.iter_slices(100_000)
