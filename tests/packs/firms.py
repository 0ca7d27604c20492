"""Invented firms for the packs' tests: facts in, three-valued answers out, and plain-Python logic to check them by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache

from hypothesis import strategies as st

from kejin.facts import FactSet, Grain
from kejin.packs import HOME
from kejin.policy import Dates, PolicyStore, Ruleset, evaluate
from kejin.policy.cases import facts_frame

Value = int | bool | str | date | None
Truth = bool | None
YUAN = 100
WAN = 10_000 * YUAN
YI = 10_000 * WAN


@dataclass
class Firm:
    """Facts by name, and by year and name; a name that is absent is unknown."""

    facts: dict[str, Value] = field(default_factory=dict)
    years: dict[int, dict[str, Value]] = field(default_factory=dict)

    def number(self, name: str) -> int | None:
        """A fact that is an integer, or None."""
        return whole(self.facts.get(name))

    def flag(self, name: str) -> Truth:
        """A yes/no fact, or None."""
        value = self.facts.get(name)
        return value if isinstance(value, bool) else None

    def day(self, name: str) -> date | None:
        """A fact that is a date, or None."""
        value = self.facts.get(name)
        return value if isinstance(value, date) else None

    def of(self, year: int, name: str) -> int | None:
        """An integer fact of a year, or None."""
        return whole(self.years.get(year, {}).get(name))

    def sum(self, years: Sequence[int], name: str) -> int | None:
        """The sum over years; None when one is missing."""
        values = [self.of(year, name) for year in years]
        return None if None in values else sum(value for value in values if value is not None)


def whole(value: Value) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


@cache
def compiled(policy: str, law: date) -> Ruleset:
    """One policy of `packs/cn` at a law date, facts as of the same day; the size classes are there to borrow."""
    store = PolicyStore.read([HOME / "cn" / name for name in dict.fromkeys((policy, "sme_size"))])
    return store.only([policy]).compile(Dates(law, law, date(9999, 12, 31)))


def factset(firms: Sequence[Firm]) -> FactSet:
    """The firms as frames; firm i is "firm-i"."""
    heads = [{"enterprise_id": f"firm-{i}", **firm.facts} for i, firm in enumerate(firms)]
    filings = [
        {"enterprise_id": f"firm-{i}", "year": year, **row}
        for i, firm in enumerate(firms)
        for year, row in firm.years.items()
    ]
    frames = {Grain.ENTERPRISE: facts_frame(Grain.ENTERPRISE, heads)}
    if filings:
        frames[Grain.FILING] = facts_frame(Grain.FILING, filings)
    return FactSet(frames)


@dataclass(frozen=True)
class Answer:
    """What came out for one firm: the decision, each leaf condition, each amount."""

    verdict: Truth
    leaves: Mapping[str, Truth]
    amounts: Mapping[str, int | None]


def answers(policy: str, decision: str, law: date, firms: Sequence[Firm]) -> list[Answer]:
    """The engine's answer for each firm, in the order given."""
    rules = compiled(policy, law)
    key = f"{policy}.{decision}"
    frame = evaluate(rules, factset(firms), [key]).frames[Grain.ENTERPRISE]
    chosen = rules.decision(key)
    rows = {row["enterprise_id"]: row for row in frame.to_dicts()}
    return [_answer(rows[f"firm-{i}"], key, chosen.leaves, chosen.amounts) for i in range(len(firms))]


def _answer(row: dict[str, Value], key: str, leaves: Sequence[str], amounts: Sequence[str]) -> Answer:
    fail, unknown = whole(row[f"{key}:fail"]) or 0, whole(row[f"{key}:unknown"]) or 0
    truths: dict[str, Truth] = {}
    for place, leaf in enumerate(leaves):
        bit = 1 << place
        truths[leaf.split(".", 1)[1]] = None if unknown & bit else not fail & bit
    verdict = row[key]
    assert verdict is None or isinstance(verdict, bool)
    return Answer(verdict, truths, {name.split(".", 1)[1]: whole(row[name]) for name in amounts})


def all3(*parts: Truth) -> Truth:
    """False if one is false, else unknown if one is unknown."""
    if any(part is False for part in parts):
        return False
    return None if any(part is None for part in parts) else True


def any3(*parts: Truth) -> Truth:
    """True if one is true, else unknown if one is unknown."""
    if any(part is True for part in parts):
        return True
    return None if any(part is None for part in parts) else False


def not3(part: Truth) -> Truth:
    """The opposite; unknown stays."""
    return None if part is None else not part


def reaches(actual: int | None, floor: int) -> Truth:
    """actual >= floor."""
    return None if actual is None else actual >= floor


def within(actual: int | None, ceiling: int) -> Truth:
    """actual <= ceiling."""
    return None if actual is None else actual <= ceiling


def ratio(part: int | None, base: int | None) -> Fraction | None:
    """part / base; None where either is missing or the base is not positive."""
    return None if part is None or base is None or base <= 0 else Fraction(part, base)


def share_reaches(part: int | None, base: int | None, floor: Fraction) -> Truth:
    """part / base >= floor."""
    found = ratio(part, base)
    return None if found is None else found >= floor


def still_counts(day: date | None, years: int, as_of: date) -> Truth:
    """Whether so many years after the day have not passed; 29 February is followed by 28 February."""
    if day is None:
        return None
    last = date(day.year + years, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)
    return last >= as_of


def mostly(usual: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    """A value that is missing now and then: often enough to matter, seldom enough to leave most firms decided."""
    return st.integers(0, 11).flatmap(lambda dice: st.none() if dice == 0 else usual)


def near(*edges: int, spread: int = 1) -> st.SearchStrategy[int]:
    """A whole number at an edge or within `spread` of it."""
    return st.sampled_from(edges).flatmap(lambda edge: st.integers(max(0, edge - spread), edge + spread))


def near_share(base: int, *shares: str) -> st.SearchStrategy[int]:
    """A part of `base` at one of the shares, a unit below or above."""
    edges = [-(-Fraction(share).numerator * base // Fraction(share).denominator) for share in shares]
    return near(*edges)
