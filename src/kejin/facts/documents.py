"""The files of the dictionary: their strict shape, and how an entry becomes a `Fact`.

Bounds are written in the unit documents print (元, %, points) and stored in the fact's own unit; a bound that does not
fall on a whole unit is refused.
"""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kejin.errors import FactError
from kejin.facts.fact import MONEY_UNITS, Choice, Fact, FactKind
from kejin.facts.grains import Grain
from kejin.facts.label import Label

_NAME = r"^[a-z][a-z0-9_]*$"
# How many stored units one printed unit holds: 1 元 = 100 fen, 1% = 10^7 parts per billion, 1 point = 100.
_SCALE = {
    FactKind.MONEY: 100,
    FactKind.RATIO: 10_000_000,
    FactKind.SCORE: 100,
    FactKind.COUNT: 1,
    FactKind.YEAR: 1,
}
_MONEY = {"CNY": Label("元", "yuan"), "HKD": Label("港元", "HKD"), "USD": Label("美元", "USD")}
_MEASURES = {
    FactKind.RATIO: Label("%", "%"),
    FactKind.SCORE: Label("分", "points"),
}
_LONGEST_TEXT = 1000


class Strict(BaseModel):
    """Unknown keys are refused and instances do not change; every scalar arrives as text and is typed here."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LabelEntry(Strict):
    """A Chinese and an English text, neither empty."""

    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    def label(self) -> Label:
        """The entry as a `Label`."""
        return Label(self.zh, self.en)


class SynonymEntry(Strict):
    """How people head the column, by language."""

    zh: list[str] = []
    en: list[str] = []


class ChoiceEntry(Strict):
    """One code of a choice."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$")]
    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]
    synonyms: list[str] = []

    def choice(self) -> Choice:
        """The entry as a `Choice`."""
        return Choice(self.code, Label(self.zh, self.en), tuple(self.synonyms))


class FactEntry(Strict):
    """One fact as written in a subject's file."""

    name: Annotated[str, Field(pattern=_NAME)]
    grain: Grain
    kind: FactKind
    min: str | None = None
    max: str | None = None
    data_class: Annotated[int, Field(ge=1, le=5)]
    label: LabelEntry
    definition: LabelEntry
    synonyms: SynonymEntry = SynonymEntry()
    choices: list[ChoiceEntry] = []
    choice_list: str | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    measure: LabelEntry | None = None


class SubjectFile(Strict):
    """A file of the dictionary: one subject and its facts."""

    subject: Annotated[str, Field(pattern=_NAME)]
    label: LabelEntry
    facts: list[FactEntry]


class ChoiceListEntry(Strict):
    """A list of codes that several facts share."""

    name: Annotated[str, Field(pattern=_NAME)]
    choices: list[ChoiceEntry]


class ChoiceListFile(Strict):
    """choices.yaml"""

    choice_lists: list[ChoiceListEntry]


def fact_of(entry: FactEntry, lists: dict[str, tuple[Choice, ...]], *, where: str) -> Fact:
    """The fact behind an entry.

    Raises:
        FactError: Bounds, choices or currency do not go with the kind.
    """
    place = f"{where}, {entry.name}"
    minimum, maximum = _bounds(entry, place)
    if (entry.currency is not None) != (entry.kind is FactKind.MONEY):
        raise FactError("a currency goes with money and with nothing else", found=entry.currency, where=place)
    if entry.currency is not None and entry.currency not in MONEY_UNITS:
        raise FactError(
            "no such currency", expected=", ".join(MONEY_UNITS), found=entry.currency, where=place
        )
    usual = _MONEY[entry.currency] if entry.currency else _MEASURES.get(entry.kind, Label("", ""))
    return Fact(
        name=entry.name,
        grain=entry.grain,
        kind=entry.kind,
        unit=MONEY_UNITS[entry.currency] if entry.currency else entry.kind.unit,
        minimum=minimum,
        maximum=maximum,
        data_class=entry.data_class,
        label=entry.label.label(),
        definition=entry.definition.label(),
        synonyms=(*entry.synonyms.zh, *entry.synonyms.en),
        choices=_choices(entry, lists, place),
        currency=entry.currency,
        measure=entry.measure.label() if entry.measure else usual,
    )


def _choices(entry: FactEntry, lists: dict[str, tuple[Choice, ...]], place: str) -> tuple[Choice, ...]:
    if entry.choice_list is not None and entry.choice_list not in lists:
        raise FactError(
            "no such choice list", expected=", ".join(lists), found=entry.choice_list, where=place
        )
    shared = lists[entry.choice_list] if entry.choice_list else ()
    choices = shared or tuple(choice.choice() for choice in entry.choices)
    if bool(choices) != (entry.kind is FactKind.CHOICE) or (shared and entry.choices):
        raise FactError(
            "choices go with a choice, written once", expected="choices or choice_list", where=place
        )
    return choices


def _bounds(entry: FactEntry, place: str) -> tuple[int | date | None, int | date | None]:
    if entry.kind in {FactKind.FLAG, FactKind.CHOICE}:
        _refuse_bounds(entry, place)
        return None, None
    if entry.kind is FactKind.TEXT:
        if entry.min is not None:
            raise FactError("a text has only a largest length", found=f"min: {entry.min}", where=place)
        return None, _LONGEST_TEXT if entry.max is None else _whole(entry.max, 1, place)
    if entry.min is None or entry.max is None:
        raise FactError("a number or date needs both bounds", expected="min and max", where=place)
    if entry.kind is FactKind.DATE:
        low, high = _date(entry.min, place), _date(entry.max, place)
        _in_order(entry, place, rising=low < high)
        return low, high
    least, most = (_whole(text, _SCALE[entry.kind], place) for text in (entry.min, entry.max))
    _in_order(entry, place, rising=least < most)
    return least, most


def _refuse_bounds(entry: FactEntry, place: str) -> None:
    if entry.min is not None or entry.max is not None:
        raise FactError(f"a {entry.kind} has no bounds", where=place)


def _in_order(entry: FactEntry, place: str, *, rising: bool) -> None:
    if not rising:
        found = f"{entry.min}, {entry.max}"
        raise FactError("bounds are not in order", expected="min below max", found=found, where=place)


def _whole(text: str, scale: int, place: str) -> int:
    try:
        value = Decimal(text) * scale
    except InvalidOperation as problem:
        raise FactError("a bound is not a number", found=text, where=place) from problem
    if value != value.to_integral_value():
        raise FactError("a bound is finer than the stored unit", found=text, where=place)
    return int(value)


def _date(text: str, place: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise FactError("a bound is not a date", expected="YYYY-MM-DD", found=text, where=place) from problem
