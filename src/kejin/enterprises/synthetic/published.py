"""The published totals a synthetic province is laid beside: figures and sources are those of the packs."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from kejin.errors import SchemaError
from kejin.facts import Label, read_strict
from kejin.packs import shipped
from kejin.policy.documents import Identifier, Kind, LabelDocument, ParameterDocument, Version
from kejin.policy.values import parse_value

PLAN = "plan_2027"
"""The policy whose parameters hold the published figures."""

Perimeter = Literal["province", "ex_shenzhen", "shenzhen"]
Use = Literal["fitted", "held_out", "not_compared"]
MeasureKind = Literal["held", "newly", "lent", "pledged", "filed", "access"]


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Measure(_Document):
    """What is counted: titles held on a day, titles first given in its year, balances that a decision puts in a
    perimeter, balances under IP pledge, an item of the year's filings, the share of holders that have a loan.

    Attributes:
        kind: Which of these.
        of: The honour, the decision at grain loan, or the fact at grain filing.
        on: Another day than that of the published figure; only where the two are not compared.
    """  # noqa: D205 - the list is one sentence

    kind: MeasureKind
    of: str = ""
    on: date | None = None


class _Total(_Document):
    key: Identifier
    parameter: Identifier
    at: date
    perimeter: Perimeter
    bound: Literal["about", "at_least"] = "about"
    measure: Measure | None = None
    use: Use
    note: LabelDocument

    @model_validator(mode="after")
    def _compared_as_of_one_day(self) -> "_Total":
        compared = self.use != "not_compared"
        if compared and (self.measure is None or self.measure.on is not None):
            raise ValueError("what is compared is measured on the day of the published figure")
        return self


class _Totals(_Document):
    totals: list[_Total] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Published:
    """A published total and what of the province is laid beside it.

    Attributes:
        key: Its name here.
        label: What it is, as the pack says.
        perimeter: Whole province, without Shenzhen, or Shenzhen.
        unit: "count", "fen" or "ppb" (a share in parts per billion).
        value: As published, in the unit.
        bound: Whether it was published as about so many or as so many and more.
        at: The day it is of.
        source: Id of the source in the pack.
        source_title: Title of the source.
        place: Where in the source.
        confidence: How sure the pack is of it.
        parameter: The pack's parameter, "policy.id".
        measure: What is counted; None where the province has nothing of the kind.
        measured_on: The day on which it is counted.
        use: Fitted, held out, or not compared.
        note: How it is read, or why it is not compared.
    """

    key: str
    label: Label
    perimeter: Perimeter
    unit: str
    value: int
    bound: str
    at: date
    source: str
    source_title: Label
    place: str
    confidence: str
    parameter: str
    measure: Measure | None
    measured_on: date
    use: Use
    note: Label


@cache
def published_totals() -> tuple[Published, ...]:
    """All of them, in the order of the file.

    Raises:
        SchemaError: The file, or a parameter it names, does not hold together.
    """
    where = "published.yaml"
    text = (files("kejin.enterprises.synthetic") / where).read_text(encoding="utf-8")
    try:
        document = _Totals.model_validate(read_strict(text, where=where, error=SchemaError))
    except ValidationError as error:
        raise SchemaError(
            "the published totals are not written as they should", found=str(error), where=where
        ) from error
    return tuple(_with_figure(total) for total in document.totals)


_UNITS = {Kind.MONEY: "fen", Kind.COUNT: "count", Kind.RATIO: "ppb"}


def _with_figure(total: _Total) -> Published:
    policy = shipped().policy(PLAN)
    parameter = policy.parameters.get(total.parameter)
    if parameter is None or parameter.kind not in _UNITS:
        raise SchemaError(
            "No such published figure", expected=f"a number among the parameters of {PLAN}", found=total.parameter,
            where=total.key,
        )  # fmt: skip
    version = _version(parameter, total)
    assert version.value is not None  # noqa: S101 - `_version` gives only what has a value
    value = parse_value(version.value, parameter.kind, parameter.unit, where=total.key)
    assert isinstance(value, int)  # noqa: S101 - the kinds of `_UNITS` are whole numbers
    source = policy.sources[version.clause.doc]
    return Published(
        key=total.key, label=parameter.label.label, perimeter=total.perimeter, unit=_UNITS[parameter.kind], value=value,
        bound=total.bound, at=total.at, source=source.id, source_title=source.title.label, place=version.clause.at,
        confidence=version.confidence.value, parameter=f"{PLAN}.{parameter.id}", measure=total.measure,
        measured_on=(total.measure and total.measure.on) or total.at, use=total.use, note=total.note.label,
    )  # fmt: skip


def _version(parameter: ParameterDocument, total: _Total) -> Version:
    for version in parameter.versions:
        if version.start == total.at and version.value is not None:
            return version
    raise SchemaError(
        "Nothing was published for that day", expected="a day on which a version with a value begins",
        found=f"{parameter.id} at {total.at}", where=total.key,
    )  # fmt: skip
