"""A contract: its schedule as table, picture and file, what was reported of it, and how late it is."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render

from kejin.calendars import add_months
from kejin.console.common.tablefiles import FORMATS, table_file, yuan
from kejin.errors import KejinError
from kejin.instruments.conventions import Cycle, DayCount
from kejin.instruments.loans import (
    Bullet,
    EqualInstalments,
    EqualPrincipal,
    LoanTerms,
    Payment,
    Repayment,
    schedule,
)
from kejin.money import Currency, Money, Rate
from kejin.records.financing.models import Contract
from kejin.records.financing.steps import STATE_WORDS, State
from kejin.records.subsidies.claiming import Entitle
from kejin.records.tapes.dictionary import usual_cycle_months, usual_day_count
from kejin.web.acting import may
from kejin.web.needs import LENDER
from kejin.web.pages import page
from kejin.web.permissions import one_visible
from kejin.web.visitors import PageRequest
from kejin.web.words import say, word

_FORMS: dict[str, Repayment] = {
    "equal_instalment": EqualInstalments(),
    "equal_principal": EqualPrincipal(),
    "interest_first": Bullet(),
    "bullet": Bullet(),
}
_HEADS = ("day", "principal", "interest", "payment", "balance")


@page(LENDER)
def contract(request: PageRequest, number: int) -> HttpResponseBase:
    """One contract; `?format=csv` or `xlsx` gives its schedule as a file."""
    one_visible(request.visitor, Contract, number)
    found = Contract.objects.select_related("financing__enterprise", "offer").get(pk=number)
    try:
        payments, problem = payments_of(found), ""
    except KejinError as error:
        payments, problem = [], str(error)
    kind = request.GET.get("format", "")
    if kind in FORMATS and payments:
        heads = [say(word(f"institution.{name}")) for name in _HEADS]
        rows = [
            (one.day, yuan(int(one.principal)), yuan(int(one.interest)),
             yuan(int(one.principal) + int(one.interest)), yuan(int(one.balance)))
            for one in payments
        ]  # fmt: skip
        return table_file(f"{say(word('institution.schedule'))}-{found.number}", heads, rows, kind=kind)
    reports = list(found.reports.order_by("-as_of"))
    today = request.visitor.day
    context: dict[str, Any] = {
        "contract": found,
        "state": STATE_WORDS[State(found.financing.state)],
        "lines": [(one, int(one.principal) + int(one.interest), _is_past(one, today)) for one in payments],
        "interest": sum(int(one.interest) for one in payments),
        "option": _option(payments),
        "problem": problem,
        "may_entitle": may(request.visitor, Entitle),
        "reports": reports,
        "latest": reports[0] if reports else None,
        "next": next((one for one in payments if today is not None and one.day > today), None),
        "months": usual_cycle_months(found.offer.repayment),
        "day_count": usual_day_count(found.offer.repayment),
    }
    return render(request, "console/institution/contract.html", context)


def payments_of(found: Contract) -> list[Payment]:
    """The schedule of a contract by its offer's terms, from the day of signing; the payout is left out.

    The conventions are those that a tape is compared with.

    Raises:
        KejinError: The engine refuses the terms.
    """
    offer = found.offer
    months = usual_cycle_months(offer.repayment)
    terms = LoanTerms(
        notional_principal=Money(offer.principal_minor, Currency(found.financing.currency)),
        nominal_interest_rate=Rate(offer.rate_ppb),
        initial_exchange_date=found.signed_on,
        maturity_date=add_months(found.signed_on, offer.term_months),
        repayment=_FORMS[offer.repayment],
        day_count_convention=DayCount.of(usual_day_count(offer.repayment)),
        cycle_of_interest_payment=Cycle(months=months) if months else None,
    )
    return [one for one in schedule(terms).payments() if one.principal >= 0 and one.day > found.signed_on]


def _is_past(one: Payment, today: date | None) -> bool:
    return today is not None and one.day <= today


def _option(payments: Sequence[Payment]) -> dict[str, Any]:
    """The picture: principal and interest as stacked bars, the balance as a line; amounts in yuan."""
    days = [one.day.isoformat() for one in payments]
    names = {name: say(word(f"institution.{name}")) for name in ("principal", "interest", "balance")}
    bar = {"type": "bar", "stack": "paid", "barMaxWidth": 28}
    series = [
        bar | {"name": names["principal"], "itemStyle": {"color": "#5b8ff9"},
               "data": [int(one.principal) / 100 for one in payments]},
        bar | {"name": names["interest"], "itemStyle": {"color": "#f6bd16"},
               "data": [int(one.interest) / 100 for one in payments]},
        {"type": "line", "name": names["balance"], "yAxisIndex": 1, "step": "end", "symbol": "none",
         "lineStyle": {"color": "#12603a"}, "itemStyle": {"color": "#12603a"},
         "data": [int(one.balance) / 100 for one in payments]},
    ]  # fmt: skip
    unit = say(word("institution.yuan"))
    return {
        "aria": {"enabled": True},
        "grid": {"left": 12, "right": 12, "top": 56, "bottom": 8, "containLabel": True},
        "legend": {"top": 0},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": days},
        "yAxis": [
            {"type": "value", "name": unit},
            {"type": "value", "name": names["balance"], "splitLine": {"show": False}},
        ],
        "series": series,
    }  # fmt: skip
