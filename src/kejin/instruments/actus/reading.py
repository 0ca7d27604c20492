"""Reading ACTUS terms: text, numbers that may be text, times, cycles and lists of them, each error naming the term."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeVar

from kejin.calendars import BusinessCalendar, calendar_named
from kejin.errors import KejinError, TermsError
from kejin.instruments.conventions import BusinessDayConvention, Cycle, DateRules, EndOfMonth

T = TypeVar("T")
_MIDNIGHT: Final = "T24:00:00"
_NO_CALENDAR: Final = frozenset({"NC", "NOCALENDAR", "NoHoliday", "NOHOLIDAY"})
_CALENDARS: Final[Mapping[str, str]] = {"MONDAYTOFRIDAY": "MF", "MondayToFriday": "MF"}


def time_of(text: str) -> datetime:
    """A time by its ISO 8601 text; 24:00:00 is midnight of the day after.

    Raises:
        ValueError: The text is no time.
    """
    if text.endswith(_MIDNIGHT):
        return datetime.fromisoformat(text.removesuffix(_MIDNIGHT)) + timedelta(days=1)
    return datetime.fromisoformat(text)


def counted_day(time: datetime) -> date:
    """The day up to which interest is counted at a time: the last second of a day is the beginning of the next."""
    return (time + timedelta(seconds=1)).date()


def midnight(day: date) -> datetime:
    """The beginning of a day."""
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - ACTUS times have no zone


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one contract by their ACTUS names, as they were written.

    Attributes:
        raw: Name to value.
        where: The contract, for messages.
    """

    raw: Mapping[str, Any]
    where: str

    def text(self, name: str) -> str | None:
        """A term as text, without blanks around it; None where it is absent or empty."""
        value = self.raw.get(name)
        stripped = str(value).strip() if value is not None else ""
        return stripped or None

    def number(self, name: str) -> float | None:
        """A term as a number."""
        return self._read(name, float, "a number")

    def time(self, name: str) -> datetime | None:
        """A term as a time."""
        return self._read(name, time_of, "a time such as 2026-01-31T00:00:00")

    def day(self, name: str) -> date | None:
        """A term as a date."""
        found = self.time(name)
        return found.date() if found is not None else None

    def cycle(self, name: str) -> Cycle | None:
        """A term as a cycle."""
        return self._read(name, Cycle.parse, 'a cycle such as "P1ML1"')

    def needed(self, name: str, value: T | None) -> T:
        """The value of a term that the contract cannot do without.

        Raises:
            TermsError: It is absent.
        """
        if value is None:
            raise TermsError("a term is missing", expected=f"a {name}", where=f"{self.where}: {name}")
        return value

    def several(self, name: str) -> "list[Terms]":
        """A term that may be a list, or one value alone, as terms of one value each under the same name."""
        value = self.raw.get(name)
        if value is None:
            return []
        values = list(value) if isinstance(value, Sequence) and not isinstance(value, str) else [value]
        return [Terms({name: each}, self.where) for each in values]

    def dates(self) -> DateRules:
        """Calendar, business day and end-of-month conventions."""
        convention = self._read(
            "businessDayConvention", BusinessDayConvention.of, "a business day convention"
        )
        end = self._read("endOfMonthConvention", EndOfMonth, "SD or EOM")
        return DateRules(
            convention or BusinessDayConvention.NULL,
            self._read("calendar", _calendar, "a calendar"),
            end or EndOfMonth.SAME_DAY,
        )

    def _read(self, name: str, how: Callable[[str], T], rule: str) -> T | None:
        text = self.text(name)
        if text is None:
            return None
        try:
            return how(text)
        except (ValueError, KejinError) as error:
            raise TermsError(
                "a term cannot be read", expected=rule, found=text, where=f"{self.where}: {name}"
            ) from error


def _calendar(code: str) -> BusinessCalendar | None:
    if code in _NO_CALENDAR:
        return None
    return calendar_named(_CALENDARS.get(code, code))


def pairs_of(names: Sequence[str], terms: Terms) -> Iterator[tuple[Terms, ...]]:
    """The values of several list terms, place by place; a list of one counts for every place, as ACTUS has it.

    Raises:
        TermsError: The lists have different lengths.
    """
    lists = [terms.several(name) for name in names]
    longest = max((len(each) for each in lists), default=0)
    for name, each in zip(names, lists, strict=True):
        if len(each) not in {0, 1, longest}:
            raise TermsError(
                "lists of one contract differ in length", expected=f"{longest} values", found=len(each),
                where=f"{terms.where}: {name}",
            )  # fmt: skip
    nothing = Terms({}, terms.where)
    for place in range(longest):
        yield tuple(each[place] if len(each) > 1 else each[0] if each else nothing for each in lists)
