"""A run read again: its rules compiled anew, the facts it kept, and of part files the block of an enterprise."""

import json
from pathlib import Path
from typing import Any

import polars as pl

from kejin.errors import FileError
from kejin.facts import FactSet
from kejin.packs import load_packs
from kejin.planning import Catalogue, Matrix
from kejin.planning.aggregates import read_aggregates
from kejin.planning.parts import Order, Source, block_with, blocks_for, facts_of, prepared, source_of
from kejin.policy import Overlay, Ruleset, Verdict
from kejin.runs.folder import MANIFEST
from kejin.runs.manifest import Manifest, read_manifest
from kejin.runs.snapshot import read_facts

INPUTS = "inputs.json"
"""The part files that a run read, with their digests, and what is known of them."""


def replayed(
    folder: Path, code: str | None = None, *, facts: Path | None = None
) -> tuple[Ruleset, FactSet, Manifest]:
    """A run's ruleset, compiled again at its dates, and its facts.

    Of a run over part files these are the facts of the block that holds the enterprise `code`, with the totals over
    all parts; without a code all its parts, to be read when they are needed. The rules at hand may no longer be those
    of the run: then the digests of ruleset and manifest differ. Raises `FileError` when the folder is not a run or its
    facts are gone.
    """
    ruleset, manifest = recompiled(folder)
    if manifest.parts is None:
        return ruleset, read_facts(folder / "facts"), manifest
    if code is None:
        return ruleset, all_facts_of_parts(folder, manifest, moved=facts), manifest
    return ruleset, facts_of_parts(folder, ruleset, manifest, code=code, moved=facts), manifest


def recompiled(folder: Path) -> tuple[Ruleset, Manifest]:
    """A run's ruleset, compiled again, and its record; raises as `replayed` does."""
    if not (folder / MANIFEST).is_file():
        raise FileError(
            "There is no run here",
            expected="a folder written by `kejin run`; name it with --run",
            where=str(folder),
        )
    manifest = read_manifest(folder)
    overlay = Overlay.read(folder / manifest.overlay["file"]) if manifest.overlay else None
    store = load_packs([Path(pack) for pack in manifest.packs])
    return store.compile(manifest.three_dates, overlay), manifest


def facts_of_parts(
    run: Path, ruleset: Ruleset, manifest: Manifest, *, code: str, moved: Path | None
) -> FactSet:
    """The facts of the block that holds an enterprise.

    Raises:
        FileError: The part files are not where they were, or no longer what they were.
        UnknownFactError: No part holds the enterprise.
    """
    order = Order(
        manifest.three_dates,
        ruleset.digest,
        tuple(manifest.policies) or None,
        block=_parts(manifest)["enterprises_of_a_block"],
    )
    blocks = blocks_for(order, source_of_run(run, manifest, moved))
    return facts_of(run, prepared(ruleset, order).rounds, block_with(blocks, code))


def all_facts_of_parts(run: Path, manifest: Manifest, *, moved: Path | None) -> FactSet:
    """All facts of the run as lazy frames over its part files; raises as `facts_of_parts` does."""
    source = source_of_run(run, manifest, moved)
    frames = {
        grain: pl.scan_parquet([source.folder / file.path for file in files])
        for grain, files in source.files.items()
    }
    return FactSet(frames, source.complete)


def _parts(manifest: Manifest) -> Any:
    return manifest.parts


def source_of_run(run: Path, manifest: Manifest, moved: Path | None) -> Source:
    """The part files that a run read; raises `FileError` where they are gone."""
    folder = moved or (run / _parts(manifest)["facts"])
    if not folder.is_dir():
        raise FileError(
            "The part files of the run are not where they were",
            expected="the folder that the run read; name it with --facts",
            where=str(folder),
        )
    return source_of(_inputs(run), folder)


def matrix_of_parts(run: Path, by: str) -> Matrix:
    """The matrix of a run, whole or along a dimension, out of its aggregates."""
    cells = read_aggregates(run).split("matrix", by)
    return Matrix(cells.rename({"value": by}) if by else cells.drop("value"), by)


def reach_of_parts(run: Path, catalogue: Catalogue) -> list[dict[str, object]]:
    """How far each product reaches, product by product, out of the aggregates and the part files of offers."""
    counts = {row["product"]: row for row in read_aggregates(run).split("products").iter_rows(named=True)}
    opened = pl.scan_parquet(run / "offers" / "*.parquet").filter(pl.col("verdict") == Verdict.ELIGIBLE.value)
    summed = opened.group_by("product").agg(pl.col("amount").cast(pl.Int128).sum()).collect()
    amounts = dict(summed.iter_rows())
    return [
        {
            "product": product.key,
            "label": product.label,
            "instrument": product.instrument,
            "demonstration": product.demonstration,
            "counts": {
                verdict.value: counts.get(product.key, {}).get(verdict.value, 0) for verdict in Verdict
            },
            "amount_fen": int(amounts.get(product.key, 0)) if product.currency == "fen" else None,
        }
        for product in catalogue.products
    ]


def _inputs(run: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((run / INPUTS).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FileError(
            "The record of the facts of the run cannot be read", expected=f"its {INPUTS}", where=str(run)
        ) from error
    return found
