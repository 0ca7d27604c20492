"""Contracts as tables and as JSON, whatever their kind: schedules, payments of revenue, bills, flows."""

from collections.abc import Mapping, Sequence
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kejin.cli.costs import amount, rate_words
from kejin.cli.output import printable
from kejin.cli.speaking import Speaker
from kejin.facts import Label
from kejin.instruments.costs import Purpose
from kejin.instruments.loans import Payment, RevenuePayment, Schedule
from kejin.instruments.loans.servicing import Account, Bill, BillKind, Part
from kejin.instruments.termsheets import Contract
from kejin.money import Currency

_W: Final[Mapping[str, Label]] = {
    "date": Label("日期", "Date"),
    "paid": Label("应付合计", "Payment"),
    "principal": Label("本金", "Principal"),
    "interest": Label("利息", "Interest"),
    "other": Label("费用", "Fees"),
    "balance": Label("剩余本金", "Balance"),
    "total": Label("合计", "Total"),
    "fee": Label("折价费用", "Discount fee"),
    "due": Label("应还日", "Due"),
    "owed": Label("应还", "Owed"),
    "settled": Label("已还", "Paid"),
    "early": Label("其中提前", "in advance"),
    "late": Label("其中逾期", "late"),
    "open": Label("未还", "Open"),
    "kind": Label("账单", "Bill"),
    "overpaid": Label("多付", "Overpaid"),
    "written_off": Label("已核销", "Written off"),
    "rate": Label("合同年化", "Effective rate"),
    "flow": Label("收付", "Flow"),
}
_BILLS: Final[Mapping[BillKind, Label]] = {
    BillKind.INSTALMENT: Label("分期", "instalment"),
    BillKind.DOWN_PAYMENT: Label("首付", "down payment"),
    BillKind.EXTRA: Label("附加", "extra"),
    BillKind.RE_AGED: Label("重组", "re-aged"),
}


def contract_as_plain(contract: Contract) -> dict[str, object]:
    """A contract for `--json`: what its kind has, and the flows that every kind has."""
    made, common = contract.made, {"contract": contract.name, "currency": contract.sheet.currency.value}
    flows = {"flows": list(contract.flows)}
    if isinstance(made, Schedule):
        return {**common, "payments": list(made.payments()), "events": made.events().frame(), **flows}
    if isinstance(made, Account):
        bills = [_bill_as_plain(bill) for bill in made.bills]
        return {**common, "bills": bills, "overpaid": made.overpaid, **flows}
    return {**common, "payments": list(made or ()), **flows}


def _bill_as_plain(bill: Bill) -> dict[str, object]:
    return {
        "kind": bill.kind.value,
        "from": bill.span.start,
        "due": bill.span.end,
        "charged": {part.value.lower(): bill.charged[part] for part in Part},
        "paid": {part.value.lower(): bill.paid[part] for part in Part},
        "written_off": sum(bill.written_off.values()),
        "in_advance": bill.in_advance,
        "late": bill.late,
        "open": bill.open,
        "settled_on": bill.settled_on,
    }


def print_contract(console: Console, contract: Contract, say: Speaker) -> None:
    """Print a contract by its kind, and the rate that its flows bear."""
    made, currency = contract.made, contract.sheet.currency
    console.print(Text(printable(contract.name), style="bold"))
    if isinstance(made, Schedule):
        print_schedule(console, made, say)
    elif isinstance(made, Account):
        _print_account(console, made, say, currency=currency)
    elif made:
        _print_revenue(console, made, say, currency=currency)
    else:
        _print_flows(console, contract, say)
    cost = contract.cost
    console.print(Text(f"{say(_W['rate'])}  ").append(rate_words(cost.effective_rate_before, say), "bold"))


def print_schedule(console: Console, made: Schedule, say: Speaker) -> None:
    """Print one loan's table: payout, payments, totals."""
    currency = Currency.of(made.currency)
    payments = _while_owed(list(made.payments()))
    keys = ["principal", "interest", "other", "balance"]
    if not any(line.other for line in payments):
        keys.remove("other")
    table = _table(say, ("date", "paid", *keys))
    for number, line in enumerate(payments):
        parts = [line.principal + line.interest + line.other, *(getattr(line, key) for key in keys)]
        table.add_row(str(number), line.day.isoformat(), *(amount(int(part), currency) for part in parts))
    repaid = [line for line in payments if line.principal >= 0]
    sums = [int(sum(getattr(line, key) for line in repaid)) for key in keys[:-1]]
    table.add_row("", say(_W["total"]), *(amount(part, currency) for part in (sum(sums), *sums)))
    console.print(table)


def _while_owed(payments: list[Payment]) -> list[Payment]:
    """The lines without those at the end on which nothing is paid any more."""
    while len(payments) > 1 and not any((payments[-1].principal, payments[-1].interest, payments[-1].other)):
        payments.pop()
    return payments


def _print_revenue(
    console: Console, made: Sequence[RevenuePayment], say: Speaker, *, currency: Currency
) -> None:
    table = _table(say, ("date", "paid", "principal", "fee", "balance"))
    for number, line in enumerate(made, 1):
        parts = (line.payment, line.principal, line.fee, line.balance)
        table.add_row(str(number), line.day.isoformat(), *(amount(part, currency) for part in parts))
    sums = [sum(getattr(line, name) for line in made) for name in ("payment", "principal", "fee")]
    table.add_row("", say(_W["total"]), *(amount(part, currency) for part in sums))
    console.print(table)


def _print_account(console: Console, account: Account, say: Speaker, *, currency: Currency) -> None:
    table = _table(say, ("due", "kind", "principal", "interest", "other", "settled", "early", "late", "open"))
    for number, bill in enumerate(account.bills, 1):
        other = bill.charged[Part.FEE] + bill.charged[Part.PENALTY]
        parts = (
            bill.charged[Part.PRINCIPAL], bill.charged[Part.INTEREST], other, bill.total_paid, bill.in_advance,
            bill.late, bill.open,
        )  # fmt: skip
        cells = (amount(part, currency) if part else "" for part in parts)
        table.add_row(str(number), bill.span.end.isoformat(), say(_BILLS[bill.kind]), *cells)
    console.print(table)
    written_off = sum(sum(bill.written_off.values()) for bill in account.bills)
    for key, over in (("overpaid", account.overpaid), ("written_off", written_off)):
        if over:
            console.print(f"{say(_W[key])}  {amount(over, currency)}")


def _print_flows(console: Console, contract: Contract, say: Speaker) -> None:
    table = _table(say, ("date", "principal", "interest", "other", "flow"))
    columns = ((Purpose.DRAWN, Purpose.PRINCIPAL), (Purpose.INTEREST,), (Purpose.FEE, Purpose.ONCE_FEE))
    currency = contract.sheet.currency
    by_day: dict[str, dict[Purpose, int]] = {}
    for flow in contract.flows:
        of_day = by_day.setdefault(flow.day.isoformat(), {})
        of_day[flow.purpose] = of_day.get(flow.purpose, 0) + flow.amount
    for number, (day, amounts) in enumerate(by_day.items()):
        parts = [sum(amounts.get(purpose, 0) for purpose in column) for column in columns]
        cells = [amount(part, currency) if part else "" for part in parts]
        table.add_row(str(number), day, *cells, amount(sum(parts), currency))
    console.print(table)


def _table(say: Speaker, keys: Sequence[str]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("", justify="right")
    for key in keys:
        table.add_column(say(_W[key]), justify="left" if key in {"date", "due", "kind"} else "right")
    return table
