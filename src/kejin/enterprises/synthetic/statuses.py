"""Certificates and titles follow from the facts: the packs' own rules say who could, a share of those applied and hold.

No threshold stands here. On each round the rules are evaluated as they stood; of those who met them the ones who apply
obtain the title and keep it until it runs out, whether or not they still meet the conditions. The first round takes the
register as it stands: its titles were given on some day within the term before it, so that they run out one by one.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.firms import Firms
from kejin.enterprises.synthetic.parameters import Parameters
from kejin.enterprises.synthetic.rulesets import ruleset_at
from kejin.enterprises.synthetic.streams import Real, Streams, Truth, Whole, chance, dates, day
from kejin.enterprises.synthetic.world import AS_OF
from kejin.facts import FactSet, Grain
from kejin.policy import evaluate


class Title(NamedTuple):
    """A status: the flag and the honour it brings, the decision behind it, when it is given, who applies.

    Attributes:
        flag: The fact that says it is held.
        honour: The honour's code.
        decision: The decision of the packs.
        rounds: The days on which it was given, the latest last; each is one evaluation of the rules.
        years: How many years it holds.
        level: At which level it is given.
        odds: Log odds that one who meets the conditions ever applies, or the fitted parameter that holds them.
        among: The honour that must be in force on the day; "" for none.
        by_size: How the log odds move with the logarithm of size, from that of an average enterprise.
    """

    flag: str
    honour: str
    decision: str
    rounds: tuple[date, ...]
    years: int
    level: str
    odds: float | str
    among: str = ""
    by_size: float = 0.0


TITLES = (
    Title(
        "hte_certified", "hte", "high_tech_enterprise.qualifies",
        (date(2023, 12, 20), date(2024, 12, 20), date(2025, 12, 20)), 3, "national", 2.2,
    ),
    Title(
        "tech_sme_registered", "tech_sme", "tech_sme.qualifies", (date(2025, 5, 30), date(2026, 5, 30)), 1,
        "national", "tech_sme_odds", by_size=-0.5,
    ),
    Title(
        "innovative_sme_recognised", "innovative_sme", "innovative_sme.qualifies",
        (date(2023, 6, 30), date(2024, 10, 30), date(2025, 10, 30)), 3, "provincial", "innovative_odds",
        by_size=-0.25,
    ),
    Title(
        "specialised_sme_recognised", "specialised_sme", "specialised_sme.specialised_sme",
        (date(2023, 6, 30), date(2024, 11, 30), date(2025, 11, 30)), 3, "provincial", 1.4,
    ),
    Title(
        "little_giant_recognised", "little_giant", "specialised_sme.little_giant",
        (date(2023, 7, 14), date(2024, 9, 2), date(2025, 10, 15)), 3, "national", 2.2, "specialised_sme",
    ),
)  # fmt: skip
_AMBITION = 0.6
"""How far the wish to apply is the same for all titles, as a correlation."""
_READY = 0.85
"""The share of those who could apply that do so on the very next round."""
_YEAR = 365.25
_ROUND_DAYS = 365
_SIZES = ("micro", "small", "medium", "large")


def size_classes(frames: Mapping[Grain, pl.DataFrame]) -> pl.Series:
    """Micro, small, medium or large by the rule of the packs; null where staff or revenue is not known."""
    decisions = [f"sme_size.{size}" for size in _SIZES]
    found = evaluate(ruleset_at(decisions[0], AS_OF), FactSet(frames), decisions, near=False)
    column = pl.lit(None, pl.String)
    for size in _SIZES:
        column = pl.when(pl.col(f"sme_size.{size}")).then(pl.lit(size)).otherwise(column)
    return found.frames[Grain.ENTERPRISE].select(column.alias("sme_class_stated")).to_series()


def rules_digest() -> str:
    """One digest for all the rules that gave statuses; another ruleset is another province."""
    return ".".join(ruleset_at(title.decision, title.rounds[-1]).digest[:8] for title in TITLES)


def with_titles(
    frames: Mapping[Grain, pl.DataFrame], firms: Firms, streams: Streams, *, fitted: Parameters, ceased: Whole
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The enterprises with their statuses on the day of looking, and every honour that was given, one by one."""
    none = {title.flag: pl.lit(value=False) for title in TITLES}
    table = frames[Grain.ENTERPRISE].with_columns(
        hte_certified_until=pl.lit(None, pl.Date), single_champion=pl.lit(value=False), **none
    )
    ambition = streams.of("ambition").standard_normal(firms.count)
    alive = ceased > day(AS_OF)
    kept: dict[str, _Given] = {}
    for title in TITLES:
        odds = title.odds if isinstance(title.odds, float) else getattr(fitted, title.odds)
        keen = _keen(streams.of(title.flag), ambition, odds + title.by_size * (firms.size - 16.5))
        seen = {**frames, Grain.ENTERPRISE: table}
        given = _give(seen, title, _Applying(firms, streams, keen, ceased), earlier=kept)
        kept[title.honour] = given
        last, until = given.last(), given.until(title.years)
        columns = [pl.Series(title.flag, alive & (until >= day(AS_OF)))]
        if title.flag == "hte_certified":
            columns.append(dates(until, last > 0).alias("hte_certified_until"))
        table = table.with_columns(columns)
    honours = [_honours(firms.codes, title, kept[title.honour]) for title in TITLES]
    return table, pl.concat(honours)


