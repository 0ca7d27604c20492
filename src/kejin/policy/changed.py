"""The values of policies that a what-if changes, each with what it was and the clause behind that."""

from dataclasses import dataclass
from datetime import date

from kejin.facts import Label
from kejin.policy.documents import ParameterDocument, TableDocument, TableVersion, Version
from kejin.policy.explanation import Confidence
from kejin.policy.figures import figure
from kejin.policy.overlay import Overlay
from kejin.policy.pack import Policy
from kejin.policy.store import PolicyStore


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """A value of a policy that a what-if changes, with the clause behind the value in force.

    Attributes:
        before: The value in force as the pack writes it; None where there is none.
        after: The value supposed, likewise.
        was: The value in force in words.
        becomes: The value supposed in words.
    """

    target: str
    label: Label
    before: str | None
    after: str | None
    was: Label
    becomes: Label
    source: Label
    at: str
    quote: str
    unread: bool
    confidence: Confidence


def changed_values(store: PolicyStore, overlay: Overlay, law: date | None = None) -> list[ChangedValue]:
    """What the what-if changes, in its order; what was, of the law of a day, of the latest without one."""
    return [
        _changed(store.policy(policy_id), leaf, change.value, law=law or date.max)
        for change in overlay.changes
        for policy_id, _, leaf in [change.target.partition(".")]
    ]


def version_of(document: ParameterDocument, day: date) -> Version:
    """The version of a parameter that holds on a day; before the first, the first."""
    begun = [version for version in document.versions if version.start <= day]
    # A later entry for the same day corrects the earlier one, hence the last of the latest.
    return max(reversed(begun), key=lambda version: version.start) if begun else document.versions[0]


def edition_of(document: TableDocument, day: date) -> TableVersion:
    """The version of a table that holds on a day; before the first, the first."""
    begun = [version for version in document.versions if version.start <= day]
    return max(reversed(begun), key=lambda version: version.start) if begun else document.versions[0]


def _changed(policy: Policy, leaf: str, supposed: str | list[str] | None, *, law: date) -> ChangedValue:
    name, _, row_id = leaf.partition("#")
    document: ParameterDocument | TableDocument
    if row_id:
        document = table = policy.tables[name]
        version = edition_of(table, law)
        row = next(r for edition in (version, *table.versions) for r in edition.rows if r.id == row_id)
        label = Label(f"{table.label.zh}：{row.label.zh}", f"{table.label.en}: {row.label.en}")
        value: str | list[str] | None = row.value
        clause, confidence, unit = version.clause, version.confidence, ""
    else:
        document = parameter = policy.parameters[name]
        last = version_of(parameter, law)
        label, value, unit = parameter.label.label, last.value, parameter.unit
        clause, confidence = last.clause, last.confidence
    return ChangedValue(
        target=f"{policy.id}.{leaf}",
        label=label,
        before=_written(value, unit),
        after=_written(supposed, unit),
        was=figure(policy, value, document),
        becomes=figure(policy, supposed, document),
        source=policy.sources[clause.doc].title.label,
        at=clause.at,
        quote=clause.quote,
        unread=clause.unread,
        confidence=confidence,
    )


def _written(value: str | list[str] | None, unit: str) -> str | None:
    text = ", ".join(value) if isinstance(value, list) else value
    return f"{text} {unit}".strip() if text is not None else None
