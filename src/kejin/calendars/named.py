"""Calendars by the name that contracts, packs and command lines use."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from kejin.calendars.business import BusinessCalendar, joint
from kejin.calendars.hong_kong import hong_kong
from kejin.calendars.mainland import mainland
from kejin.calendars.weekdays import weekdays
from kejin.errors import UnknownCalendarError

_CALENDARS: Final[Mapping[str, Callable[[], BusinessCalendar]]] = {
    "CN": mainland,
    "HK": hong_kong,
    "MF": weekdays,
}


@cache
def calendar_named(name: str) -> BusinessCalendar:
    """The calendar "CN", "HK" or "MF" (weekdays), or the days on which several work, such as "CN+HK".

    Raises:
        UnknownCalendarError: A part of the name is not a calendar known here.
    """
    places = name.split("+")
    for place in places:
        if place not in _CALENDARS:
            raise UnknownCalendarError(
                "unknown calendar", expected=", ".join(_CALENDARS), found=place, where=name
            )
    first, *others = (_CALENDARS[place]() for place in places)
    return joint(first, *others) if others else first
