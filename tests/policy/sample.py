"""The sample pack and small builders of facts for the engine's tests."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from kejin.facts import GRAINS, FactSet, Grain
from kejin.policy import Dates, PolicyStore, Ruleset
from kejin.policy.cases import facts_frame
from kejin.policy.evaluation import evaluate

PACK = Path(__file__).parent / "sample_pack"
LAW = date(2025, 6, 30)
DATES = Dates(LAW, LAW, LAW)

Row = Mapping[str, object]


@cache
def store() -> PolicyStore:
    return PolicyStore.read([PACK])


@cache
def ruleset(law: date = LAW, known_by: date | None = None) -> Ruleset:
    return store().compile(Dates(law, LAW, known_by or law))


def facts(
    enterprise: Row | None = None,
    filings: Mapping[int, Row] | None = None,
    loans: Sequence[Row] = (),
    *,
    bank_years: Sequence[Row] = (),
    complete: frozenset[Grain] = frozenset(),
) -> FactSet:
    """One enterprise "case" with its filings by year and its loans."""
    frames = {
        Grain.ENTERPRISE: facts_frame(Grain.ENTERPRISE, [{"enterprise_id": "case", **(enterprise or {})}])
    }
    if filings:
        rows = [{"enterprise_id": "case", "year": year, **row} for year, row in filings.items()]
        frames[Grain.FILING] = facts_frame(Grain.FILING, [dict(row) for row in rows])
    if loans:
        frames[Grain.LOAN] = facts_frame(
            Grain.LOAN, [{**loan_keys(number), **row} for number, row in enumerate(loans, 1)]
        )
    if bank_years:
        frames[Grain.INSTITUTION_YEAR] = facts_frame(
            Grain.INSTITUTION_YEAR, [dict(row) for row in bank_years]
        )
    return FactSet(frames, complete)


def loan_keys(number: int) -> dict[str, object]:
    return {
        "loan_id": f"L{number}",
        "enterprise_id": "case",
        "institution_id": "B1",
        "programme_id": "P1",
        "loan_year": 2024,
    }


def column(given: FactSet, name: str, *, rules: Ruleset | None = None, decision: str = "") -> list[object]:
    """What a decision or amount of the sample policy comes to, one value per subject in the order of its key."""
    compiled = rules or ruleset()
    key = f"sample.{decision or name}"
    made = evaluate(compiled, given, [key])
    grain = compiled.decision(key).grain
    frame = made.frames[grain].sort(GRAINS[grain].keys)
    return frame[f"sample.{name}"].to_list()


def both(given: FactSet) -> pl.DataFrame:
    """All verdicts in words."""
    return evaluate(ruleset(), given).verdicts()
