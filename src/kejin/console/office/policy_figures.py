"""The figures of a policy as its page shows them: each version with its clause word for word; tables row by row."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kejin.console.office.policy_reading import clause, store_at_hand
from kejin.facts import Label
from kejin.policy import ClauseRef, Confidence, Policy
from kejin.policy.documents import ParameterDocument, TableDocument, TableVersion, Version
from kejin.policy.figures import bounds_of, figure, name_in, when_text


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version of a parameter. `now` says whether it is the one in force on the day of the page."""

    since: date
    value: Label
    known: bool
    now: bool
    confidence: Confidence
    clause: ClauseRef | None
    note: str


@dataclass(frozen=True, slots=True)
class ShownParameter:
    """A parameter with all its versions.

    Attributes:
        pivot: The day by which each case looks the value up, where there is such a day.
        bounds: The interval in which it may be moved; None where it has none.
    """

    id: str
    label: Label
    pivot: Label | None
    bounds: tuple[Label, Label] | None
    until: date | None
    versions: tuple[ShownVersion, ...]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a table: when it applies, and the value."""

    id: str
    label: Label
    when: Label
    value: Label
    known: bool


@dataclass(frozen=True, slots=True)
class ShownEdition:
    """The rows of a table that hold from a day on."""

    since: date
    now: bool
    confidence: Confidence
    clause: ClauseRef | None
    rows: tuple[ShownRow, ...]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table with all its versions."""

    id: str
    label: Label
    first_hit: bool
    editions: tuple[ShownEdition, ...]


def parameters(policy: Policy, day: date) -> list[ShownParameter]:
    """The parameters of a policy as they stand on a day."""
    return [_parameter(policy, document, day) for document in policy.parameters.values()]


def _parameter(policy: Policy, document: ParameterDocument, day: date) -> ShownParameter:
    library = store_at_hand().library
    now = now_of(document, day)
    return ShownParameter(
        document.id,
        document.label.label,
        name_in(library, policy, document.pivot) if document.pivot else None,
        bounds_of(policy, document),
        document.until,
        tuple(_versions(policy, document, now)),
    )


def now_of(document: ParameterDocument, day: date) -> Version | None:
    """The version in force on a day; None before the first and after the last."""
    begun = [version for version in document.versions if version.start <= day]
    over = document.until is not None and day > document.until
    # A later entry for the same day corrects the earlier one.
    return None if over or not begun else max(reversed(begun), key=lambda version: version.start)


def _versions(policy: Policy, document: ParameterDocument, now: Version | None) -> Iterator[ShownVersion]:
    for version in document.versions:
        yield ShownVersion(
            version.start,
            figure(policy, version.value, document),
            version.value is not None,
            version is now,
            version.confidence,
            clause(policy, version.clause),
            version.note,
        )


def tables(policy: Policy, day: date) -> list[ShownTable]:
    """The tables of a policy as they stand on a day."""
    return [
        ShownTable(
            document.id,
            document.label.label,
            document.hit == "first",
            tuple(_edition(policy, document, edition, day=day) for edition in document.versions),
        )
        for document in policy.tables.values()
    ]


def edition_of(document: TableDocument, day: date) -> TableVersion | None:
    """The version of a table in force on a day; None before the first."""
    begun = [version for version in document.versions if version.start <= day]
    return max(reversed(begun), key=lambda version: version.start) if begun else None


def _edition(policy: Policy, document: TableDocument, edition: TableVersion, *, day: date) -> ShownEdition:
    library = store_at_hand().library
    rows = tuple(
        ShownRow(
            row.id,
            row.label.label,
            when_text(library, policy, row),
            figure(policy, row.value, document),
            row.value is not None,
        )
        for row in edition.rows
    )
    return ShownEdition(
        edition.start,
        edition is edition_of(document, day),
        edition.confidence,
        clause(policy, edition.clause),
        rows,
    )
