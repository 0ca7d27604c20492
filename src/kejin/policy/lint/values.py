"""Checks on parameters, tables and sources: citations, quotations, periods, bounds, rows."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from kejin.errors import PolicyError
from kejin.policy.documents import (
    ClauseDocument,
    Kind,
    ParameterDocument,
    TableVersion,
    Version,
)
from kejin.policy.explanation import Confidence, Dates
from kejin.policy.lint.finding import Finding
from kejin.policy.lint.sharing import sharing_clauses
from kejin.policy.numerals import quote_holds
from kejin.policy.pack import Policy
from kejin.policy.ruleset import Ruleset
from kejin.policy.tablecheck import table_flaws
from kejin.policy.values import parse_integer, parse_value

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
    cites += [(f"stacking {rule.id}", rule.clause.doc) for rule in policy.stacking.values()]
    cites += [(where, clause.doc) for where, clause in sharing_clauses(policy)]
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
            where = f"table {table.id} from {version.start}"
            for flaw in table_flaws(table, version, inputs):
                place = f"{where} row {flaw.row}" if flaw.row else where
                yield Finding(policy.id, flaw.code, "error", place, flaw.message)


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
