"""The queue of breaks and the list of tapes, as people and pages read them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, QuerySet

from kejin.facts import Label
from kejin.money import format_rate, format_yuan
from kejin.records.errors import UnknownRecordError
from kejin.records.kept.models import BusinessDay
from kejin.records.tapes.models import Break, BreakEvent, Tape
from kejin.records.tapes.reasons import BREAKS, EXPLANATIONS
from kejin.records.tapes.steps import STANDING, BreakState


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One break with its words. Amounts in minor units, rates in parts per billion, as `unit` says.

    Attributes:
        days_left: Calendar days until it is due by the day asked about; negative when that is past.
        explanation: The latest one: its code, and what was said besides.
    """

    break_id: int
    institution: str
    contract_number: str
    code: str
    label: Label
    severity: str
    unit: str
    expected: str
    reported: str
    difference: int | None
    state: str
    owner: str
    due_on: date
    days_left: int
    tape: str
    line: int | None
    explanation: tuple[str, str] | None


def breaks_of(
    *, institution_id: int | None = None, states: tuple[str, ...] = STANDING, tape_id: int | None = None
) -> QuerySet[Break]:
    """Breaks in the order in which somebody has to move: by due day, then by their number.

    Args:
        institution_id: Of one bank; None for all.
        states: Only those at one of these; by default those on which somebody has to move.
        tape_id: Only those that this tape had.
    """
    rows = Break.objects.select_related("institution", "owner", "latest_tape").filter(state__in=states)
    if institution_id is not None:
        rows = rows.filter(institution_id=institution_id)
    if tape_id is not None:
        rows = rows.filter(latest_tape_id=tape_id)
    return rows.order_by("due_on", "pk")


def queue(rows: QuerySet[Break], today: date) -> Iterator[QueueItem]:
    """The breaks with their words, as of a business day."""
    items = list(rows)
    explained = {
        event.item_id: (event.reason_code, event.words)
        for event in BreakEvent.objects.filter(
            item__in=[item.pk for item in items if item.state != BreakState.OPEN], code="tape.explain_break"
        ).order_by("pk")
    }
    for item in items:
        yield QueueItem(
            item.pk, item.institution.name, item.contract_number, item.code, BREAKS[item.code].label, item.severity,
            item.unit, item.expected, item.reported, item.difference, item.state, item.owner.name, item.due_on,
            (item.due_on - today).days, str(item.latest_tape), item.line, explained.get(item.pk),
        )  # fmt: skip


def open_day() -> date:
    """The business day that is open.

    Raises:
        UnknownRecordError: The records have not been founded.
    """
    found = BusinessDay.objects.aggregate(day=Max("day"))["day"]
    if not isinstance(found, date):
        raise UnknownRecordError("No business day is open", expected="kejin db found")
    return found


def counts_by_code(rows: QuerySet[Break]) -> dict[str, int]:
    """How many breaks there are of each code."""
    found = rows.order_by("code").values_list("code").annotate(n=Count("pk"))
    return {str(code): int(number) for code, number in found}


def shown(value: str, unit: str) -> str:
    """An expected or reported value as people read it: 元 with two decimals, per cent, days."""
    if not value:
        return "—"
    if unit == "minor":
        return format_yuan(int(value))
    if unit == "ppb":
        return format_rate(int(value))
    return f"{value} 天 days" if unit == "days" else value


def explanation_words(code: str) -> Label:
    """The words of an explanation's code."""
    return EXPLANATIONS.get(code, Label(code, code))


def tapes_of(institution_id: int | None = None) -> QuerySet[Tape]:
    """Tapes, the latest first."""
    rows = Tape.objects.select_related("institution").order_by("-month", "-pk")
    return rows if institution_id is None else rows.filter(institution_id=institution_id)
