"""`kejin contracts`: what a contract's terms mean, payment by payment."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import typer
from rich.console import Console
from rich.table import Table

from kejin.calendars import add_months, calendar_named
from kejin.cli.contract_options import (
    CalendarOption,
    ConventionOption,
    DayCountOption,
    EndOption,
    EveryOption,
    FirstOption,
    FormOption,
    InterestOnlyOption,
    MonthsOption,
    PrincipalOption,
    RateOption,
    StartOption,
)
from kejin.cli.options import JsonFlag, LanguageOption, language_of
from kejin.cli.output import emit, results
from kejin.cli.terminal import Speaker
from kejin.facts import Label
from kejin.instruments.conventions import BusinessDayConvention, Cycle, DateRules, DayCount
from kejin.instruments.loans import (
    Bullet,
    EqualInstalments,
    EqualPrincipal,
    LoanTerms,
    Repayment,
    Schedule,
    schedule,
)
from kejin.money import Currency, Money, Rate, parse_yuan

app = typer.Typer(
    name="contracts", help="What terms mean, payment by payment. 合同现金流。", no_args_is_help=True
)

_FORMS: Final[Mapping[str, Repayment]] = MappingProxyType(
    {"equal-instalment": EqualInstalments(), "equal-principal": EqualPrincipal(), "bullet": Bullet()}
)
_W = {
    "date": Label("日期", "Date"),
    "paid": Label("应付合计", "Payment"),
    "principal": Label("本金", "Principal"),
    "interest": Label("利息", "Interest"),
    "balance": Label("剩余本金", "Balance"),
    "total": Label("合计", "Total"),
}


@app.command("schedule")
def schedule_command(
    *,
    principal: PrincipalOption,
    rate: RateOption,
    start: StartOption,
    months: MonthsOption = None,
    end: EndOption = None,
    form: FormOption = "equal-instalment",
    every: EveryOption = "P1M",
    first: FirstOption = None,
    interest_only: InterestOnlyOption = 0,
    day_count: DayCountOption = "MONTHLY",
    calendar: CalendarOption = None,
    convention: ConventionOption = "CSF",
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Show a loan's repayment schedule, exact to the fen. 还款计划。"""
    if (months is None) == (end is None):
        raise typer.BadParameter("give either --months or --to")
    dates = DateRules()
    if calendar is not None:
        dates = DateRules(BusinessDayConvention.of(convention), calendar_named(calendar))
    terms = LoanTerms(
        notional_principal=Money(parse_yuan(principal), Currency.CNY),
        nominal_interest_rate=Rate.parse(rate),
        initial_exchange_date=start,
        maturity_date=end or add_months(start, months or 0),
        repayment=_FORMS[form],
        day_count_convention=DayCount.of(day_count),
        cycle_of_interest_payment=None if every == "end" else Cycle.parse(every),
        cycle_anchor_date_of_interest_payment=first,
        dates=dates,
    )
    made = schedule(terms.after_interest_only(interest_only))
    if as_json:
        emit({"currency": made.currency, "payments": list(made.payments()), "events": made.events().frame()})
    else:
        print_schedule(results(), made, Speaker(language_of(lang)))


def print_schedule(console: Console, made: Schedule, say: Speaker) -> None:
    """Print one loan's table: payout, payments, totals."""
    currency = Currency.of(made.currency)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("", justify="right")
    table.add_column(say(_W["date"]))
    for key in ("paid", "principal", "interest", "balance"):
        table.add_column(say(_W[key]), justify="right")
    payments = list(made.payments())
    for number, line in enumerate(payments):
        parts = (line.principal + line.interest + line.other, line.principal, line.interest, line.balance)
        table.add_row(str(number), line.day.isoformat(), *(_amount(part, currency) for part in parts))
    repaid = [line for line in payments if line.principal >= 0]
    principal, interest = (sum(getattr(line, name) for line in repaid) for name in ("principal", "interest"))
    table.add_row(
        "",
        say(_W["total"]),
        *(_amount(part, currency) for part in (principal + interest, principal, interest)),
    )
    console.print(table)


def _amount(minor: float, currency: Currency) -> str:
    return f"{Money(int(minor), currency).as_decimal():,.{currency.exponent}f}"
