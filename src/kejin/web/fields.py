"""What an act asks for, said once and in both languages; `form_of` makes the form of it that a page shows and reads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django import forms

from kejin.facts import Label
from kejin.web.forms import CountField, DayField, KejinForm, PercentField, YuanField
from kejin.web.words import say, word

_LONGEST_LINE, _LONGEST_TEXT = 200, 2000


class Shape(Enum):
    """What is typed into a field."""

    MONEY = "money"
    PERCENT = "percent"
    COUNT = "count"
    DAY = "day"
    CHOICE = "choice"
    LINE = "line"
    TEXT = "text"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to ask for.

    Attributes:
        name: Its name in the form.
        label: What stands above it.
        shape: What is typed: amounts in yuan, rates in per cent a year, days as 2026-03-31; or a file.
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


def amount_again(amount_minor: int) -> Field:
    """The amount in fen, to be typed once more: what cannot be taken back is not done in passing."""
    return Field(
        "again",
        word("web.amount_again"),
        Shape.MONEY,
        equals=amount_minor,
        hint=word("web.amount_again_hint"),
    )


def form_of(fields: Sequence[Field], name: str, **sent: Any) -> KejinForm:
    """The form that asks for the fields.

    Args:
        fields: What is asked for.
        name: What its fields' identities in the page begin with.
        sent: As a form takes it: `data` and `files` that came with a request; nothing before anything was typed.
    """
    made = type("AskedForm", (KejinForm,), {field.name: _field(field) for field in fields})
    form: KejinForm = made(auto_id=f"{name}-%s", **sent)
    return form


def _field(field: Field) -> forms.Field:
    common: dict[str, Any] = {
        "label": say(field.label),
        "required": field.required,
        "help_text": say(field.hint) if field.hint is not None else "",
        "initial": field.suggested or None,
    }
    return _MAKERS[field.shape](field, common)


def _choice(field: Field, common: dict[str, Any]) -> forms.Field:
    options = [("", "—"), *((value, say(label)) for value, label in field.options)]
    return forms.ChoiceField(choices=options, **common)


def _text(_: Field, common: dict[str, Any]) -> forms.Field:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), max_length=_LONGEST_TEXT, **common)


def _line(_: Field, common: dict[str, Any]) -> forms.Field:
    return forms.CharField(
        widget=forms.TextInput(attrs={"autocomplete": "off"}), max_length=_LONGEST_LINE, **common
    )


_MAKERS: Mapping[Shape, Callable[[Field, dict[str, Any]], forms.Field]] = {
    Shape.MONEY: lambda field, common: YuanField(equals=field.equals, widget=_figure(), **common),
    Shape.PERCENT: lambda _, common: PercentField(widget=_figure(), **common),
    Shape.COUNT: lambda _, common: CountField(widget=_figure(), **common),
    Shape.DAY: lambda _, common: DayField(widget=forms.TextInput(attrs={"type": "date"}), **common),
    Shape.CHOICE: _choice,
    Shape.LINE: _line,
    Shape.TEXT: _text,
    Shape.DOCUMENT: lambda _, common: forms.FileField(**common),
}


def _figure() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "figure", "inputmode": "decimal", "autocomplete": "off"})


__all__ = ["Field", "Shape", "amount_again", "form_of"]
