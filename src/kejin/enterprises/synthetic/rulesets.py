"""The packs' rules as they stood on a day, compiled once in a process."""

from datetime import date
from functools import lru_cache

from kejin.packs import shipped
from kejin.policy import Dates, Ruleset


@lru_cache(maxsize=64)
def ruleset_at(decision: str, on: date) -> Ruleset:
    """The rules of a decision's policy ("policy.decision") on a day, all three dates alike."""
    return shipped().only([decision.partition(".")[0]]).compile(Dates(on, on, on))
