"""Costs after subsidy as JSON, as a table and as a picture."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kejin.cli.flow_picture import PURPOSES, flow_picture
from kejin.cli.output import messages, printable
from kejin.cli.speaking import Speaker
from kejin.errors import FileError
from kejin.facts import Label
from kejin.instruments.costs import Cost, Purpose
from kejin.instruments.yields import Yield
from kejin.money import Currency, Money
from kejin.planning.costing import OfferCost

W: Mapping[str, Label] = {
    "date": Label("日期", "Date"),
    "total": Label("当日收支", "Net of the day"),
    "sum": Label("合计", "Total"),
    "gross": Label("利息和费用", "Interest and fees"),
    "subsidised": Label("补贴", "Subsidies"),
    "net": Label("补贴后净成本", "Net cost after subsidy"),
    "before": Label("补贴前年化", "Effective rate before subsidy"),
    "after": Label("补贴后综合年化", "Effective rate after subsidy"),
    "peak": Label("最高一期", "Largest payment"),
    "choice": Label("方案", "Choice"),
    "none": Label("没有使现值为零的利率", "no rate brings the present value to nil"),
}


def cost_as_plain(made: OfferCost) -> dict[str, object]:
    """The cost of an offer for `--json`."""
    return {
        "product": made.product.key,
        "supports": [support.key for support in made.supports],
        "remarks": list(made.remarks),
        **plain_cost(made.cost),
    }


def plain_cost(cost: Cost) -> dict[str, object]:
    """A cost for `--json`: totals in minor units, rates as numbers, every flow."""
    return {
        "currency": cost.currency,
        "gross": cost.gross,
        "subsidised": cost.subsidised,
        "net": cost.net,
        "effective_rate_before": cost.effective_rate_before,
        "effective_rate": cost.effective_rate,
        "before": _plain_rate(cost.before),
        "after": _plain_rate(cost.after),
        "flows": list(cost.flows),
    }


def _plain_rate(found: Yield) -> dict[str, object]:
    return {"status": found.status.name.lower(), "rate": found.rate, "rates": list(found.rates)}


def print_cost(console: Console, cost: Cost, say: Speaker) -> None:
    """The flows day by day, then what they come to."""
    used = [purpose for purpose in PURPOSES if any(flow.purpose is purpose for flow in cost.flows)]
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(say(W["date"]))
    for purpose in used:
        table.add_column(say(PURPOSES[purpose][0]), justify="right")
    table.add_column(say(W["total"]), justify="right")
    currency = Currency.of(cost.currency)
    for day, amounts in cost.by_day().items():
        cells = [amount(amounts[purpose], currency) if purpose in amounts else "" for purpose in used]
        table.add_row(day.isoformat(), *cells, amount(sum(amounts.values()), currency))
    totals = [amount(cost.total(purpose), currency) for purpose in used]
    table.add_row(say(W["sum"]), *totals, amount(cost.total(*used), currency))
    console.print(table)
    console.print()
    for key, text in summary(cost, say):
        console.print(Text(f"{say(W[key])}  ").append(text, style="bold"))


def summary(cost: Cost, say: Speaker) -> Iterable[tuple[str, str]]:
    """What a cost comes to, by the keys of `W`."""
    currency = Currency.of(cost.currency)
    yield "gross", amount(cost.gross, currency)
    if cost.subsidised:
        yield "subsidised", amount(cost.subsidised, currency)
        yield "net", amount(cost.net, currency)
        yield "before", rate_words(cost.effective_rate_before, say)
    yield "after", rate_words(cost.effective_rate, say)


def print_comparison(console: Console, choices: Sequence[tuple[str, Cost]], say: Speaker) -> None:
    """One line for each choice."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(say(W["choice"]))
    for key in ("gross", "subsidised", "net", "peak", "before", "after"):
        table.add_column(say(W[key]), justify="right")
    for name, cost in choices:
        currency = Currency.of(cost.currency)
        sums = (cost.gross, cost.subsidised, cost.net, peak(cost))
        table.add_row(
            name,
            *(amount(each, currency) for each in sums),
            rate_words(cost.effective_rate_before, say),
            rate_words(cost.effective_rate, say),
        )
    console.print(table)


def peak(cost: Cost) -> int:
    """The largest amount that has to be paid on one day, before subsidies."""
    days = cost.by_day().values()
    return max(-sum(amount for purpose, amount in each.items() if purpose not in _RECEIVED) for each in days)


_RECEIVED = (Purpose.DRAWN, Purpose.SUBSIDY)


def rate_words(rate: float | None, say: Speaker) -> str:
    """A rate to a thousandth of a per cent, or that there is none."""
    return f"{rate * 100:.3f}%" if rate is not None else say(W["none"])


def amount(minor: int, currency: Currency) -> str:
    """An amount in the main unit, with separators of thousands."""
    return f"{Money(minor, currency).as_decimal():,.{currency.exponent}f}"


def write_picture(cost: Cost, path: Path, say: Speaker) -> None:
    """Write the picture of the flows.

    Raises:
        FileError: The name does not end in .svg.
    """
    if path.suffix != ".svg":
        raise FileError("The file's ending says no format", expected=".svg", found=path.name)
    language: Literal["zh", "en"] = "en" if say.language == "en" else "zh"
    drawn = flow_picture(cost.flows, currency=Currency.of(cost.currency), language=language)
    path.write_text(drawn, encoding="utf-8")
    messages().print(f"→ {printable(str(path))}")
