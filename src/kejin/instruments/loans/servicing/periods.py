"""The periods of a plan: from the first day by the agreed distance, then as rescheduled."""

from collections.abc import Sequence
from datetime import date, timedelta

from kejin.instruments.loans.servicing.accruing import Span
from kejin.instruments.loans.servicing.agreement import Agreement
from kejin.instruments.loans.servicing.events import Rescheduled
from kejin.instruments.loans.servicing.plan import Period


def periods_of(agreement: Agreement, first_day: date, changes: Sequence[Rescheduled] = ()) -> list[Period]:
    """The periods in order; what was rescheduled is applied in the order given."""
    frequency = agreement.frequency
    days = [frequency.after(first_day, count) for count in range(1, agreement.count + 1)]
    if agreement.length_days is not None:
        days[-1] = first_day + timedelta(days=agreement.length_days)
    graced, spared = set(range(agreement.principal_grace)), set(range(agreement.interest_grace))
    for change in changes:
        place = next((place for place, day in enumerate(days) if day >= change.due), len(days) - 1)
        days = _moved(agreement, days, place=place, change=change)
        graced |= set(range(place, place + change.grace))
        spared |= set(range(place, place + change.interest_grace))
    starts = [first_day, *days[:-1]]
    return [
        Period(
            Span(start, end),
            holds_principal=place not in graced,
            holds_interest=place not in spared,
        )
        for place, (start, end) in enumerate(zip(starts, days, strict=True))
    ]


def _moved(agreement: Agreement, days: list[date], *, place: int, change: Rescheduled) -> list[date]:
    count = len(days) + change.extra + change.grace
    if change.new_due is not None:
        later = [agreement.frequency.after(change.new_due, step) for step in range(count - place)]
        return [*days[:place], *later]
    more = [agreement.frequency.after(days[-1], step) for step in range(1, count - len(days) + 1)]
    return [*days, *more]
