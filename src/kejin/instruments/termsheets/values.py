"""How single values are written in a terms file: amounts, rates, cycles, conventions, each read by its own reader."""

from collections.abc import Callable
from fractions import Fraction
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, GetJsonSchemaHandler
from pydantic.alias_generators import to_camel
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from kejin.calendars import BusinessCalendar, calendar_named
from kejin.errors import KejinError
from kejin.instruments.conventions import BusinessDayConvention, Cycle, DayCount
from kejin.money import Rate, parse_yuan

_T = TypeVar("_T")


class Terms(BaseModel):
    """Strict base of what a terms file says: ACTUS names, unknown ones refused, instances immutable."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=to_camel,
        validate_by_name=False,
        validate_by_alias=True,
        arbitrary_types_allowed=True,
    )


class Written:
    """The JSON Schema of a value that is written as text, with an example."""

    def __init__(self, example: str) -> None:
        self.example = example

    def __get_pydantic_json_schema__(
        self,
        schema: CoreSchema,
        handler: GetJsonSchemaHandler,
    ) -> JsonSchemaValue:
        """A text, or a whole number."""
        return {"type": ["string", "integer"], "examples": [self.example]}


def read_by(read: Callable[[str], _T]) -> BeforeValidator:
    """A validator that reads a text, and keeps what a reader says is wrong with it as the rule."""

    def reader(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return read(value)
        except KejinError as error:
            raise PydanticCustomError("rule", "{rule}", {"rule": error.expected or error.what}) from error

    return BeforeValidator(reader)


def _factor(text: str) -> Fraction:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError) as error:
        raise PydanticCustomError("rule", "{rule}", {"rule": 'a factor such as "1.5" or "3/2"'}) from error


Amount = Annotated[int, read_by(parse_yuan), Written("300万元")]
"""Minor units, written as "3000000", "300万元" or "1.2亿元"."""
Share = Annotated[Rate, read_by(Rate.parse), Written("3.45%")]
"""A rate or share, written as "3.45%", "345bp" or "0.0345"."""
Every = Annotated[Cycle, read_by(Cycle.parse), Written("P1M")]
"""A cycle, written as "P1M", "P3ML1" or "P2W"."""
Days = Annotated[DayCount, read_by(DayCount.of), Written("A360")]
Moved = Annotated[BusinessDayConvention, read_by(BusinessDayConvention.of), Written("SCF")]
Working = Annotated[BusinessCalendar, read_by(calendar_named), Written("CN")]
Factor = Annotated[Fraction, BeforeValidator(lambda value: _factor(str(value))), Written("1.5")]
"""How many times something is, written as "2", "1.5" or "3/2"."""