class _Given(NamedTuple):
    """The days on which a title was given, enterprises × rounds, 0 where it was not."""

    days: Whole
    years: int

    def last(self) -> Whole:
        """The last day on which it was given, 0 for never."""
        latest: Whole = self.days.max(axis=1)
        return latest

    def until(self, years: int) -> Whole:
        """The last day on which it is in force, 0 for never."""
        return _until(self.last(), years)

    def in_force(self, on: int) -> Truth:
        """Whether it is in force on a day, of what was given so far."""
        given = (self.days > 0) & (self.days <= on) & (_until(self.days, self.years) >= on)
        return np.asarray(given.any(axis=1), dtype=np.bool_)


class _Applying(NamedTuple):
    firms: Firms
    streams: Streams
    keen: Truth
    ceased: Whole


def _keen(draw: np.random.Generator, ambition: Real, odds: Real) -> Truth:
    """Who ever applies: as often as the odds say, and the ambitious for all titles rather than for one."""
    wish = _AMBITION * ambition + np.sqrt(1 - _AMBITION**2) * draw.standard_normal(ambition.size)
    # The logistic distribution function is near that of a normal 1.7 times as wide (Johnson and Kotz 1970).
    keen: Truth = 1.7 * wish < odds
    return keen


def _give(
    frames: Mapping[Grain, pl.DataFrame],
    title: Title,
    applying: _Applying,
    *,
    earlier: Mapping[str, "_Given"],
) -> "_Given":
    firms, draw = applying.firms, applying.streams.of(f"{title.flag}-rounds")
    given = _Given(np.zeros((firms.count, len(title.rounds)), dtype=np.int64), title.years)
    for at, on in enumerate(title.rounds):
        ruleset = ruleset_at(title.decision, on)
        seen = {**frames, Grain.ENTERPRISE: frames[Grain.ENTERPRISE].with_columns(_as_of(on, earlier))}
        found = evaluate(ruleset, FactSet(seen), [title.decision], near=False).frames[Grain.ENTERPRISE]
        met = found[title.decision].fill_null(value=False).to_numpy()
        luck, ready = draw.random(firms.count), chance(draw, 1.0 if at == 0 else _READY, firms.count)
        # What runs out before the next round is applied for anew on this one.
        free = _until(given.last(), title.years) < day(on) + _ROUND_DAYS
        obtains = met & applying.keen & ready & free & (applying.ceased > day(on))
        if title.among:
            obtains &= earlier[title.among].in_force(day(on))
        after = earlier[title.among].last() if title.among else np.zeros(firms.count, dtype=np.int64)
        earliest = np.maximum(firms.founded + 400, after + 30)
        given.days[:, at] = np.where(obtains, _days(title, luck, earliest, at=at), 0)
    return given


def _as_of(on: date, earlier: Mapping[str, "_Given"]) -> list[pl.Series]:
    """The flags of the titles given so far as they stood on a day."""
    flags: list[pl.Series] = []
    for title in TITLES:
        if title.honour not in earlier:
            continue
        given = earlier[title.honour]
        flags.append(pl.Series(title.flag, given.in_force(day(on))))
        if title.flag == "hte_certified":
            last = np.where(given.days <= day(on), given.days, 0).max(axis=1)
            flags.append(dates(_until(last, title.years), last > 0).alias("hte_certified_until"))
    return flags


def _days(title: Title, luck: Real, earliest: Whole, *, at: int) -> Whole:
    """When a title of a round was given: within the term before the first one, within two months before the others."""
    on = day(title.rounds[at])
    span = 60 if at > 0 or title.years == 1 else int(title.years * _YEAR) - 30
    begin = np.minimum(np.maximum(earliest, on - span), on)
    found: Whole = on - ((on - begin) * luck).astype(np.int64)
    return found


def _until(given: Whole, years: int) -> Whole:
    return np.where(given > 0, given + np.int64(years * _YEAR), 0)


def _honours(owner: pl.Series, title: Title, given: _Given) -> pl.DataFrame:
    at, turn = np.nonzero(given.days)
    days = given.days[at, turn]
    return pl.DataFrame({
        "enterprise_id": owner.gather(at),
        "honour_code": pl.Series([title.honour] * at.size, dtype=pl.String),
        "granted_on": dates(days),
        "honour_expires_on": dates(_until(days, title.years)),
        "honour_level": pl.Series([title.level] * at.size, dtype=pl.String),
        "honour_issuer": pl.Series(["合成发证机关"] * at.size, dtype=pl.String),
    })  # fmt: skip
