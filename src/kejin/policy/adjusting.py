"""What may be changed in a policy by a what-if: numbers among its parameters and in its tables, with unit and bounds.

Lists of codes and formulas change by a reviewed release of the pack only.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kejin.errors import OverlayError, SchemaError
from kejin.facts import Label
from kejin.policy.changed import edition_of, version_of
from kejin.policy.documents import ClauseDocument, Kind, ParameterDocument, TableDocument
from kejin.policy.explanation import Confidence
from kejin.policy.figures import bounds_of, figure
from kejin.policy.overlay import Change
from kejin.policy.pack import Policy
from kejin.policy.values import Scalar, parse_value

NUMBERS = (Kind.MONEY, Kind.RATIO, Kind.COUNT, Kind.POINTS, Kind.DAYS)
"""The kinds of values that may be changed."""
_SUFFIX = re.compile(r"^([+-]?[\d.,]+)\s*(.*)$")
_UNITS = {
    "%": Label("%", "%"), "‰": Label("‰", "‰"), "bp": Label("个基点", "basis points"),
    "pp": Label("个百分点", "percentage points"), "万元": Label("万元", "× CNY 10,000"),
    "亿元": Label("亿元", "× CNY 100 million"), "元": Label("元", "CNY"),
    "亿港元": Label("亿港元", "× HKD 100 million"), "万港元": Label("万港元", "× HKD 10,000"),
}  # fmt: skip
_KINDS = {Kind.DAYS: Label("天", "days"), Kind.POINTS: Label("分", "points")}


@dataclass(frozen=True, slots=True)
class Adjustable:
    """One number that may be changed.

    Attributes:
        target: As an overlay names it: policy.parameter or policy.table#row.
        group: What table it is a row of; None for a parameter.
        number: The number in force as the pack writes it, without its unit; empty where there is none.
        unit: The unit as the pack writes it.
        unit_label: The unit in words.
        now: The value in force in words.
        since: From when it holds; None for a row of a table, which is changed for all dates.
        bounds: The closed interval in which it may be moved; None where the pack lays none down.
    """

    target: str
    label: Label
    group: Label | None
    kind: Kind
    number: str
    unit: str
    unit_label: Label
    now: Label
    since: date | None
    bounds: tuple[Label, Label] | None
    clause: ClauseDocument
    confidence: Confidence
    column_unit: str

    def change(self, typed: str) -> Change | None:
        """The change that a typed number asks for; None where it is the number in force.

        Raises:
            OverlayError: It is no number of this kind.
        """
        text = unicodedata.normalize("NFKC", typed).replace(",", "").replace(" ", "")
        text = text.removesuffix(unicodedata.normalize("NFKC", self.unit))
        if not text or text == self.number:
            return None
        parsed = self._parsed(text, typed)
        if self.number and parsed == self._parsed(self.number, self.number):
            return None
        return Change.model_validate(
            {"target": self.target, "value": self._written(text), "from": self.since}
        )

    def _written(self, number: str) -> str:
        """A number as the pack would write it."""
        return number if self.unit == self.column_unit else f"{number}{self.unit}"

    def _parsed(self, number: str, typed: str) -> Scalar:
        try:
            return parse_value(self._written(number), self.kind, self.column_unit, where=self.target)
        except SchemaError as error:
            raise OverlayError(
                "This is no value of that kind", expected=self.kind.value, found=typed, where=self.target
            ) from error


def adjustables(policy: Policy, day: date) -> list[Adjustable]:
    """Every number of a policy that may be changed, as it stands on a day: parameters first, then tables row by row."""
    found = [_parameter(policy, one, day) for one in policy.parameters.values() if _may_move(policy, one)]
    rows = [row for one in policy.tables.values() if one.kind in NUMBERS for row in _rows(policy, one, day)]
    return [*found, *rows]


def _may_move(policy: Policy, document: ParameterDocument) -> bool:
    """Whether a parameter is a number of the law; a nought or a one that formulas need is a convention of the pack."""
    source = policy.sources.get(document.versions[-1].clause.doc)
    convention = source is not None and source.kind == "convention"
    return document.kind in NUMBERS and (document.bounds is not None or not convention)


def _parameter(policy: Policy, document: ParameterDocument, day: date) -> Adjustable:
    version = version_of(document, day)
    value = version.value if isinstance(version.value, str) else None
    known = [one.value for one in document.versions if isinstance(one.value, str)]
    number, unit = _apart(value, document.kind, document.unit, others=known)
    return Adjustable(
        f"{policy.id}.{document.id}", document.label.label, None, document.kind, number, unit,
        _unit_label(unit, document.kind), figure(policy, version.value, document), version.start,
        bounds_of(policy, document), version.clause, version.confidence, document.unit,
    )  # fmt: skip


def _rows(policy: Policy, document: TableDocument, day: date) -> Iterator[Adjustable]:
    edition = edition_of(document, day)
    known = [row.value for row in edition.rows if row.value is not None]
    for row in edition.rows:
        number, unit = _apart(row.value, document.kind, document.unit, others=known)
        yield Adjustable(
            f"{policy.id}.{document.id}#{row.id}", row.label.label, document.label.label, document.kind,
            number, unit, _unit_label(unit, document.kind), figure(policy, row.value, document), None, None,
            edition.clause, edition.confidence, document.unit,
        )  # fmt: skip


def _apart(value: str | None, kind: Kind, unit: str, *, others: list[str]) -> tuple[str, str]:
    """A number and its unit; where there is no value, the unit of the others, and of a ratio per cent."""
    texts = [value] if value is not None else others
    for text in texts:
        match = _SUFFIX.match(text.strip())
        if match is not None and match.group(2):
            return (match.group(1) if value is not None else ""), match.group(2)
    return value or "", unit or ("%" if kind is Kind.RATIO and value is None else "")


def _unit_label(unit: str, kind: Kind) -> Label:
    if unit:
        return _UNITS.get(unit, Label(unit, unit))
    return _KINDS.get(kind, Label("", ""))
