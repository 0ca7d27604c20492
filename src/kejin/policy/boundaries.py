"""Boundary cases, generated for every threshold, table edge and date of a policy.

One unit below, at and above; the day before, of and after; every yes/no fact yes, no and missing.

What is expected is worked out here in exact fractions and plain comparisons, without Polars and without the compiled
columns, so that the two ways of computing check each other.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import polars as pl

from kejin.errors import PolicyError
from kejin.facts import GRAINS, Fact, FactSet, Grain
from kejin.policy.cases import DEFAULT_KEYS, facts_frame
from kejin.policy.conditions import Sides
from kejin.policy.explanation import Dates, PlainValue
from kejin.policy.levers import NoLever, Setting, merged, setting_for
from kejin.policy.moves import base_year
from kejin.policy.pack import Policy
from kejin.policy.plan import run_levels, start_frames
from kejin.policy.ruleset import Decision, Node, ResolvedParameter, ResolvedTable, Ruleset
from kejin.policy.store import PolicyStore
from kejin.policy.tables import Span, row_spans
from kejin.policy.terms import Choice, Day, Flag, Share, Term, constant_int, fraction_of
from kejin.policy.values import parse_integer

COMPARE: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
}
# A whole big enough that a share's threshold is not moved by the fen, small enough for every bound.
SAMPLE_WHOLE = 12_345_678_901
EXTREME = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Boundary:
    """One generated case: facts to set, the column to read and what must stand there."""

    name: str
    node: str
    setting: Setting
    expected: bool | int | None


@dataclass(frozen=True, slots=True)
class BoundaryReport:
    """What was generated and what came out. `skipped` says which leaf has no lever, and why."""

    policy: str
    count: int
    failures: tuple[str, ...]
    skipped: tuple[str, ...]


def run_boundaries(store: PolicyStore, policy: Policy, dates: Dates) -> BoundaryReport:
    """Generate and run the boundary cases of a policy at the given dates and at every date its law changes."""
    ruleset = store.only([policy.id]).compile(dates)
    cases: list[Boundary] = []
    skipped: dict[str, None] = {}
    for node in _own_nodes(ruleset, policy):
        try:
            cases.extend(_node_boundaries(ruleset, node))
        except NoLever as reason:
            skipped[f"{node.leaf}: {reason.reason}"] = None
    failures = _run(ruleset, cases)
    dated = list(_date_checks(store.only([policy.id]), policy, dates))
    failures += [text for held, text in dated if not held]
    return BoundaryReport(policy.id, len(cases) + len(dated), tuple(failures), tuple(skipped))


def _own_nodes(ruleset: Ruleset, policy: Policy) -> list[Node]:
    decisions: list[Decision] = [d for d in ruleset.decisions if d.policy == policy.id]
    names = [name for d in decisions for name in d.names]
    return [node for node in ruleset.closure(names) if node.policy == policy.id]


def _node_boundaries(ruleset: Ruleset, node: Node) -> Iterator[Boundary]:
    if isinstance(node.spec, ResolvedTable):
        yield from _table_boundaries(ruleset, node, node.spec)
        return
    condition = node.condition
    if condition is None:
        return
    if condition.sides is not None:
        yield from _side_boundaries(ruleset, node, condition.sides)
    elif condition.form in ("flag", "flag_not") and isinstance(condition.subject, Flag):
        yield from _flag_boundaries(ruleset, node, condition.subject, wanted=condition.form == "flag")


def _side_boundaries(ruleset: Ruleset, node: Node, sides: Sides) -> Iterator[Boundary]:
    if sides.share is not None:
        yield from _share_boundaries(ruleset, node, sides)
    elif sides.growth is not None:
        yield from _growth_boundaries(ruleset, node, sides)
    else:
        for threshold, setting in _thresholds(ruleset, sides.required):
            for offset in (-1, 0, 1):
                if isinstance(sides.actual, Share):
                    raise NoLever("a share stated as such")
                found = merged(setting, setting_for(ruleset, sides.actual, int(threshold) + offset))
                expected = COMPARE[sides.comparison](threshold + offset, threshold)
                yield Boundary(f"{node.leaf} at {threshold}{offset:+d}", node.name, found, expected)


def _share_boundaries(ruleset: Ruleset, node: Node, sides: Sides) -> Iterator[Boundary]:
    assert sides.share is not None  # noqa: S101 - the caller looked
    part, whole, asked = sides.share
    upwards = sides.comparison in (">=", "<")
    for share, setting in _thresholds(ruleset, asked):
        size = _whole_in(setting, ruleset, whole)
        exact = share * size
        edge = -(-exact.numerator // exact.denominator) if upwards else exact.numerator // exact.denominator
        for offset in (-1, 0, 1):
            if edge + offset < 0:
                continue
            found = merged(
                setting, setting_for(ruleset, whole, size), setting_for(ruleset, part, edge + offset)
            )
            expected = COMPARE[sides.comparison](Fraction(edge + offset, size), share)
            yield Boundary(f"{node.leaf} at {float(share):.4%} {offset:+d}", node.name, found, expected)
        none = merged(setting, setting_for(ruleset, whole, size))
        yield Boundary(f"{node.leaf} part missing", node.name, none, None)


def _whole_in(setting: Setting, ruleset: Ruleset, whole: Term) -> int:
    """The size of the whole: the one that the table row under test already fixed, else a sample."""
    for size in (SAMPLE_WHOLE, 1000):
        try:
            merged(setting, setting_for(ruleset, whole, size))
        except NoLever:
            continue
        return size
    for value in setting.values():
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
    raise NoLever("the whole has no free size")


def _growth_boundaries(ruleset: Ruleset, node: Node, sides: Sides) -> Iterator[Boundary]:
    assert sides.growth is not None  # noqa: S101 - the caller looked
    last, first, rate, intervals = sides.growth
    factor = (1 + fraction_of(rate)) ** constant_int(intervals)
    exact = factor * SAMPLE_WHOLE
    edge = -(-exact.numerator // exact.denominator)
    for offset in (-1, 0, 1):
        found = merged(setting_for(ruleset, first, SAMPLE_WHOLE), setting_for(ruleset, last, edge + offset))
        expected = Fraction(edge + offset, SAMPLE_WHOLE) >= factor
        yield Boundary(f"{node.leaf} growth {offset:+d}", node.name, found, expected)


def _flag_boundaries(ruleset: Ruleset, node: Node, flag: Term, *, wanted: bool) -> Iterator[Boundary]:
    subject = ruleset.nodes[flag.origin.name]
    if not isinstance(subject.spec, Fact):
        raise NoLever(f"{subject.leaf} is computed")
    for value in (True, False, None):
        place: Setting = {_place(ruleset, subject.spec): value}
        expected = None if value is None else value is wanted
        yield Boundary(f"{node.leaf} = {value}", node.name, place, expected)


def _place(ruleset: Ruleset, fact: Fact) -> tuple[Grain, str, int | None]:
    """Where a fact is set: a yearly one in the last full year, which is the row that is read back."""
    year = base_year(ruleset.dates.facts_as_of) if fact.grain is Grain.FILING else None
    return fact.grain, fact.name, year


def _thresholds(ruleset: Ruleset, required: Term) -> list[tuple[Fraction, Setting]]:
    """Every value the required side can take from parameters and table rows, with facts that select it."""
    node = ruleset.nodes.get(required.origin.name)
    constant = required.constant
    if isinstance(constant, date):
        return [(Fraction((constant - date(1970, 1, 1)).days), {})]
    if isinstance(constant, int) and not isinstance(constant, bool):
        return [(Fraction(constant, 10**9) if isinstance(required, Share) else Fraction(constant), {})]
    if node is not None and isinstance(node.spec, ResolvedTable):
        return list(_row_thresholds(ruleset, node, node.spec))
    raise NoLever("the required side is computed or not known")


def _row_thresholds(ruleset: Ruleset, node: Node, table: ResolvedTable) -> Iterator[tuple[Fraction, Setting]]:
    for resolved in table.rows:
        if resolved.row.value is None:
            continue
        value = parse_integer(resolved.row.value, table.document.kind, table.document.unit, where=node.name)
        exact = Fraction(value, 10**9) if isinstance(node.term, Share) else Fraction(value)
        yield exact, _inside(ruleset, node, table, row_id=resolved.row.id)


def _inside(ruleset: Ruleset, node: Node, table: ResolvedTable, *, row_id: str) -> Setting:
    inputs = _inputs(ruleset, node, table)
    row = next(r.row for r in table.rows if r.row.id == row_id)
    settings = []
    for name, span in row_spans(table.document, row, inputs).items():
        settings.append(_pick(ruleset, inputs[name], span, value=_sample(span)))
    return merged(*settings)


def _sample(span: Span) -> int:
    if span.low is not None and span.high is not None:
        return (span.low + span.high) // 2
    if span.low is not None:
        return span.low + 1_000
    return max((span.high or 0) - 1, 0)


def _pick(ruleset: Ruleset, term: Term, span: Span, *, value: int) -> Setting:
    node = ruleset.nodes.get(term.origin.name)
    if span.members is not None or span.flag is not None:
        if node is None or not isinstance(node.spec, Fact):
            raise NoLever(f"{term.origin.name} is computed")
        chosen: PlainValue = min(span.members) if span.members is not None else span.flag
        return {_place(ruleset, node.spec): chosen}
    return setting_for(ruleset, term, value)


def _inputs(ruleset: Ruleset, node: Node, table: ResolvedTable) -> dict[str, Term]:
    return {
        leaf: ruleset.nodes[need].term for leaf, need in zip(table.document.inputs, node.needs, strict=True)
    }


def _table_boundaries(ruleset: Ruleset, node: Node, table: ResolvedTable) -> Iterator[Boundary]:
    """Each numeric edge of a one-input table, one unit to either side; the row is found by plain comparison."""
    inputs = _inputs(ruleset, node, table)
    if len(inputs) != 1 or not table.rows:
        raise NoLever("a table with several inputs is covered by its lint")
    name, term = next(iter(inputs.items()))
    if isinstance(term, Choice | Flag | Share | Day):
        raise NoLever("a table over codes, dates or stated shares")
    spans = [row_spans(table.document, r.row, inputs).get(name, Span()) for r in table.rows]
    edges = sorted({edge for span in spans for edge in (span.low, span.high) if edge is not None})
    for value in sorted({edge + offset for edge in edges for offset in (-1, 0, 1)}):
        hit = next((i for i, s in enumerate(spans) if _inside_span(s, value)), None)
        setting = setting_for(ruleset, term, value)
        yield Boundary(f"{node.leaf} row at {value}", f"{node.name}#row", setting, hit)


def _inside_span(span: Span, value: int) -> bool:
    return (span.low is None or value >= span.low) and (span.high is None or value <= span.high)


def _run(ruleset: Ruleset, cases: Sequence[Boundary]) -> list[str]:
    """All cases as one table: case i is subject i."""
    if not cases:
        return []
    factset = _facts(ruleset, cases)
    names = dict.fromkeys(case.node.split("#")[0] for case in cases)
    nodes = ruleset.closure(names)
    frames = run_levels(ruleset, start_frames(factset, nodes, ruleset.dates), nodes, complete=frozenset())
    for node in nodes:
        if isinstance(node.spec, ResolvedTable) and node.grain is not None:
            frames[node.grain] = frames[node.grain].with_columns(
                node.spec.row_index.alias(f"{node.name}#row")
            )
    columns: dict[Grain, pl.DataFrame] = {}
    failures = []
    for position, case in enumerate(cases):
        grain = ruleset.nodes[case.node.split("#")[0]].grain
        if grain is None:
            continue
        if grain not in columns:
            columns[grain] = frames[grain].collect()
        found = _cell(columns[grain], grain, position, column=case.node)
        if found != case.expected:
            failures.append(f"{case.name}: expected {case.expected}, found {found}")
    return failures


def _cell(frame: pl.DataFrame, grain: Grain, position: int, *, column: str) -> object:
    row = frame.filter(pl.col(GRAINS[grain].keys[0]) == f"case-{position}")
    if grain is Grain.FILING:
        row = row.sort("year", descending=True)
    return row[column][0] if row.height else None


def _facts(ruleset: Ruleset, cases: Sequence[Boundary]) -> FactSet:
    base = base_year(ruleset.dates.facts_as_of)
    rows: dict[Grain, dict[tuple[int, int | None], dict[str, PlainValue]]] = {Grain.ENTERPRISE: {}}
    for position, case in enumerate(cases):
        rows[Grain.ENTERPRISE][position, None] = {"enterprise_id": f"case-{position}"}
        grain = ruleset.nodes[case.node.split("#")[0]].grain
        wanted = {(g, year) for g, _, year in case.setting} | {
            (grain, base if grain is Grain.FILING else None)
        }
        for place_grain, year in wanted:
            if place_grain is not None:
                rows.setdefault(place_grain, {}).setdefault(
                    (position, year), _keys(place_grain, position, year)
                )
        for (place_grain, name, year), value in case.setting.items():
            rows[place_grain][position, year][name] = value
    return FactSet({grain: facts_frame(grain, list(found.values())) for grain, found in rows.items()})


def _keys(grain: Grain, position: int, year: int | None) -> dict[str, PlainValue]:
    spec = GRAINS[grain]
    names = {*spec.keys, *(column for columns in spec.parents.values() for column in columns)}
    made: dict[str, PlainValue] = {name: f"case-{position}" for name in names if name in DEFAULT_KEYS}
    if "year" in names:
        made["year"] = year if year is not None else 0
    if "loan_year" in names:
        made["loan_year"] = year if year is not None else 2025
    return made


def _date_checks(store: PolicyStore, policy: Policy, dates: Dates) -> Iterable[tuple[bool, str]]:
    """The day before, of and after each date the law changes: the version in force, read off the document itself."""
    for day in _change_days(policy):
        for law in (day - EXTREME, day, day + EXTREME):
            try:
                ruleset = store.compile(Dates(law, law, dates.known_by))
            except PolicyError as error:
                yield False, f"law date {law}: {error}"
                continue
            for name in policy.parameters:
                node = ruleset.nodes.get(f"{policy.id}.{name}")
                if node is not None and isinstance(node.spec, ResolvedParameter):
                    yield _version_check(node.spec, law, dates.known_by, name=name)


def _change_days(policy: Policy) -> list[date]:
    days = {version.start for p in policy.parameters.values() for version in p.versions}
    days |= {version.start for t in policy.tables.values() for version in t.versions}
    days |= {spec.since for versions in policy.rules.values() for spec in versions if spec.since.year > 1}
    days.add(policy.head.start)
    days |= {d + EXTREME for d in (policy.head.until,) if d is not None}
    return sorted(day for day in days if day.year > 1)


def _version_check(spec: ResolvedParameter, law: date, known_by: date, *, name: str) -> tuple[bool, str]:
    starts = [v.start for v in spec.document.versions if v.recorded is None or v.recorded <= known_by]
    ended = spec.document.until is not None and law > spec.document.until
    wanted = None if ended else max((start for start in starts if start <= law), default=None)
    found = spec.current.start if spec.current else None
    return found == wanted, f"{name} on {law}: expected the version of {wanted}, found {found}"
