"""The base of every answer, and the parts that several share."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from ninja import Path
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import CoreSchema, core_schema

from kejin.money import INT64_MAX
from kejin.records.parties.models import Organisation

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _written_out(value: object) -> object:
    """A day as text: pydantic would take a number for seconds since 1970."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("a day is written as 2026-03-02")
    return value


Number = Annotated[int, Path(ge=1, le=INT64_MAX, description="The object's number. 编号", examples=[1])]
"""A number in an address."""
NumberFilter = Annotated[int | None, Field(ge=1, le=INT64_MAX)]
"""A number to filter by."""
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 12, 31)), BeforeValidator(_written_out)]
"""A day as a parameter."""
Ppb = Annotated[int, Field(description="Parts per billion. 十亿分比")]
Minor = Annotated[int, Field(description="Minor units of the currency: fen for CNY. 最小货币单位（分）")]


class OneOf:
    """Of a text: that it is one of some values, which the document lists."""

    def __init__(self, values: Iterable[str]) -> None:
        self.values = [str(value) for value in values]

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> CoreSchema:
        """As pydantic asks for it."""
        return core_schema.literal_schema(self.values)


class Shape(BaseModel):
    """An answer, or a part of one."""

    model_config = ConfigDict(extra="forbid")


class PartyRef(Shape):
    """An organisation, as other objects name it."""

    id: int
    name: str


class Step(Shape):
    """One step that something took."""

    code: str = Field(description="The act.")
    from_state: str
    to_state: str
    reason_code: str
    business_date: date
    act_id: int


def party_ref(organisation: Organisation) -> PartyRef:
    """An organisation as others name it."""
    return PartyRef(id=organisation.pk, name=organisation.name)


def step_of(event: Any) -> Step:
    """An event of a financing, a subsidy or a break as a step."""
    return Step(
        code=event.code, from_state=event.from_state, to_state=event.to_state, reason_code=event.reason_code,
        business_date=event.act.business_date, act_id=event.act_id,
    )  # fmt: skip


__all__ = [
    "Minor",
    "Number",
    "NumberFilter",
    "OneOf",
    "PartyRef",
    "Ppb",
    "Shape",
    "Step",
    "party_ref",
    "step_of",
]
