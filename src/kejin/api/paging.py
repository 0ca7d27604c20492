"""Lists in pages: newest first, by a cursor that stays right while rows are added."""

import base64
import binascii
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from pydantic import BaseModel, ConfigDict, Field

from kejin.api.errors import MalformedError, UnusableError
from kejin.money import INT64_MAX

MOST = 200
USUAL = 50
_MARK = "k1:"
T = TypeVar("T", bound=BaseModel)


class PageQuery(BaseModel):
    """Which page. Lists with filters add theirs."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(USUAL, ge=1, le=MOST, description="How many at most. 每页条数", examples=[20])
    cursor: str | None = Field(
        None, min_length=1, max_length=60, description="`next` of the page before. 上一页返回的 next"
    )


class Page(BaseModel, Generic[T]):
    """One page of a list."""

    model_config = ConfigDict(extra="forbid")

    items: list[T]
    next: str | None = Field(description="The cursor of the next page; null where this is the last one.")


def page(
    request: HttpRequest, rows: QuerySet[Any], asked: PageQuery, *, shown: Callable[[Any], T]
) -> Page[T]:
    """The page that was asked for, newest rows first.

    Raises:
        UnusableError: A cursor that is none.
        MalformedError: A parameter that the list does not have.
    """
    known_parameters(request, type(asked))
    wanted = rows.order_by("-pk")
    if asked.cursor is not None:
        wanted = wanted.filter(pk__lt=_number(asked.cursor))
    found: list[Model] = list(wanted[: asked.limit + 1])
    more = len(found) > asked.limit
    held = found[: asked.limit]
    return Page(items=[shown(row) for row in held], next=_cursor(held[-1].pk) if more else None)


def known_parameters(request: HttpRequest, query: type[BaseModel]) -> None:
    """Raise `MalformedError` for a parameter that the operation does not have: a misspelt filter filters nothing."""
    strange = sorted(set(request.GET) - set(query.model_fields))
    if strange:
        raise MalformedError(
            "This operation has no such parameter", expected=", ".join(query.model_fields),
            found=", ".join(strange)[:200],
        )  # fmt: skip


def _cursor(number: int) -> str:
    return base64.urlsafe_b64encode(f"{_MARK}{number}".encode()).decode().rstrip("=")


def _number(cursor: str) -> int:
    try:
        text = base64.urlsafe_b64decode((cursor + "=" * (-len(cursor) % 4)).encode("ascii")).decode("ascii")
        number = (
            int(text.removeprefix(_MARK)) if text.startswith(_MARK) and text[len(_MARK) :].isdecimal() else 0
        )
    except (ValueError, binascii.Error):
        number = 0
    if not 0 < number <= INT64_MAX or _cursor(number) != cursor:
        raise UnusableError("This is no cursor", expected="`next` of the page before", found=cursor)
    return number
