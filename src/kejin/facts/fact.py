"""What the dictionary says about one fact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

import polars as pl

from kejin.facts.grains import Grain
from kejin.facts.label import Label


class FactKind(StrEnum):
    """How a fact is stored. Money and ratios are integers; nothing exact is ever a float."""

    MONEY = "money"
    RATIO = "ratio"
    COUNT = "count"
    SCORE = "score"
    DATE = "date"
    FLAG = "flag"
    CHOICE = "choice"
    TEXT = "text"
    YEAR = "year"

    @property
    def dtype(self) -> pl.DataType:
        """The Polars type of a checked column of this kind."""
        return _DTYPES[self]

    @property
    def unit(self) -> str:
        """What a stored integer counts: fen, parts per billion, hundredths of a point; else the kind's own name."""
        return _UNITS.get(self, self.value)


_DTYPES: Mapping[FactKind, pl.DataType] = MappingProxyType(
    {
        FactKind.MONEY: pl.Int64(),
        FactKind.RATIO: pl.Int64(),
        FactKind.COUNT: pl.Int64(),
        FactKind.SCORE: pl.Int64(),
        FactKind.DATE: pl.Date(),
        FactKind.FLAG: pl.Boolean(),
        FactKind.CHOICE: pl.String(),
        FactKind.TEXT: pl.String(),
        FactKind.YEAR: pl.Int64(),
    }
)
_NO_MEASURE = Label("", "")
_UNITS = MappingProxyType({FactKind.MONEY: "fen", FactKind.RATIO: "ppb", FactKind.SCORE: "centipoint"})

MONEY_UNITS: Mapping[str, str] = MappingProxyType({"CNY": "fen", "HKD": "hkd_cent", "USD": "usd_cent"})
"""The minor unit of each currency that amounts of the dictionary may be in."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a CHOICE fact: the code that is stored, how it reads, and how people write it."""

    code: str
    label: Label
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry of the dictionary.

    Attributes:
        name: The column's name, unique over all grains. Money ends in `_fen`, dates in `_on`, `_from`, `_to` or
            `_until`.
        grain: The grain whose frame holds it. Keys that other grains share (`enterprise_id`, `year`,
            `institution_id`, `programme_id`) are described once, at the grain where they are at home.
        kind: How it is stored.
        unit: What a stored value counts: "fen", "hkd_cent", "usd_cent", "ppb", "count", "centipoint", "date",
            "flag", "choice", "text", "year".
        minimum: The smallest allowed value in `unit`, a date for DATE, None for FLAG, CHOICE and TEXT.
        maximum: The largest allowed value likewise; for TEXT the largest number of characters.
        data_class: Level 1 to 5 in the sense of JR/T 0197, by the harm its disclosure does. Kejin's own proposal,
            to be confirmed by the office that runs it.
        label: Its short name.
        definition: What exactly it says, and what it must not be mistaken for.
        synonyms: How it is headed in people's spreadsheets; unique over the whole dictionary.
        choices: The codes of a CHOICE fact, else empty.
        currency: The currency of a MONEY fact, else None.
        measure: The unit as people read it (元 / yuan, 人 / persons), empty where there is none.
    """

    name: str
    grain: Grain
    kind: FactKind
    unit: str
    minimum: int | date | None
    maximum: int | date | None
    data_class: int
    label: Label
    definition: Label
    synonyms: tuple[str, ...]
    choices: tuple[Choice, ...] = ()
    currency: str | None = None
    measure: Label = _NO_MEASURE

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of a CHOICE fact."""
        return tuple(choice.code for choice in self.choices)

    @property
    def dtype(self) -> pl.DataType:
        """The Polars type of its checked column."""
        return self.kind.dtype
