"""CSH and STK: cash on an account, and shares with their dividends. They have no state that moves."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from kejin.errors import TermsError
from kejin.instruments.actus.observing import Observations
from kejin.instruments.actus.reading import Terms, midnight
from kejin.instruments.actus.rows import ResultRow
from kejin.instruments.actus.terms import Basics, Trade
from kejin.instruments.conventions import cycle_dates
from kejin.instruments.events import KINDS, EventKind


def run_cash(terms: Terms, seen: Observations, until: datetime | None) -> list[ResultRow]:
    """CSH: the balance at each time that was asked for."""
    basics = Basics.of(terms)
    notional = basics.sign * terms.needed("notionalPrincipal", terms.number("notionalPrincipal"))
    return [
        ResultRow(event.time, EventKind.AD, 0.0, basics.currency, notional)
        for event in seen.of_kind("AD")
        if event.time > basics.status_date and (until is None or event.time <= until)
    ]


def run_stock(terms: Terms, seen: Observations, until: datetime | None) -> list[ResultRow]:
    """STK: purchase, dividends (the next one stated, later ones observed), sale.

    Raises:
        TermsError: Dividends without an end, and no last time was given.
    """
    basics, trade = Basics.of(terms), Trade.of(terms)
    rows = list(_dividends(terms, seen, until))
    if trade.purchase_date is not None:
        rows = [row for row in rows if row.time >= trade.purchase_date]
        price = -basics.sign * trade.price_at_purchase
        rows.append(ResultRow(trade.purchase_date, EventKind.PRD, price, basics.currency))
    if trade.termination_date is not None:
        rows = [row for row in rows if row.time <= trade.termination_date]
        price = basics.sign * trade.price_at_termination
        rows.append(ResultRow(trade.termination_date, EventKind.TD, price, basics.currency))
    rows += [ResultRow(event.time, EventKind.AD, 0.0, basics.currency) for event in seen.of_kind("AD")]
    kept = [row for row in rows if row.time > basics.status_date and (until is None or row.time <= until)]
    return sorted(kept, key=lambda row: (row.time, KINDS.index(row.kind)))


def _dividends(terms: Terms, seen: Observations, until: datetime | None) -> Iterator[ResultRow]:
    basics, stated = Basics.of(terms), terms.number("nextDividendPaymentAmount")
    anchor = terms.day("cycleAnchorDateOfDividendPayment") or terms.day("nextDividendPaymentDate")
    cycle = terms.cycle("cycleOfDividendPayment")
    if anchor is None:
        return
    if until is None:
        raise TermsError(
            "dividends have no end",
            expected="a last time to look at",
            where=f"{terms.where}: to",
        )
    days = [anchor]
    if cycle is not None:
        sticks = basics.dates.sticks_to_month_end
        days = cycle_dates(anchor, cycle, until.date() + timedelta(days=1), end_of_month=sticks)[:-1]
    for place, day in enumerate(days):
        time = midnight(basics.dates.moment(day).paid)
        if place == 0 and stated is not None:
            amount = stated
        elif time > basics.status_date:
            amount = seen.at(terms.text("marketObjectCodeOfDividends"), time, otherwise=midnight(day))
        else:
            continue
        yield ResultRow(time, EventKind.DV, basics.sign * amount, basics.currency)
