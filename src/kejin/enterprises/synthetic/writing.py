"""The synthetic province as files: a part file per block and grain, and a manifest that says what made them."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import numpy as np
import polars as pl

from kejin import __version__
from kejin.enterprises.synthetic import province
from kejin.enterprises.synthetic.block import make_block, make_core_block
from kejin.enterprises.synthetic.funds import fund_sums
from kejin.enterprises.synthetic.measuring import block_measures
from kejin.enterprises.synthetic.parameters import Parameters, parameters
from kejin.enterprises.synthetic.people import advisers
from kejin.enterprises.synthetic.statuses import rules_digest
from kejin.enterprises.synthetic.world import AS_OF, BLOCK, FULL_SCALE, VERSION
from kejin.errors import InputError
from kejin.facts import GRAINS, Grain

MANIFEST = "synth.json"
FORMAT = 1
NOTICE = "合成数据：企业、贷款、机构均为虚构。Synthetic: every enterprise, loan and institution is invented."
J = TypeVar("J")
R = TypeVar("R")
_SUMS = ("lenders", "programmes", "cities", "funds", "measures")
MEASURES = "measures.parquet"


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for.

    Attributes:
        enterprises: How many.
        seed: Any whole number from 0 to 2**63 - 1; the same seed makes the same bytes.
        block: Enterprises of a part file. Another size is another province.
    """

    enterprises: int
    seed: int
    block: int = BLOCK

    def __post_init__(self) -> None:
        for name, least, most in (("enterprises", 1, 31**6), ("seed", 0, 2**63 - 1), ("block", 1, 10**6)):
            value = getattr(self, name)
            if not least <= value <= most:
                raise InputError(
                    "the synthetic province cannot be made",
                    expected=f"{least} to {most}",
                    found=value,
                    where=name,
                )

    @property
    def blocks(self) -> range:
        """The numbers of its blocks."""
        return range(-(-self.enterprises // self.block))


@dataclass(frozen=True, slots=True)
class Part:
    """What a block wrote: digests and rows by path, and its share of the province's sums."""

    digests: Mapping[str, str]
    rows: Mapping[str, int]
    sums: Mapping[str, pl.DataFrame]


def write_parts(order: Order, folder: Path, *, workers: int = 1) -> Iterator[Part]:
    """Write all blocks and give each as it is done, in order. The workers change nothing but the time."""
    yield from _in_order(_write_block, [(order, number, folder) for number in order.blocks], workers)


def _in_order(work: Callable[[J], R], jobs: Sequence[J], workers: int) -> Iterator[R]:
    if workers <= 1 or len(jobs) == 1:
        yield from (work(job) for job in jobs)
        return
    # A fork of a process with Polars' threads may hang; a fresh process does not.
    with ProcessPoolExecutor(min(workers, len(jobs)), mp_context=get_context("spawn")) as pool:
        yield from pool.map(work, jobs)


def measure_blocks(
    order: Order, *, workers: int = 1, fitted: Parameters | None = None
) -> Iterator[pl.DataFrame]:
    """The measures of each block in order, of blocks that are made and let go: nothing is written.

    Other parameters than the calibrated ones are for fitting.
    """
    yield from _in_order(_measure_block, [(order, number, fitted) for number in order.blocks], workers)


def sum_measures(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The measures of all blocks by key and city."""
    return province.summed(parts, ("key", "city_code"))


def finish(order: Order, folder: Path, parts: Iterable[Part]) -> dict[str, object]:
    """Write what belongs to no block and the manifest, which is returned."""
    digests: dict[str, str] = {}
    rows: dict[str, int] = {}
    sums: dict[str, list[pl.DataFrame]] = {name: [] for name in _SUMS}
    for part in parts:
        digests |= part.digests
        for name, count in part.rows.items():
            rows[name] = rows.get(name, 0) + count
        for name in _SUMS:
            sums[name].append(part.sums[name])
    lenders = province.summed(sums["lenders"], ("institution_id", "year"))
    programmes = province.summed(sums["programmes"], ("programme_id", "year"))
    funds = province.summed(sums["funds"], ("fund_id",))
    for grain, frame in province.province_facts(
        order.seed, lenders, programmes=programmes, funds=funds
    ).items():
        write_frame(frame, folder, f"facts/{grain.value}/part-00000.parquet", digests=digests)
        rows[f"facts/{grain.value}"] = frame.height
    write_frame(advisers(order.seed), folder, "tables/advisers/part-00000.parquet", digests=digests)
    write_frame(province.summed(sums["cities"], ("city_code",)), folder, "totals.parquet", digests=digests)
    write_frame(sum_measures(sums["measures"]), folder, MEASURES, digests=digests)
    manifest: dict[str, object] = {
        "format": FORMAT,
        "synthetic": True,
        "notice": NOTICE,
        "order": asdict(order),
        "as_of": AS_OF.isoformat(),
        "weight": {"full_scale": FULL_SCALE, "enterprises": order.enterprises},
        "rules": rules_digest(),
        "parameters": asdict(parameters()),
        "versions": {
            "synthetic": VERSION,
            "kejin": __version__,
            "numpy": np.__version__,
            "polars": pl.__version__,
        },
        "rows": dict(sorted(rows.items())),
        "files": dict(sorted(digests.items())),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return manifest


def write_province(order: Order, folder: Path, *, workers: int = 1) -> dict[str, object]:
    """The whole province into an empty folder; its manifest."""
    return finish(order, folder, write_parts(order, folder, workers=workers))


def _size(order: Order, number: int) -> tuple[int, int]:
    """The first enterprise of a block and how many it has."""
    first = number * order.block
    return first, min(order.block, order.enterprises - first)


def _measure_block(job: tuple[Order, int, Parameters | None]) -> pl.DataFrame:
    order, number, fitted = job
    first, count = _size(order, number)
    return block_measures(make_core_block(order.seed, number, first=first, count=count, fitted=fitted))


def _write_block(job: tuple[Order, int, Path]) -> Part:
    order, number, folder = job
    first, count = _size(order, number)
    block = make_block(order.seed, number, first=first, count=count)
    named = {f"facts/{grain.value}": block.facts[grain] for grain in GRAINS if grain in block.facts}
    named |= {f"tables/{name}": table for name, table in block.tables.items()}
    named |= {f"truth/{name}": table for name, table in block.truth.items()}
    digests: dict[str, str] = {}
    for name, frame in named.items():
        write_frame(frame, folder, f"{name}/part-{number:05d}.parquet", digests=digests)
    sums = {
        "lenders": province.lender_sums(block),
        "programmes": province.programme_sums(block),
        "cities": province.city_totals(block),
        "funds": fund_sums(block.facts[Grain.INVESTMENT]),
        "measures": block_measures(block),
    }
    return Part(digests, {name: frame.height for name, frame in named.items()}, sums)


def write_frame(frame: pl.DataFrame, folder: Path, path: str, *, digests: dict[str, str]) -> None:
    """Write a part file into a folder of a province and note its digest."""
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    # The lowest level of compression takes a quarter less time and two per cent more room than the usual one.
    frame.write_parquet(target, compression="zstd", compression_level=1, statistics=True)
    digests[path] = hashlib.sha256(target.read_bytes()).hexdigest()
