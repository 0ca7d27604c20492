"""Checks on parameters, tables and sources: citations, quotations, periods, bounds, rows."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise, product

from kejin.errors import PolicyError
from kejin.policy.documents import (
    ClauseDocument,
    Kind,
    ParameterDocument,
    TableDocument,
    TableVersion,
    Version,
)
from kejin.policy.explanation import Confidence, Dates
from kejin.policy.lint.finding import Finding
from kejin.policy.numerals import quote_holds
from kejin.policy.pack import Policy
from kejin.policy.ruleset import Ruleset
from kejin.policy.tables import Span, row_spans
from kejin.policy.terms import Term
from kejin.policy.values import parse_integer, parse_value

Representative = int | str | bool
FAR = timedelta(days=400)


def citations_resolve(policy: Policy) -> Iterator[Finding]:
    """Every clause names a source of the pack."""
    cites = [
        (f"rule {s.leaf}", cite.split("#")[0]) for v in policy.rules.values() for s in v for cite in s.cites
    ]
    cites += [
        (f"rule {s.leaf} (rounding)", s.rounded.cites.split("#")[0])
        for v in policy.rules.values()
        for s in v
        if s.rounded is not None
    ]
    cites += [(where, clause.doc) for where, clause, _ in _clauses(policy)]
    cites += [(f"case {case.id}", case.source.doc) for case in policy.cases]
    for where, doc in cites:
        if doc not in policy.sources:
            yield Finding(policy.id, "citation", "error", where, f"source {doc!r} is not in sources.yaml")
    used = {doc for _, doc in cites}
    for doc in policy.sources.keys() - used:
        yield Finding(policy.id, "source-unused", "warning", doc, "nothing cites this source")


def official_is_quoted(policy: Policy) -> Iterator[Finding]:
    """`official` needs the issuer's own text: a quotation, a source of kind official, a place that was read."""
    for where, clause, confidence in _clauses(policy):
        if confidence is not Confidence.OFFICIAL:
            continue
        source = policy.sources.get(clause.doc)
        if not clause.quote:
            yield Finding(policy.id, "official-quote", "error", where, "official without a quotation")
        if clause.unread:
            yield Finding(
                policy.id, "official-unread", "error", where, "official, but the clause is marked unread"
            )
        if source is not None and source.kind != "official":
            yield Finding(
                policy.id, "official-source", "error", where, f"official, but {clause.doc} is {source.kind}"
            )


def _parses(parameter: ParameterDocument, value: str) -> bool:
    try:
        parse_value(value, parameter.kind, parameter.unit, where=parameter.id)
    except PolicyError:
        return False
    return True


def quotes_hold_the_number(policy: Policy) -> Iterator[Finding]:
    """The quotation contains the number it is quoted for, in digits or Chinese numerals."""
    for parameter in policy.parameters.values():
        for version in parameter.versions:
            value = version.value
            if not version.clause.quote or not isinstance(value, str) or not _parses(parameter, value):
                continue
            if parameter.kind in (Kind.FLAG, Kind.CHOICES):
                continue
            if not quote_holds(version.clause.quote, value, parameter.kind, unit=parameter.unit):
                where = f"{parameter.id} from {version.start}"
                message = f"{value} is not in “{version.clause.quote}”"
                yield Finding(policy.id, "quote-number", "error", where, message)


def periods_fit(policy: Policy) -> Iterator[Finding]:
    """Versions have distinct starts, and the first one holds when the policy begins."""
    for parameter in policy.parameters.values():
        yield from _starts(policy, parameter.id, list(parameter.versions))
    for table in policy.tables.values():
        yield from _starts(policy, table.id, list(table.versions))
    for leaf, versions in policy.rules.items():
        for earlier, later in pairwise(versions):
            if later.since <= earlier.until:
                message = f"formulas overlap from {later.since} to {earlier.until}"
                yield Finding(policy.id, "period-overlap", "error", f"rule {leaf}", message)
            elif later.since > earlier.until + timedelta(days=1):
                yield Finding(
                    policy.id,
                    "period-gap",
                    "error",
                    f"rule {leaf}",
                    f"no formula from {earlier.until} to {later.since}",
                )


def _starts(policy: Policy, name: str, versions: list[Version] | list[TableVersion]) -> Iterator[Finding]:
    seen = [(version.start, version.recorded) for version in versions]
    if len(set(seen)) != len(seen):
        yield Finding(policy.id, "period-overlap", "error", name, "two versions begin on one day")
    if sorted(seen, key=lambda s: s[0]) != seen:
        yield Finding(policy.id, "period-order", "error", name, "versions are not in the order of their days")


def values_parse_within_bounds(policy: Policy) -> Iterator[Finding]:
    """Every value is of its kind and inside the declared bounds."""
    for parameter in policy.parameters.values():
        for version in parameter.versions:
            where = f"{parameter.id} from {version.start}"
            if version.value is None:
                continue
            try:
                parsed = parse_value(version.value, parameter.kind, parameter.unit, where=where)
            except PolicyError as error:
                yield Finding(policy.id, "value", "error", where, str(error))
                continue
            yield from _bounded(policy, parameter, where, parsed=parsed)


