"""A synthetic register for any set of facts: enterprises with three years of filings, loans, rights and programmes.

Values are drawn by kind within the dictionary's bounds, about three in a hundred unknown. They show how fast rules
run, and nothing about how many enterprises meet them.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kejin.facts import GRAINS, Fact, FactKind, FactSet, Grain, check_frame, dictionary

SEED = 20250630
UNKNOWN_SHARE = 0.03
YEARS = (2023, 2024, 2025)
# Texts that rules read; the others are never looked into.
INDUSTRIES = ("C2710", "C3569", "C3962", "C3973", "I6513", "M7320", "39", "A0111")
TEXTS: Mapping[str, tuple[str, ...]] = {
    "industry_code": INDUSTRIES,
    "loan_purpose_code": INDUSTRIES,
    "district_code": ("440305", "440112", "440115", "440106", "440402"),
}
INSTITUTIONS = 40
PROGRAMMES = 12
FUNDS = 30
EPOCH = date(1970, 1, 1)
EPOCH_DAYS = {year: (date(year, 1, 1) - EPOCH).days for year in (2005, 2025, 2026)}

Numbers = NDArray[np.int64]


def register(names: Iterable[str], *, enterprises: int) -> FactSet:
    """A checked fact set with the named facts at every grain they live at."""
    facts = [dictionary()[name] for name in names]
    frames = {grain: _keys(grain, enterprises) for grain in dict.fromkeys(fact.grain for fact in facts)}
    draw = np.random.default_rng(SEED)
    for grain, keys in frames.items():
        given = {
            *keys.columns,
            *GRAINS[grain].foreign_keys,
        }  # `check_frame` adds or derives the links that are absent
        wanted = [fact for fact in facts if fact.grain is grain and fact.name not in given]
        frames[grain] = check_frame(
            keys.with_columns(_column(fact, keys.height, draw) for fact in wanted), grain
        )
    return FactSet(frames)


def _keys(grain: Grain, enterprises: int) -> pl.DataFrame:
    """The keys and the parents' keys of a grain, as many rows as a register of so many enterprises would have."""
    if grain is Grain.ENTERPRISE:
        return pl.DataFrame({"enterprise_id": _ids("demo", np.arange(enterprises), width=13)})
    if grain is Grain.INSTITUTION_YEAR:
        return _crossed({"institution_id": _ids("bank", np.arange(INSTITUTIONS))})
    if grain is Grain.PROGRAMME_YEAR:
        return _crossed({"programme_id": _ids("programme", np.arange(PROGRAMMES))})
    if grain is Grain.FILING:
        return _crossed({"enterprise_id": _ids("demo", np.arange(enterprises), width=13)})
    if grain is Grain.FUND:
        return pl.DataFrame({"fund_id": _ids("fund", np.arange(FUNDS))})
    index = np.arange(enterprises)
    owner: Mapping[str, pl.Series] = {"enterprise_id": _ids("demo", index, width=13)}
    return pl.DataFrame({**owner, **_finer(grain, index)})


def _finer(grain: Grain, index: Numbers) -> dict[str, pl.Series]:
    """The other keys of grains that have one row for each enterprise here."""
    if grain is Grain.LOAN:
        signed = EPOCH_DAYS[2025] + index % (EPOCH_DAYS[2026] - EPOCH_DAYS[2025])
        return {
            "loan_id": _ids("loan", index),
            "institution_id": _ids("bank", index % INSTITUTIONS),
            "programme_id": _ids("programme", index % PROGRAMMES),
            "loan_signed_on": pl.Series(signed).cast(pl.Int32).cast(pl.Date),
        }
    if grain is Grain.PATENT:
        return {"right_no": _ids("right", index)}
    if grain is Grain.HONOUR:
        codes = [choice.code for choice in dictionary()["honour_code"].choices]
        return {
            "honour_code": pl.Series(np.array(codes)[index % len(codes)]),
            "granted_on": pl.Series(EPOCH_DAYS[2025] + index % 365).cast(pl.Int32).cast(pl.Date),
        }
    if grain is Grain.FUNDING_ROUND:
        return {"round_no": pl.Series(np.ones(index.size, dtype=np.int64))}
    made = {key: _ids(grain.value, index) for key in GRAINS[grain].keys}
    return {**made, "fund_id": _ids("fund", index % FUNDS)} if grain is Grain.INVESTMENT else made


def _crossed(columns: Mapping[str, pl.Series]) -> pl.DataFrame:
    return pl.DataFrame(columns).join(pl.DataFrame({"year": YEARS}, schema={"year": pl.Int64}), how="cross")


def _ids(scheme: str, numbers: Numbers, width: int = 6) -> pl.Series:
    texts = pl.Series(numbers).cast(pl.String).str.zfill(width)
    return pl.select(pl.format(f"{scheme}:{{}}", texts)).to_series()


def _column(fact: Fact, rows: int, draw: np.random.Generator) -> pl.Series:
    known = pl.Series(draw.random(rows) >= UNKNOWN_SHARE)
    values = _values(fact, rows, draw)
    return pl.select(pl.when(known).then(values).alias(fact.name)).to_series()


def _values(fact: Fact, rows: int, draw: np.random.Generator) -> pl.Series:
    if fact.kind is FactKind.FLAG:
        return pl.Series(draw.random(rows) < 0.7)
    if fact.kind is FactKind.DATE:
        return pl.Series(_days(fact, rows, draw)).cast(pl.Int32).cast(pl.Date)
    if fact.kind is FactKind.CHOICE:
        codes = np.array([choice.code for choice in fact.choices])
        return pl.Series(codes[draw.integers(0, len(codes), rows)])
    if fact.kind is FactKind.TEXT:
        codes = np.array(TEXTS.get(fact.name, ("text",)))
        return pl.Series(codes[draw.integers(0, len(codes), rows)])
    return pl.Series(_whole(fact, rows, draw))


def _days(fact: Fact, rows: int, draw: np.random.Generator) -> Numbers:
    """Days of twenty years within the fact's bounds."""
    days = draw.integers(EPOCH_DAYS[2005], EPOCH_DAYS[2026], rows)
    bounds = (fact.minimum, fact.maximum)
    low, high = ((day - EPOCH).days if isinstance(day, date) else None for day in bounds)
    return np.clip(days, low, high)


def _whole(fact: Fact, rows: int, draw: np.random.Generator) -> Numbers:
    """Amounts, shares, counts, points and years within the fact's bounds."""
    if fact.kind is FactKind.MONEY:
        numbers = np.rint(draw.lognormal(np.log(20_000_000_00), 1.5, rows))
    elif fact.kind is FactKind.RATIO:
        numbers = np.rint(draw.uniform(0, 200_000_000, rows))
    elif fact.kind is FactKind.SCORE:
        numbers = np.rint(draw.uniform(0, 10_000, rows))
    elif fact.kind is FactKind.YEAR:
        numbers = draw.choice(np.array(YEARS, dtype=np.float64), rows)
    else:
        numbers = np.rint(draw.lognormal(np.log(20), 1.2, rows))
    assert isinstance(fact.minimum, int), fact.name
    assert isinstance(fact.maximum, int), fact.name
    return np.clip(numbers, fact.minimum, fact.maximum).astype(np.int64)
