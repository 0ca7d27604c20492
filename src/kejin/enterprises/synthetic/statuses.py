"""Certificates and titles follow from the facts: the packs' own rules say who could, a share of those applied and hold.

No threshold stands here. The rules are evaluated as they stood on the day; of those who met them a share applied, and
what was obtained is kept until it runs out, whether or not the conditions are still met.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.rulesets import ruleset_at
from kejin.enterprises.synthetic.streams import Streams, Truth, Whole, chance, dates, day
from kejin.enterprises.synthetic.world import AS_OF
from kejin.facts import FactSet, Grain
from kejin.policy import evaluate


class Title(NamedTuple):
    """A status: the flag and the honour it brings, the decision behind it, who applies, and when it was given.

    Attributes:
        flag: The fact that says it is held.
        honour: The honour's code.
        decision: The decision of the packs.
        share: The share of those who meet the conditions that apply in a year and obtain it.
        rounds: The days on which it was given, the latest last; each is one evaluation of the rules.
        years: How many years it holds.
        level: At which level it is given.
    """

    flag: str
    honour: str
    decision: str
    share: float
    rounds: tuple[date, ...]
    years: int
    level: str


_THREE = (date(2023, 12, 20), date(2024, 12, 20), date(2025, 12, 20))
_GIANT = (date(2023, 6, 30), date(2024, 6, 30), date(2025, 6, 30))
TITLES = (
    Title("hte_certified", "hte", "high_tech_enterprise.qualifies", 0.75, _THREE, 3, "national"),
    Title("tech_sme_registered", "tech_sme", "tech_sme.qualifies", 0.45, (date(2026, 5, 30),), 1, "national"),
    Title(
        "innovative_sme_recognised", "innovative_sme", "innovative_sme.qualifies", 0.40, (date(2025, 10, 30),),
        3, "provincial",
    ),
    Title(
        "specialised_sme_recognised", "specialised_sme", "specialised_sme.specialised_sme", 0.70,
        (date(2025, 11, 30),), 3, "provincial",
    ),
    Title(
        "little_giant_recognised", "little_giant", "specialised_sme.little_giant", 0.60, _GIANT, 3, "national"
    ),
)  # fmt: skip


_SIZES = ("micro", "small", "medium", "large")


def size_classes(frames: Mapping[Grain, pl.DataFrame]) -> pl.Series:
    """Micro, small, medium or large by the rule of the packs; null where staff or revenue is not known."""
    decisions = [f"sme_size.{size}" for size in _SIZES]
    ruleset = ruleset_at(decisions[0], AS_OF)
    found = evaluate(ruleset, FactSet(frames), decisions, near=False).frames[Grain.ENTERPRISE]
    column = pl.lit(None, pl.String)
    for size in _SIZES:
        column = pl.when(pl.col(f"sme_size.{size}")).then(pl.lit(size)).otherwise(column)
    return found.select(column.alias("sme_class_stated")).to_series()


def rules_digest() -> str:
    """One digest for all the rules that gave statuses; another ruleset is another province."""
    return ".".join(ruleset_at(title.decision, title.rounds[-1]).digest[:8] for title in TITLES)


def with_titles(
    frames: Mapping[Grain, pl.DataFrame], streams: Streams, *, alive: Truth
) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, Truth]]:
    """The enterprises with their statuses, the honours one by one, and who met which conditions on the last round."""
    firms = frames[Grain.ENTERPRISE]
    none = {title.flag: pl.lit(value=False) for title in TITLES}
    firms = firms.with_columns(
        hte_certified_until=pl.lit(None, pl.Date), single_champion=pl.lit(value=False), **none
    )
    honours: list[pl.DataFrame] = []
    met: dict[str, Truth] = {}
    for title in TITLES:
        given, met[title.decision] = _given({**frames, Grain.ENTERPRISE: firms}, title, streams, alive=alive)
        if title.honour == "little_giant":
            # Chosen among specialised SMEs, whether or not the rule of the day says so again.
            given = np.where(firms["specialised_sme_recognised"].to_numpy(), given, 0)
        until = _until(given, title.years)
        held = (given > 0) & (until >= day(AS_OF)) & alive
        columns = [pl.Series(title.flag, held)]
        if title.flag == "hte_certified":
            columns.append(dates(until, given > 0).alias("hte_certified_until"))
        firms = firms.with_columns(columns)
        honours.append(_honours(firms["enterprise_id"], title, given=given, until=until))
    return firms, pl.concat(honours), met


def _given(
    frames: Mapping[Grain, pl.DataFrame], title: Title, streams: Streams, *, alive: Truth
) -> tuple[Whole, Truth]:
    """The day each enterprise last obtained the title, 0 for never; and who meets the conditions of the last round."""
    draw, rows = streams.of(title.flag), frames[Grain.ENTERPRISE].height
    given = np.zeros(rows, dtype=np.int64)
    met = np.zeros(rows, dtype=np.bool_)
    # Who never applies does not do so in another year either.
    keen = draw.random(rows)
    for on in title.rounds:
        ruleset = ruleset_at(title.decision, on)
        found = evaluate(ruleset, FactSet(frames), [title.decision], near=False).frames[Grain.ENTERPRISE]
        met = found[title.decision].fill_null(value=False).to_numpy() & alive
        free = _until(given, title.years) < day(on)
        share = min(1.0, title.share * (1.0 if len(title.rounds) == 1 else 1.35))
        applies = (keen < share) & (chance(draw, 0.55, rows) if len(title.rounds) > 1 else True)
        when = day(on) - draw.integers(0, 60, rows)
        given = np.where(met & free & applies, when, given)
    return given, met


def _until(given: Whole, years: int) -> Whole:
    return np.where(given > 0, given + np.int64(years * 36525 // 100), 0)


def _honours(owner: pl.Series, title: Title, *, given: Whole, until: Whole) -> pl.DataFrame:
    at = np.flatnonzero(given > 0)
    return pl.DataFrame({
        "enterprise_id": owner.gather(at),
        "honour_code": pl.Series([title.honour] * at.size, dtype=pl.String),
        "granted_on": dates(given[at]),
        "honour_expires_on": dates(until[at]),
        "honour_level": pl.Series([title.level] * at.size, dtype=pl.String),
        "honour_issuer": pl.Series(["合成发证机关"] * at.size, dtype=pl.String),
    })  # fmt: skip
