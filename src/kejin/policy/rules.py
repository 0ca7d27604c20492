"""How a pack writes its rules: the `rule` decorator, cited rounding, and moves from one grain to another.

A rule is a small pure function. Its argument names name facts, parameters, tables, moves or other rules of the same
policy; its annotations say of what kind they must be. Two functions may share a `leaf` name with disjoint periods:
two versions of a formula side by side.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import get_type_hints

from kejin.errors import RuleError
from kejin.facts import Grain, Label
from kejin.money import Rounding
from kejin.policy.quotients import Quotient
from kejin.policy.terms import Product, Term

Formula = Callable[..., Term | Product | Quotient]
BEGINNING = date(1, 1, 1)
FOREVER = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Rounded:
    """A rounding that is part of the law: to the fen (or the ninth decimal of a rate), by a named method, cited."""

    method: Rounding
    cites: str


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """One rule as written: leaf name, grain, labels, citations, period of the formula, rounding, function."""

    leaf: str
    grain: Grain
    label: Label
    meaning: str
    cites: tuple[str, ...]
    since: date
    until: date
    rounded: Rounded | None
    formula: Formula

    @property
    def arguments(self) -> Mapping[str, type[Term]]:
        """Argument names and the kind of term each must be."""
        return _arguments(self.formula)

    def body_text(self) -> str:
        """The formula as a normalised syntax tree without its docstring: what the digest and the lint read."""
        return _body_text(self.formula)

    def syntax(self) -> ast.FunctionDef:
        """The formula's syntax tree without decorators and docstring."""
        return _syntax(self.formula)


# A formula is read once and compiled at many dates: parsing it was most of the time of compiling.
@cache
def _arguments(formula: Formula) -> Mapping[str, type[Term]]:
    hints = get_type_hints(formula)
    return MappingProxyType({name: hints[name] for name in inspect.signature(formula).parameters})


@cache
def _body_text(formula: Formula) -> str:
    return ast.dump(_syntax(formula))


def _syntax(formula: Formula) -> ast.FunctionDef:
    tree = ast.parse(textwrap.dedent(inspect.getsource(formula)))
    function = tree.body[0]
    if not isinstance(function, ast.FunctionDef):
        raise RuleError("A rule is not a plain function", expected="def", found=type(function).__name__)
    function.decorator_list = []
    if ast.get_docstring(function) is not None:
        function.body = function.body[1:]
    return function


def rule(
    zh: str,
    en: str,
    *,
    cites: str | tuple[str, ...],
    grain: Grain = Grain.ENTERPRISE,
    leaf: str = "",
    since: str = "",
    until: str = "",
    rounds: Rounded | None = None,
) -> Callable[[Formula], RuleSpec]:
    """Declare a rule: Chinese and English label, clauses as "document#place", grain, period of the formula.

    `until` is the last day on which the formula applies.
    """

    def declare(formula: Formula) -> RuleSpec:
        meaning = inspect.cleandoc(formula.__doc__ or "")
        return RuleSpec(
            leaf=leaf or formula.__name__,
            grain=grain,
            label=Label(zh, en),
            meaning=meaning,
            cites=(cites,) if isinstance(cites, str) else cites,
            since=date.fromisoformat(since) if since else BEGINNING,
            until=date.fromisoformat(until) if until else FOREVER,
            rounded=rounds,
            formula=formula,
        )

    return declare


@dataclass(frozen=True, slots=True)
class Move:
    """A named step from one grain to another; its name is the variable it is bound to.

    `how`: latest, back, total, highest, lowest, every, some, tally (up, to the parent's grain), parent (down),
    running (the running total within the parent, in the order of `by`, this row included). `source` names a fact or
    a rule of the finer grain. `years` names a count parameter; the window ends with the last full year before the
    day as of which facts count. `since_founding` shortens the window to the years since the enterprise was founded.
    `through` names the columns of the finer grain that hold the parent's keys where they are not the usual ones (a
    loan's year of claim instead of its year of signing).
    """

    how: str
    source: str
    grain: Grain
    target: Grain
    label: Label
    years: str = ""
    since_founding: bool = False
    by: tuple[str, ...] = ()
    through: tuple[str, ...] = ()


def _yearly(
    how: str, source: str, label: tuple[str, str], *, years: str, since_founding: bool = False
) -> Move:
    return Move(how, source, Grain.FILING, Grain.ENTERPRISE, Label(*label), years, since_founding)


def latest(source: str, zh: str, en: str) -> Move:
    """The value of the last full year before the day as of which facts count."""
    return _yearly("latest", source, (zh, en), years="")


def back(source: str, zh: str, en: str, *, years: str) -> Move:
    """The value so many years before the last full year."""
    return _yearly("back", source, (zh, en), years=years)


def total(source: str, zh: str, en: str, *, years: str, since_founding: bool = False) -> Move:
    """The sum over a window of years; unknown if one year of the window is unknown."""
    return _yearly("total", source, (zh, en), years=years, since_founding=since_founding)


def highest(source: str, zh: str, en: str, *, years: str, since_founding: bool = False) -> Move:
    """The highest value in a window of years; unknown if one year of the window is unknown."""
    return _yearly("highest", source, (zh, en), years=years, since_founding=since_founding)


def lowest(source: str, zh: str, en: str, *, years: str, since_founding: bool = False) -> Move:
    """The lowest value in a window of years; unknown if one year of the window is unknown."""
    return _yearly("lowest", source, (zh, en), years=years, since_founding=since_founding)


def every(source: str, zh: str, en: str, *, years: str, since_founding: bool = False) -> Move:
    """Whether a condition of the filing grain holds in each year of a window (Kleene)."""
    return _yearly("every", source, (zh, en), years=years, since_founding=since_founding)


def some(source: str, zh: str, en: str, *, years: str, since_founding: bool = False) -> Move:
    """Whether a condition of the filing grain holds in at least one year of a window (Kleene)."""
    return _yearly("some", source, (zh, en), years=years, since_founding=since_founding)


def total_of(source: str, zh: str, en: str, *, of: Grain, to: Grain, through: tuple[str, ...] = ()) -> Move:
    """The sum of a value of a finer grain over all rows of each parent; unknown if one of them is unknown.

    A parent without rows is unknown unless the finer grain was declared complete.
    """
    return Move("total", source, of, to, Label(zh, en), through=through)


def tally_of(source: str, zh: str, en: str, *, of: Grain, to: Grain, through: tuple[str, ...] = ()) -> Move:
    """How many rows of a finer grain meet a condition; unknown if one of them is unknown."""
    return Move("tally", source, of, to, Label(zh, en), through=through)


def parent(source: str, zh: str, en: str, *, of: Grain, to: Grain, through: tuple[str, ...] = ()) -> Move:
    """The parent's value on each row of a finer grain."""
    return Move("parent", source, of, to, Label(zh, en), through=through)


def running_total_of(
    source: str,
    zh: str,
    en: str,
    *,
    of: Grain,
    within: Grain,
    by: tuple[str, ...],
    through: tuple[str, ...] = (),
) -> Move:
    """The running total within each parent in the order of `by`, this row included.

    Unknown from the first unknown row on, and where the parent itself is unknown.
    """
    return Move("running", source, of, of, Label(zh, en), by=(within.value, *by), through=through)
