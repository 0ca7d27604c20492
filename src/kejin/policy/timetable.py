"""When the law changes: every day on which a policy, a decision, a figure or a formula begins or ends."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kejin.facts import Label
from kejin.policy.documents import ClauseDocument, ParameterDocument, TableDocument
from kejin.policy.figures import figure
from kejin.policy.pack import Policy
from kejin.policy.rules import BEGINNING, FOREVER
from kejin.policy.store import PolicyStore

NO_CLAUSE = ClauseDocument(doc="")
BEGINS = Label("开始施行", "takes effect")
ENDS = Label("最后一日", "last day")


@dataclass(frozen=True, slots=True)
class LegalEvent:
    """One change on one day. `what`: policy, decision, parameter, table or rule; `text` says what it becomes."""

    day: date
    policy: str
    what: str
    name: str
    label: Label
    text: Label
    clause: ClauseDocument = NO_CLAUSE


def timetable(store: PolicyStore) -> list[LegalEvent]:
    """Every change of every policy, in the order of days, then of policies and names."""
    found = [change for policy in store.policies.values() for change in _changes(policy)]
    return sorted(found, key=lambda change: (change.day, change.policy, change.name))


def change_days(store: PolicyStore) -> list[date]:
    """The days on which something changes, each once, with the day after each last day."""
    changes = timetable(store)
    days = {change.day for change in changes}
    days |= {change.day + timedelta(days=1) for change in changes if change.text == ENDS}
    return sorted(days)


def _changes(policy: Policy) -> Iterator[LegalEvent]:
    yield from _period(policy, "policy", policy.id, span=(policy.label, policy.head.start, policy.head.until))
    for decision in policy.head.decisions:
        span = (decision.label.label, decision.start, decision.until)
        yield from _period(policy, "decision", decision.id, span=span)
    for parameter in policy.parameters.values():
        yield from _versions(policy, parameter)
    for table in policy.tables.values():
        yield from _table(policy, table)
    for leaf, versions in policy.rules.items():
        for spec in versions:
            since = spec.since if spec.since > BEGINNING else None
            until = spec.until if spec.until < FOREVER else None
            yield from _period(policy, "rule", leaf, span=(spec.label, since, until))


def _period(
    policy: Policy, what: str, name: str, *, span: tuple[Label, date | None, date | None]
) -> Iterator[LegalEvent]:
    label, start, until = span
    if start is not None:
        yield LegalEvent(start, policy.id, what, name, label, BEGINS)
    if until is not None:
        yield LegalEvent(until, policy.id, what, name, label, ENDS)


def _versions(policy: Policy, parameter: ParameterDocument) -> Iterator[LegalEvent]:
    label = parameter.label.label
    for version in parameter.versions:
        text = figure(policy, version.value, parameter)
        yield LegalEvent(version.start, policy.id, "parameter", parameter.id, label, text, version.clause)
    if parameter.until is not None:
        yield LegalEvent(parameter.until, policy.id, "parameter", parameter.id, label, ENDS)


def _table(policy: Policy, table: TableDocument) -> Iterator[LegalEvent]:
    for version in table.versions:
        rows = [(row.label.label, figure(policy, row.value, table)) for row in version.rows]
        zh = "；".join(f"{name.zh} {value.zh}" for name, value in rows)
        en = "; ".join(f"{name.en} {value.en}" for name, value in rows)
        yield LegalEvent(
            version.start, policy.id, "table", table.id, table.label.label, Label(zh, en), version.clause
        )


def by_day(changes: list[LegalEvent]) -> Mapping[date, list[LegalEvent]]:
    """The changes of each day, in order."""
    found: dict[date, list[LegalEvent]] = {}
    for change in changes:
        found.setdefault(change.day, []).append(change)
    return found
