"""Facts that put a term at a chosen value: how boundary cases reach a threshold from the outside.

Only terms that come straight from facts have a lever: a fact, its latest year, a sum over years, a number of days
between a fact and the day of the run. A score made by tables has none; such leaves are reported as skipped.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from kejin.facts import Fact, Grain
from kejin.policy.explanation import PlainValue
from kejin.policy.moves import base_year
from kejin.policy.resolve import constant_int_or_none
from kejin.policy.rules import Move
from kejin.policy.ruleset import Node, Ruleset
from kejin.policy.terms import Day, Term
from kejin.policy.values import EPOCH

Place = tuple[Grain, str, int | None]
Setting = Mapping[Place, PlainValue]


class NoLever(Exception):  # noqa: N818 - a signal inside this room, never shown as an error
    """Why a term cannot be put at a value."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def setting_for(ruleset: Ruleset, term: Term, value: int) -> Setting:
    """Facts that give `term` the integer `value` (dates as days since 1970-01-01). Raises `NoLever`."""
    origin = term.origin
    if origin.op == "node":
        return _node_setting(ruleset, ruleset.nodes[origin.name], value)
    if origin.op == "days":
        later, earlier = origin.terms
        if isinstance(later.constant, date):
            return setting_for(ruleset, earlier, (later.constant - EPOCH).days - value)
        if isinstance(earlier.constant, date):
            return setting_for(ruleset, later, (earlier.constant - EPOCH).days + value)
        raise NoLever("both ends of the period are facts")
    if origin.op in ("add", "sub"):
        first, second = origin.terms
        return {**setting_for(ruleset, first, value), **setting_for(ruleset, second, 0)}
    if origin.op in ("min", "max"):
        settings = [setting_for(ruleset, part, value) for part in origin.terms]
        return {place: found for setting in settings for place, found in setting.items()}
    raise NoLever(f"made by '{origin.op}'")


def _node_setting(ruleset: Ruleset, node: Node, value: int) -> Setting:
    if isinstance(node.spec, Fact):
        _within(node.spec, value)
        year = base_year(ruleset.dates.facts_as_of) if node.spec.grain is Grain.FILING else None
        return {(node.spec.grain, node.spec.name, year): _typed(node.term, value)}
    if isinstance(node.spec, Move):
        return _move_setting(ruleset, node, node.spec, value=value)
    raise NoLever(f"{node.leaf} is computed by {node.kind}")


def _move_setting(ruleset: Ruleset, node: Node, move: Move, *, value: int) -> Setting:
    source = ruleset.nodes[node.needs[0]]
    if (
        not isinstance(source.spec, Fact)
        or move.grain is not Grain.FILING
        or move.target is not Grain.ENTERPRISE
    ):
        raise NoLever(f"{node.leaf} gathers {source.leaf} over {move.grain}")
    _within(source.spec, value)
    base = base_year(ruleset.dates.facts_as_of)
    years = constant_int_or_none(ruleset.nodes[f"{node.policy}.{move.years}"].term) if move.years else None
    name = source.spec.name
    typed = _typed(source.term, value)
    if move.how == "latest":
        return {(Grain.FILING, name, base): typed}
    if move.how == "back":
        return {(Grain.FILING, name, base - (years or 0)): typed}
    window = [base - back for back in range(years or 1)]
    if move.how == "total":
        return {(Grain.FILING, name, year): (typed if year == base else 0) for year in window}
    return {(Grain.FILING, name, year): typed for year in window}


def _within(fact: Fact, value: int) -> None:
    low, high = fact.minimum, fact.maximum
    low_number = (low - EPOCH).days if isinstance(low, date) else low
    high_number = (high - EPOCH).days if isinstance(high, date) else high
    if (low_number is not None and value < low_number) or (high_number is not None and value > high_number):
        raise NoLever(f"{fact.name} cannot be {value}")


def _typed(term: Term, value: int) -> PlainValue:
    return EPOCH + timedelta(days=value) if isinstance(term, Day) else value


def merged(*settings: Setting) -> Setting:
    """Several settings together. Raises `NoLever` when two want one fact at different values."""
    result: dict[Place, PlainValue] = {}
    for setting in settings:
        for place, value in setting.items():
            if place in result and result[place] != value:
                raise NoLever(f"{place[1]} would need two values at once")
            result[place] = value
    return result
