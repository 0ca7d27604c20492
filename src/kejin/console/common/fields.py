"""Forms of acts: what is asked for, what was typed, and what of it cannot be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from kejin.errors import KejinError
from kejin.facts import Label
from kejin.money import parse_decimal, parse_yuan
from kejin.web.words import word

_PPB_OF_A_PER_CENT = Decimal(10_000_000)
_WHOLE = Decimal(1_000_000_000)


class Shape(Enum):
    """What is typed into a field."""

    MONEY = "money"
    PERCENT = "percent"
    COUNT = "count"
    DAY = "day"
    CHOICE = "choice"
    LINE = "line"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to ask for.

    Attributes:
        name: Its name in the form.
        label: What stands above it.
        shape: What is typed: amounts in yuan, rates in per cent a year, days as 2026-03-31.
        options: Of a choice: value and words.
        hint: What helps to fill it in.
        required: Whether it may be left empty; then its value is None.
        suggested: What stands there before anything was typed.
        equals: Of an amount that has to be typed again: whole fen that it must be.
    """

    name: str
    label: Label
    shape: Shape
    options: Sequence[tuple[str, Label]] = ()
    hint: Label | None = None
    required: bool = True
    suggested: str = ""
    equals: int | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """A field as a page shows it: with what was typed, and what is wrong with that."""

    field: Field
    value: str
    problem: Label | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """What was typed into a form: its fields, and their values where all of them could be read.

    Values are whole fen, parts per billion, whole numbers, dates and texts; None for what was left empty.
    """

    fields: tuple[Filled, ...]
    values: Mapping[str, object]

    @property
    def problems(self) -> list[Filled]:
        """The fields with something wrong."""
        return [one for one in self.fields if one.problem is not None]


def amount_again(amount_minor: int) -> Field:
    """The amount in fen, to be typed once more: what cannot be taken back is not done in passing."""
    return Field(
        "again", word("institution.amount_again"), Shape.MONEY, equals=amount_minor,
        hint=word("institution.amount_again_hint"),
    )  # fmt: skip


def empty(fields: Sequence[Field]) -> tuple[Filled, ...]:
    """The fields before anything was typed."""
    return tuple(Filled(field, field.suggested) for field in fields)


def read(fields: Sequence[Field], given: Mapping[str, str]) -> Answers:
    """What was typed, field by field."""
    filled, values = [], {}
    for field in fields:
        typed = given.get(field.name, "").strip()
        found = _value(field, typed)
        problem = found if isinstance(found, Label) else None
        filled.append(Filled(field, typed, problem))
        values[field.name] = found
    return Answers(tuple(filled), values)


def _value(field: Field, typed: str) -> object:
    """The value of what was typed; a label for what is wrong with it."""
    if not typed:
        return word("institution.field_needed", field.label) if field.required else None
    bad = word("institution.field_bad", field.label)
    if field.shape is Shape.CHOICE:
        return typed if typed in dict(field.options) else bad
    if field.shape in {Shape.LINE, Shape.TEXT}:
        return typed
    try:
        value = _figure(field.shape, typed)
    except (KejinError, ValueError):
        return bad
    if field.equals is not None and value != field.equals:
        return word("institution.field_again", field.label)
    return bad if value is None else value


def _figure(shape: Shape, typed: str) -> int | date | None:
    if shape is Shape.MONEY:
        return parse_yuan(typed)
    if shape is Shape.DAY:
        return date.fromisoformat(typed)
    number = parse_decimal(typed.rstrip("%％"))
    if number is None or number < 0:
        return None
    scaled = number * _PPB_OF_A_PER_CENT if shape is Shape.PERCENT else number
    return int(scaled) if scaled == int(scaled) and scaled <= _WHOLE else None


__all__ = ["Answers", "Field", "Filled", "Shape", "amount_again", "empty", "read"]
