"""The first enterprises of a province, ready in seconds whatever its size: to look at while the whole is being made."""

import json
from dataclasses import asdict
from pathlib import Path

import polars as pl

from kejin.enterprises.synthetic import province
from kejin.enterprises.synthetic.block import Block, make_block
from kejin.enterprises.synthetic.funds import fund_sums
from kejin.enterprises.synthetic.world import AS_OF, FULL_SCALE
from kejin.enterprises.synthetic.writing import FORMAT, MANIFEST, NOTICE, Order, write_frame
from kejin.errors import InputError
from kejin.facts import GRAINS, Grain

_KEY = "enterprise_id"


def write_first(order: Order, folder: Path, count: int) -> dict[str, object]:
    """Write the facts of a province's first enterprises into an empty folder; its manifest.

    They are the same enterprises, with the same facts, as in the whole province of the same order. What belongs to no
    enterprise (lenders, programmes, funds) is what the first block of the province alone would make of it. There is
    neither truth nor calibration: those are of a whole province.

    Args:
        order: The whole province.
        folder: Where to write.
        count: How many enterprises; at most a block.

    Raises:
        InputError: More are asked for than the first block has.
    """
    size = min(order.block, order.enterprises)
    if not 1 <= count <= size:
        raise InputError(
            "The first enterprises of a province are too many", expected=f"1 to {size}", found=count
        )
    block = make_block(order.seed, 0, first=0, count=size)
    digests: dict[str, str] = {}
    rows: dict[str, int] = {}
    for grain, frame in (_first_of(block, count) | _of_all(order, block)).items():
        write_frame(frame, folder, f"facts/{grain.value}/part-00000.parquet", digests=digests)
        rows[f"facts/{grain.value}"] = frame.height
    manifest: dict[str, object] = {
        "format": FORMAT, "synthetic": True, "notice": NOTICE, "order": asdict(order), "first": count,
        "as_of": AS_OF.isoformat(), "weight": {"full_scale": FULL_SCALE, "enterprises": count},
        "rows": dict(sorted(rows.items())), "files": dict(sorted(digests.items())),
    }  # fmt: skip
    (folder / MANIFEST).write_text(
        json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return manifest


def _first_of(block: Block, count: int) -> dict[Grain, pl.DataFrame]:
    chosen = block.facts[Grain.ENTERPRISE].head(count)[_KEY].implode()
    return {
        grain: block.facts[grain].filter(pl.col(_KEY).is_in(chosen))
        for grain in GRAINS
        if grain in block.facts
    }


def _of_all(order: Order, block: Block) -> dict[Grain, pl.DataFrame]:
    sums = {
        "lenders": province.summed([province.lender_sums(block)], ("institution_id", "year")),
        "programmes": province.summed([province.programme_sums(block)], ("programme_id", "year")),
        "funds": province.summed([fund_sums(block.facts[Grain.INVESTMENT])], ("fund_id",)),
    }
    return dict(
        province.province_facts(
            order.seed, sums["lenders"], programmes=sums["programmes"], funds=sums["funds"]
        )
    )
