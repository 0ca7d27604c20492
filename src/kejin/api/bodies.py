"""Reading a JSON body: bounded, one object, of texts that can be recorded."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest

from kejin.api.errors import MalformedError, MediaTypeError, TooLargeError, UnusableError

JSON_TYPE = "application/json"
MOST_BYTES = 8 * 2**20
_DEEPEST = 40
# Digits of a whole number that was written with a point or an exponent; none of ours has more than nineteen.
_LONGEST_WHOLE = 25


@dataclass(frozen=True, slots=True)
class Body:
    """The body of an operation that is no act: its schema, with references of its own, and an example."""

    schema: Mapping[str, Any]
    example: Mapping[str, Any]
    media_type: str = "application/json"


def json_object(request: HttpRequest, *, most_bytes: int = MOST_BYTES) -> dict[str, Any]:
    """The body as an object.

    Raises:
        MediaTypeError: It is no JSON.
        TooLargeError: There is more of it than the operation takes.
        MalformedError: It cannot be read, or is no object.
        UnusableError: A text in it holds what no database keeps, NUL or half a character.
    """
    if request.content_type != JSON_TYPE:
        raise MediaTypeError(
            "The body is not JSON", expected=f"Content-Type: {JSON_TYPE}", found=request.content_type
        )
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length > most_bytes:
        raise TooLargeError("The body is too large", expected=f"at most {most_bytes} bytes", found=length)
    try:
        held = json.loads(
            request.body.decode(), object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_number
        )
    except (ValueError, RecursionError) as error:
        raise MalformedError(
            "The body cannot be read", expected="a JSON object in UTF-8", found=_short(str(error))
        ) from error
    if not isinstance(held, dict):
        raise MalformedError("The body is no JSON object", found=type(held).__name__)
    for place, text in _texts(held, "", 0):
        if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
            raise UnusableError("A text holds a character that cannot be recorded", where=_short(place))
    return held


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a name stands twice in an object")
    return made


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _number(text: str) -> int | float:
    """A number; one without a fraction is whole however it is written, as JSON Schema has it: 2.0 is 2."""
    exact = Decimal(text)
    if exact.adjusted() <= _LONGEST_WHOLE and exact == exact.to_integral_value():
        return int(exact)
    return float(text)


def _texts(value: Any, place: str, depth: int) -> Iterator[tuple[str, str]]:
    """Every text in a value, names of members too, with its place."""
    if depth > _DEEPEST:
        raise MalformedError("The body is nested too deeply", expected=f"at most {_DEEPEST} levels")
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for name, member in value.items():
            yield place, name
            yield from _texts(member, f"{place}.{name}", depth + 1)
    elif isinstance(value, list):
        for number, member in enumerate(value):
            yield from _texts(member, f"{place}[{number}]", depth + 1)


def _short(text: str) -> str:
    return text if len(text) <= 200 else text[:200] + "…"
