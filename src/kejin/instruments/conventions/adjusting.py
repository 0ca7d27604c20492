"""Moving dates onto working days: when something is paid, and until when it is counted."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from kejin.calendars import BusinessCalendar, Roll
from kejin.errors import TermsError


class EndOfMonth(StrEnum):
    """ACTUS endOfMonthConvention: `SD` keeps the day of the month, `EOM` keeps to last days."""

    SAME_DAY = "SD"
    END_OF_MONTH = "EOM"


class BusinessDayConvention(StrEnum):
    """ACTUS businessDayConvention.

    `NULL` (also `NOS`) leaves dates where they are. A code that begins with `S` shifts a date and then counts interest
    up to the shifted date; one that begins with `C` counts up to the date of the schedule and shifts only the payment.
    `F` goes to the following working day, `P` to the preceding one, `MF` and `MP` not across the month's end.
    """

    NULL = "NULL"
    NOS = "NOS"
    SCF = "SCF"
    SCMF = "SCMF"
    CSF = "CSF"
    CSMF = "CSMF"
    SCP = "SCP"
    SCMP = "SCMP"
    CSP = "CSP"
    CSMP = "CSMP"

    @classmethod
    def of(cls, code: str) -> "BusinessDayConvention":
        """The convention with this code.

        Raises:
            TermsError: No convention has it.
        """
        try:
            return cls(code)
        except ValueError:
            raise TermsError(
                "unknown business day convention",
                expected=", ".join(cls),
                found=code,
                where="businessDayConvention",
            ) from None

    @property
    def roll(self) -> Roll:
        """Where a date goes that is no working day."""
        return _ROLLS[self.value[2:]] if self.value[0] in "SC" else Roll.UNADJUSTED

    @property
    def shifts_first(self) -> bool:
        """Whether interest is counted up to the shifted date."""
        return self.value.startswith("SC")


_ROLLS: Final = {
    "F": Roll.FOLLOWING,
    "MF": Roll.MODIFIED_FOLLOWING,
    "P": Roll.PRECEDING,
    "MP": Roll.MODIFIED_PRECEDING,
}


class Moment(NamedTuple):
    """One date of a schedule after the conventions: when it is paid, and up to when interest is counted."""

    paid: date
    counted: date


@dataclass(frozen=True, slots=True)
class DateRules:
    """How the dates of one contract are moved.

    Attributes:
        convention: The business day convention.
        calendar: The working days; None where none is agreed, and then nothing moves.
        end_of_month: The end-of-month convention.
    """

    convention: BusinessDayConvention = BusinessDayConvention.NULL
    calendar: BusinessCalendar | None = None
    end_of_month: EndOfMonth = EndOfMonth.SAME_DAY

    @property
    def sticks_to_month_end(self) -> bool:
        """Whether month cycles from a last day stay on last days."""
        return self.end_of_month is EndOfMonth.END_OF_MONTH

    def moment(self, day: date) -> Moment:
        """The date after the conventions.

        Raises:
            CoverageError: The calendar does not know the working days around this date.
        """
        if self.calendar is None or self.convention.roll is Roll.UNADJUSTED:
            return Moment(day, day)
        paid = self.calendar.roll(day, self.convention.roll)
        return Moment(paid, paid if self.convention.shifts_first else day)
