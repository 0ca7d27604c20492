"""Which events have a meaning after which: a loan that was given up is paid, not lent on and not agreed anew."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from kejin.errors import TermsError
from kejin.instruments.loans.servicing.events import (
    ChargedOff,
    Disbursed,
    DownPaid,
    Event,
    Paused,
    RateChanged,
    ReAged,
    ReAmortised,
    Rescheduled,
    WrittenOff,
)

_NAMES: Final[dict[type, str]] = {
    Disbursed: "disbursed",
    DownPaid: "the down payment",
    RateChanged: "rateChanged",
    Paused: "interestPaused",
    Rescheduled: "rescheduled",
    ReAmortised: "reAmortised",
    ReAged: "reAged",
}
"""What lends more or changes what was agreed, as a terms file calls it."""
_GIVEN_UP: Final[dict[type, str]] = {ChargedOff: "chargedOff", WrittenOff: "writtenOff"}


def in_order(events: Sequence[Event]) -> list[Event]:
    """The events by their days, those of one day as they were given.

    Raises:
        TermsError: An event lends more on, or changes the terms of, a loan that was charged off or written off before;
            or a down payment is settled before anything was paid out.
    """
    ordered = sorted(events, key=lambda event: event.day)
    end: Event | None = None
    drawn = False
    for event in ordered:
        drawn = drawn or isinstance(event, Disbursed)
        if isinstance(event, DownPaid) and not drawn:
            raise _refused(event, "a disbursement before it")
        if end is not None and type(event) in _NAMES and _counts_from(event) > end.day:
            raise _refused(event, f"no such event after {_GIVEN_UP[type(end)]} on {end.day}")
        if end is None and type(event) in _GIVEN_UP:
            end = event
    return ordered


def _counts_from(event: Event) -> date:
    return event.due if isinstance(event, Rescheduled) else event.day


def _refused(event: Event, rule: str) -> TermsError:
    name = _NAMES[type(event)]
    return TermsError(
        "an event has no meaning where it stands", expected=rule, found=f"{name} on {event.day}",
        where=f"events: {name} of {event.day}", kept="No schedule was made.",
    )  # fmt: skip
