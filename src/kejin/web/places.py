"""Where the page of a thing is, for whoever looks: doors enter what they have, lists of things link to it."""

from collections.abc import Callable

from kejin.web.visitors import Visitor

Place = Callable[[Visitor, int], str | None]
"""Gives the address of the thing of a number as this visitor has it; None where there is no page for him."""
_PLACES: dict[str, Place] = {}


def add_place(kind: str, place: Place) -> None:
    """Say where things of a kind are; once, when the application begins."""
    _PLACES[kind] = place


def address_of(visitor: Visitor, kind: str, number: int) -> str | None:
    """The address of a thing, such as ("financing", 58); None where this visitor has no page for it."""
    place = _PLACES.get(kind)
    return place(visitor, number) if place is not None else None