def _bounded(
    policy: Policy, parameter: ParameterDocument, where: str, *, parsed: object
) -> Iterator[Finding]:
    if parameter.bounds is None or not isinstance(parsed, int):
        return
    low = parse_integer(parameter.bounds.min, parameter.kind, parameter.unit, where=where)
    high = parse_integer(parameter.bounds.max, parameter.kind, parameter.unit, where=where)
    if not low <= parsed <= high:
        message = f"outside {parameter.bounds.min} to {parameter.bounds.max}"
        yield Finding(policy.id, "bounds", "error", where, message)


def verification_is_fresh(policy: Policy, ruleset: Ruleset) -> Iterator[Finding]:
    """A value verified more than 400 days before the law date should be read again."""
    for parameter in policy.parameters.values():
        if parameter.verified is not None and ruleset.dates.law - parameter.verified > FAR:
            yield Finding(
                policy.id, "stale", "warning", parameter.id, f"last verified on {parameter.verified}"
            )


def tables_are_whole(policy: Policy, ruleset: Ruleset) -> Iterator[Finding]:
    """Rows cover every case exactly once (`hit: unique`) or at least once with none unreachable (`hit: first`)."""
    for table in policy.tables.values():
        node = ruleset.nodes.get(f"{policy.id}.{table.id}")
        if node is None:
            continue
        inputs = {leaf: ruleset.nodes[need].term for leaf, need in zip(table.inputs, node.needs, strict=True)}
        for version in table.versions:
            yield from _table_findings(policy, table, version, inputs=inputs)


def _table_findings(
    policy: Policy, table: TableDocument, version: TableVersion, *, inputs: dict[str, Term]
) -> Iterator[Finding]:
    where = f"table {table.id} from {version.start}"
    try:
        spans = [row_spans(table, row, inputs) for row in version.rows]
    except PolicyError as error:
        yield Finding(policy.id, "table", "error", where, str(error))
        return
    if len({row.id for row in version.rows}) != len(version.rows):
        yield Finding(policy.id, "table-ids", "error", where, "two rows have one id")
    hits = [0] * len(spans)
    for cell in product(*(_cells(name, term, spans) for name, term in inputs.items())):
        point = dict(zip(inputs, cell, strict=True))
        matching = [i for i, row in enumerate(spans) if all(_in(row.get(n), v) for n, v in point.items())]
        shown = ", ".join(f"{name}={value}" for name, value in point.items())
        if not matching:
            yield Finding(policy.id, "table-gap", "error", where, f"no row for {shown}")
            continue
        if table.hit == "unique" and len(matching) > 1:
            names = ", ".join(version.rows[i].id for i in matching)
            yield Finding(policy.id, "table-overlap", "error", where, f"rows {names} all match {shown}")
        hits[matching[0]] += 1
    for row, count in zip(version.rows, hits, strict=True):
        if not count:
            yield Finding(
                policy.id, "table-unreachable", "error", f"{where} row {row.id}", "no case reaches this row"
            )
    yield from _monotone(policy, table, version, where=where)


def _cells(name: str, term: Term, spans: list[dict[str, Span]]) -> list[int | str | bool]:
    """One representative value for each region into which the rows cut an input."""
    mine = [row[name] for row in spans if name in row]
    if any(span.flag is not None for span in mine):
        return [True, False]
    if any(span.members is not None for span in mine):
        named = {code for span in mine for code in span.members or ()}
        return [*sorted(named), "(any other)"]
    edges = {e for s in mine for e in (s.low, None if s.high is None else s.high + 1) if e is not None}
    bounds = term.interval
    low = min([bounds.low] if bounds else [min(edges, default=0) - 1])
    high = bounds.high if bounds else max(edges, default=0) + 1
    return [value for value in sorted({low, *edges}) if low <= value <= high]


def _in(span: Span | None, value: Representative) -> bool:
    if span is None:
        return True
    if span.members is not None:
        return value in span.members
    if span.flag is not None:
        return value is span.flag
    assert isinstance(value, int)  # noqa: S101 - `_cells` gives integers for intervals
    return (span.low is None or value >= span.low) and (span.high is None or value <= span.high)


def _monotone(
    policy: Policy, table: TableDocument, version: TableVersion, *, where: str
) -> Iterator[Finding]:
    if not table.monotone:
        return
    values = [
        parse_integer(r.value, table.kind, table.unit, where=where)
        for r in version.rows
        if r.value is not None
    ]
    wanted = sorted(values, reverse=table.monotone == "falling")
    if values != wanted:
        yield Finding(policy.id, "table-monotone", "error", where, f"values are not {table.monotone}")


def _clauses(policy: Policy) -> Iterator[tuple[str, ClauseDocument, Confidence]]:
    for parameter in policy.parameters.values():
        for version in parameter.versions:
            yield f"{parameter.id} from {version.start}", version.clause, version.confidence
    for table in policy.tables.values():
        for found in table.versions:
            yield f"table {table.id} from {found.start}", found.clause, found.confidence


def law_dates(policy: Policy, dates: Dates) -> list[Dates]:
    """The dates at which the lint compiles a policy: the given one and each day the policy changes."""
    days = {v.start for p in policy.parameters.values() for v in p.versions}
    days |= {v.start for t in policy.tables.values() for v in t.versions}
    days |= {s.since for versions in policy.rules.values() for s in versions if s.since.year > 1}
    return [Dates(day, day, dates.known_by) for day in sorted(days)]
