"""What a run over part files has written about one enterprise: its verdicts with their masks, and its offers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from kejin.facts import GRAINS, Grain
from kejin.planning import Catalogue
from kejin.planning.catalogue import Product
from kejin.planning.offers import EnterpriseOffers, further_names
from kejin.policy import Decision, Verdict


@dataclass(frozen=True, slots=True)
class StoredVerdict:
    """A verdict about one subject.

    Attributes:
        subject: The keys of the decision's grain.
        verdict: The verdict.
        fails: The bits of the conditions that are missed.
        unknowns: The bits of those that are open.
    """

    subject: Mapping[str, object]
    verdict: Verdict
    fails: int
    unknowns: int


@dataclass(frozen=True, slots=True)
class Stored:
    """What was written about one enterprise.

    Attributes:
        verdicts: By decision, one for each subject that the decision knows.
        offers: The offers; None where the run kept none.
    """

    verdicts: Mapping[str, tuple[StoredVerdict, ...]]
    offers: EnterpriseOffers | None


def keeps_enough(folder: Path, decisions: Sequence[Decision], catalogue: Catalogue) -> bool:
    """Whether a run wrote the decisions, and all that the cost of an offer rests on; earlier formats did not."""
    for grain in dict.fromkeys(decision.grain for decision in decisions):
        first = min((folder / "verdicts" / grain.value).glob("*.parquet"), default=None)
        if first is not None:
            there = set(pl.read_parquet_schema(first))
            if not all(decision.key in there for decision in decisions if decision.grain is grain):
                return False
    offers = min((folder / "offers").glob("*.parquet"), default=None)
    return not catalogue.products or (offers is not None and "further" in pl.read_parquet_schema(offers))


def stored_about(
    folder: Path, block: str, enterprise_id: str, *, decisions: Sequence[Decision], catalogue: Catalogue
) -> Stored:
    """Read what was written about an enterprise of the block of that name."""
    scans = dict(_scans(folder, f"{block}.parquet", decisions, with_offers=bool(catalogue.products)))
    mine = [scan.filter(pl.col("enterprise_id") == enterprise_id) for scan in scans.values()]
    found = dict(zip(scans, (frame.to_dicts() for frame in pl.collect_all(mine)), strict=True))
    verdicts = {
        decision.key: tuple(_verdicts(decision, found.get(decision.grain.value, ())))
        for decision in decisions
    }
    offers = _offers(catalogue, enterprise_id, found) if catalogue.products and found["standing"] else None
    return Stored(verdicts, offers)


def _scans(
    folder: Path, part: str, decisions: Sequence[Decision], *, with_offers: bool
) -> Iterator[tuple[str, pl.LazyFrame]]:
    for grain in dict.fromkeys(decision.grain for decision in decisions):
        path = folder / "verdicts" / grain.value / part
        if path.is_file():
            own = [decision.key for decision in decisions if decision.grain is grain]
            columns = [key + suffix for key in own for suffix in ("", ":fail", ":unknown")]
            keys = dict.fromkeys([*GRAINS[grain].keys, "enterprise_id"])
            yield grain.value, pl.scan_parquet(path).select(*keys, *columns)
    if with_offers:
        yield "offers", pl.scan_parquet(folder / "offers" / part)
        yield "standing", pl.scan_parquet(folder / "standing" / part)


def _verdicts(decision: Decision, rows: Sequence[Mapping[str, Any]]) -> Iterator[StoredVerdict]:
    keys = GRAINS[Grain(decision.grain)].keys
    for row in rows:
        verdict = row[decision.key]
        if verdict is not None:
            yield StoredVerdict(
                {key: row[key] for key in keys},
                Verdict(verdict),
                row[f"{decision.key}:fail"] or 0,
                row[f"{decision.key}:unknown"] or 0,
            )


def _offers(
    catalogue: Catalogue, enterprise_id: str, found: Mapping[str, Sequence[Mapping[str, Any]]]
) -> EnterpriseOffers:
    standing = found["standing"][0]
    made = {row["product"]: row for row in found["offers"]}
    stage = standing["stage"]
    offers = tuple((product, _offer(product, made.get(product.key), stage)) for product in catalogue.products)
    return EnterpriseOffers(catalogue, enterprise_id, stage, standing["tier"], offers)


def _offer(product: Product, row: Mapping[str, Any] | None, stage: str | None) -> Mapping[str, object]:
    """An offer as `EnterpriseOffers` has it; what was not written was refused."""
    if row is None:
        fits = stage in product.document.stages if stage is not None else None
        return {"verdict": Verdict.NOT_ELIGIBLE.value, "fits_stage": fits}
    return {**row, **dict(zip(further_names(product), row["further"] or (), strict=True))}
