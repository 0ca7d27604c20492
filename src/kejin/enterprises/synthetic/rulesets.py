"""The packs' rules as they stood on a day, compiled once in a process; and their dated rates."""

from datetime import date
from functools import cache, lru_cache

from kejin.enterprises.synthetic.streams import day
from kejin.money import RATE_SCALE
from kejin.packs import shipped
from kejin.policy import Dates, Ruleset
from kejin.policy.values import parse_value


@lru_cache(maxsize=64)
def ruleset_at(decision: str, on: date) -> Ruleset:
    """The rules of a decision's policy ("policy.decision") on a day, all three dates alike."""
    return shipped().only([decision.partition(".")[0]]).compile(Dates(on, on, on))


@cache
def dated_ratio(policy: str, parameter: str) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """The days (since 1970) on which a ratio of a pack changed, and what it was from then on."""
    document = shipped().policy(policy).parameters[parameter]
    known = [version for version in document.versions if version.value is not None]
    values = [parse_value(one.value or "", document.kind, document.unit, where=parameter) for one in known]
    numbers = tuple(value / RATE_SCALE for value in values if isinstance(value, int))
    return tuple(day(one.start) for one in known), numbers
