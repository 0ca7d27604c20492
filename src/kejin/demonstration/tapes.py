"""Monthly loan tapes of a bank that lends outside the financings: a book taken on, months that agree, two mistakes.

One is a slip of the pen that a corrected tape mends; the other, a rate that was changed, is explained by the bank and
waits for the office. So the queue of breaks holds what it is for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from kejin.calendars import add_months
from kejin.demonstration.acting import Script
from kejin.demonstration.codes import credit_code
from kejin.demonstration.diary import Story
from kejin.demonstration.players import Cast
from kejin.records.tapes.dictionary import usual_cycle_months, usual_day_count
from kejin.records.tapes.expecting import due_states
from kejin.records.tapes.models import Break

HOUSE: Final = "bank3"
_LOANS: Final = 12
_MONTHS: Final = 4
_FIRST_CODE: Final = 50_000
_FORMS: Final = ("equal_instalment", "equal_principal", "interest_first", "bullet")
_PRINCIPAL_FEN, _STEP_FEN = 2_000_000_00, 150_000_00
_TOLD: Final = ("contract_number", "credit_code", "principal_minor", "rate_ppb", "repayment")
_SLIP_FEN: Final = 90_00
_RATE_PPB, _RATE_STEP_PPB, _RESET_PPB = 31_000_000, 500_000, 2_000_000
_CORRECTED_AFTER: Final = 4


@dataclass(frozen=True, slots=True)
class Months:
    """The months of the story, each by its first day: the one the book is taken on in, and those reported after it."""

    taken_on: date
    reported: Sequence[date]


def months_until(until: date) -> Months:
    """The last months that are over on a day."""
    last = until.replace(day=1)
    months = [add_months(last, -back) for back in range(_MONTHS, 0, -1)]
    return Months(months[0], months[1:])


def tapes(script: Script, cast: Cast, months: Months) -> Story:
    """Bring and reconcile a tape on the first working day after each month."""
    clerk, book = cast.of(HOUSE, "handler"), _book(months.taken_on)

    def bring(month: date, rows: Iterable[Mapping[str, Any]], **parts: Any) -> int:
        done = script.act(
            clerk,
            "tape.submit",
            month=f"{month:%Y-%m}",
            source=f"演示贷款报表{month:%Y%m}.csv",
            rows=list(rows),
            **parts,
        )
        number = int(done["tape_id"])
        script.act(clerk, "tape.reconcile", tape_id=number)
        return number

    yield add_months(months.taken_on, 1)
    bring(months.taken_on, _rows(book, months.taken_on), kind="take_on")
    *before, slipped, latest = months.reported
    for month in before:
        yield add_months(month, 1)
        bring(month, _rows(book, month))
    yield add_months(slipped, 1)
    right = list(_rows(book, slipped))
    first = right[0]
    number = bring(slipped, [{**first, "balance_minor": first["balance_minor"] + _SLIP_FEN}, *right[1:]])
    yield _CORRECTED_AFTER
    bring(slipped, right, corrects=number)
    yield add_months(latest, 1)
    *rest, last = _rows(book, latest)
    number = bring(latest, [*rest, {**last, "rate_ppb": last["rate_ppb"] + _RESET_PPB}])
    found = Break.objects.get(first_tape_id=number, code="rate")
    script.act(clerk, "tape.explain_break", break_ids=[found.pk], reason_code="rate_reset")


def _book(taken_on: date) -> pl.DataFrame:
    """The loans, drawn in the months before the book is taken on; each still runs at the end of the story."""
    rows = []
    for number in range(_LOANS):
        drawn = add_months(taken_on, -2 - number % 6).replace(day=1 + number * 2)
        form = _FORMS[number % len(_FORMS)]
        rows.append({
            "contract_number": f"演示-{number + 1:03d}", "credit_code": credit_code(_FIRST_CODE + number),
            "principal_minor": _PRINCIPAL_FEN + _STEP_FEN * number, "rate_ppb": _RATE_PPB + _RATE_STEP_PPB * number,
            "drawn_on": drawn, "matures_on": add_months(drawn, 24), "repayment": form,
            "interest_months": usual_cycle_months(form), "day_count": usual_day_count(form),
        })  # fmt: skip
    return pl.DataFrame(rows)


def _rows(book: pl.DataFrame, month: date) -> Iterator[Mapping[str, Any]]:
    """The tape of a bank whose borrowers all pay what is due on its day."""
    as_of = add_months(month, 1) - timedelta(days=1)
    asked = book.with_columns(
        from_on=pl.col("drawn_on"), opening_minor=pl.col("principal_minor"), paid_principal_minor=0,
        paid_interest_minor=0,
    )  # fmt: skip
    for row in due_states(asked, as_of).iter_rows(named=True):
        paid = row["due_principal_minor"]
        told = {
            name: row[name]
            for name in ("contract_number", "credit_code", "principal_minor", "rate_ppb", "repayment")
        }
        yield told | {
            "drawn_on": row["drawn_on"].isoformat(), "matures_on": row["matures_on"].isoformat(),
            "principal_paid_minor": paid, "interest_paid_minor": row["due_interest_minor"],
            "balance_minor": row["principal_minor"] - paid, "days_past_due": 0, "status": "normal",
            "place_code": "440100", "industry_code": "C39", "is_technology": True,
        }  # fmt: skip
