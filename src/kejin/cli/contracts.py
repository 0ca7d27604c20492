"""`kejin contracts`: what a contract's terms mean, payment by payment."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kejin.calendars import add_months, calendar_named
from kejin.cli.contract_costs import compare_command, cost_command
from kejin.cli.contract_options import (
    CalendarOption,
    CheckOption,
    ContractOption,
    ConventionOption,
    DayCountOption,
    EndOption,
    EveryOption,
    FirstOption,
    FormOption,
    InterestOnlyOption,
    MonthsOption,
    PictureOption,
    PrincipalOption,
    RateOption,
    StartOption,
    UntilOption,
)
from kejin.cli.contract_picture import picture
from kejin.cli.contract_prices import price_command
from kejin.cli.options import JsonFlag, LanguageOption, language_of
from kejin.cli.output import emit, printable, results
from kejin.cli.speaking import Speaker
from kejin.errors import FileError
from kejin.facts import Label
from kejin.instruments.actus import Row, compare_case, read_cases, run_case
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

app.command("cost")(cost_command)
app.command("compare")(compare_command)
app.command("price")(price_command)

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
    "event": Label("事件", "Event"),
    "payoff": Label("现金流", "Payoff"),
    "principal_left": Label("名义本金", "Notional"),
    "rows": Label("行", "rows"),
}
_TEXTS: Final = frozenset({"eventDate", "eventType", "currency", "exerciseDate"})


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
    drawn_into: PictureOption = None,
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
    if drawn_into is not None:
        drawn_into.write_text(picture([(f"{principal}  {rate}  {form}", made)]), encoding="utf-8")
    if as_json:
        emit({"currency": made.currency, "payments": list(made.payments()), "events": made.events().frame()})
    else:
        print_schedule(results(), made, Speaker(language_of(lang)))


@app.command("actus")
def actus_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Terms, or cases, in ACTUS's own JSON.")],
    *,
    contract: ContractOption = None,
    until: UntilOption = None,
    check: CheckOption = False,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Work out ACTUS contracts: every event with payoff and state. 按 ACTUS 标准计算合同事件。"""
    cases = read_cases(file)
    if contract is not None:
        if contract not in cases:
            raise FileError("The file does not hold this contract", expected=", ".join(cases), found=contract)
        cases = {contract: cases[contract]}
    if until is not None:
        cases = {name: {**case, "to": until.isoformat()} for name, case in cases.items()}
    if check:
        _check(cases, as_json=as_json, say=Speaker(language_of(lang)))
        return
    runs = {name: run_case(case) for name, case in cases.items()}
    if as_json:
        emit({name: [row.as_dict() for row in rows] for name, rows in runs.items()})
    else:
        for name, rows in runs.items():
            print_rows(results(), name, rows, say=Speaker(language_of(lang)))


def _check(cases: Mapping[str, Mapping[str, object]], *, as_json: bool, say: Speaker) -> None:
    """Set each case beside the results that it prints; exit code 1 when one differs."""
    made = [compare_case(name, case) for name, case in cases.items()]
    if as_json:
        emit(
            [
                {"case": each.case, "rows": each.rows, "agrees": each.agrees, "difference": each.difference,
                 "error": each.error.as_dict() if each.error else None}
                for each in made
            ]
        )  # fmt: skip
    else:
        for each in made:
            mark = Text("✓ ", style="green") if each.agrees else Text("✗ ", style="red")
            line = mark.append(f"{printable(each.case)}  {each.rows} {say(_W['rows'])}", style="default")
            if each.difference is not None:
                part = each.difference
                line.append(f"  {part.row + 1}: {part.name}  {part.ours} ≠ {part.theirs}", style="red")
            if each.error is not None:
                line.append(f"  {printable(each.error.sentence())}", style="red")
            results().print(line)
    if not all(each.agrees for each in made):
        raise typer.Exit(1)


def print_rows(console: Console, name: str, rows: Sequence[Row], *, say: Speaker) -> None:
    """Print the events of one contract as a table."""
    table = Table(box=None, pad_edge=False, header_style="bold", title=printable(name), title_justify="left")
    dicts = [row.as_dict() for row in rows]
    columns = list(dict.fromkeys(name for row in dicts for name in row))
    heads = {
        "eventDate": "date",
        "eventType": "event",
        "payoff": "payoff",
        "notionalPrincipal": "principal_left",
    }
    for column in columns:
        label = say(_W[heads[column]]) if column in heads else column
        table.add_column(label, justify="left" if column in _TEXTS else "right")
    for row in dicts:
        table.add_row(*(_cell(row.get(column, "")) for column in columns))
    console.print(table)


def _cell(value: object) -> str:
    return f"{value:,.10g}" if isinstance(value, float) else printable(str(value)).removesuffix("T00:00:00")


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
