"""`kejin contracts price`: what a growth-sharing loan or a loan with warrants is worth beside the plain loan."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table

from kejin.cli.contract_options import (
    GivenTerms,
    MonthsOption,
    PrincipalOption,
    RateOption,
    StartOption,
    TermsOption,
)
from kejin.cli.costs import amount
from kejin.cli.options import JsonFlag, LanguageOption, language_of
from kejin.cli.output import emit, results
from kejin.cli.speaking import Speaker
from kejin.errors import TermsError
from kejin.facts import Label
from kejin.instruments.growth import (
    Beside,
    EquityGain,
    Extra,
    FutureBusiness,
    Outlook,
    ResultRate,
    Warrants,
    beside_plain,
)
from kejin.instruments.termsheets import read_contract
from kejin.money import RATE_SCALE, Currency, Rate, parse_yuan

_W: Final[Mapping[str, Label]] = {
    "plain": Label("普通贷款的价值", "The plain loan"),
    "loan": Label("低利率贷款本身的价值", "The loan at its lower rate"),
    "forgone": Label("让渡的利息价值", "What the lower rate gives up"),
    "extra": Label("分享部分的公允价值", "Fair value of the extra"),
    "balance": Label("贷款人净得（负为不足）", "Over the plain loan (negative: short of it)"),
    "dilution": Label("行权后稀释", "Dilution once exercised"),
    "expected_dilution": Label("按行权概率的稀释", "Dilution by probability of exercise"),
    "equity_dilution": Label("同额股权融资的稀释", "Dilution of new shares for the same money"),
    "error": Label("模拟标准误", "standard error of the simulation"),
    "assumed": Label(
        "以上为给定假设下贷款人今日的价值，不是预测",
        "Values to the lender today under the given assumptions; no forecast",
    ),
}

Words = Mapping[str, str]


def _share(text: str) -> float:
    return Rate.parse(text).ppb / RATE_SCALE


def _results(words: Words) -> ResultRate:
    shares = {name: _share(words[name]) for name in ("base", "target", "floor", "cap")}
    most = parse_yuan(words["most"]) if "most" in words else None
    return ResultRate(slope=float(words["slope"]), most=most, **shares)


def _business(words: Words) -> FutureBusiness:
    return FutureBusiness(
        parse_yuan(words["revenue"]),
        _share(words["share"]),
        _share(words["margin"]),
        int(words.get("first", "1")),
        int(words["last"]),
        parse_yuan(words["least"]) if "least" in words else 0,
    )


def _equity(words: Words) -> EquityGain:
    most = parse_yuan(words["most"]) if "most" in words else None
    return EquityGain(
        parse_yuan(words["value"]),
        parse_yuan(words["beyond"]),
        _share(words["share"]),
        float(words["years"]),
        most,
    )


def _warrants(words: Words) -> Warrants:
    value, shares = parse_yuan(words["value"]), int(words["shares"])
    strike = parse_yuan(words["strike"])
    return Warrants(value, shares, int(words["count"]), strike, float(words["years"]))


_KINDS: Final[Mapping[str, tuple[Callable[[Words], Extra], tuple[str, ...], tuple[str, ...]]]] = {
    "results": (_results, ("base", "slope", "target", "floor", "cap"), ("most",)),
    "business": (_business, ("revenue", "share", "margin", "last"), ("first", "least")),
    "equity": (_equity, ("value", "beyond", "share", "years"), ("most",)),
    "warrants": (_warrants, ("value", "shares", "count", "strike", "years"), ()),
}


def price_command(
    *,
    terms_file: TermsOption = None,
    principal: PrincipalOption = None,
    rate: RateOption = None,
    plain_rate: Annotated[
        str | None, typer.Option("--plain-rate", metavar="RATE", help="A plain loan's rate. 普通贷款利率。")
    ] = None,
    start: StartOption = None,
    months: MonthsOption = None,
    extra: Annotated[
        str | None,
        typer.Option(
            "--extra",
            metavar="TERMS",
            help='One of "results base=3% slope=0.05 target=20% floor=2.4% cap=5% [most=AMOUNT]", '
            '"business revenue=AMOUNT share=10% margin=1% last=3 [first=1 least=AMOUNT]", '
            '"equity value=AMOUNT beyond=AMOUNT share=2% years=3 [most=AMOUNT]", '
            '"warrants value=AMOUNT shares=N count=N strike=AMOUNT years=3". 分享条款。',
        ),
    ] = None,
    growth: Annotated[
        str, typer.Option("--growth", help="Expected growth of revenue in a year. 预期增长。")
    ] = "0",
    volatility: Annotated[str, typer.Option("--volatility", help="Of revenue. 收入波动率。")] = "0",
    equity_volatility: Annotated[str, typer.Option("--equity-volatility", help="股权波动率。")] = "0",
    discount: Annotated[
        str, typer.Option("--discount", help="What the lender's money costs. 贴现率。")
    ] = "0",
    risk_free: Annotated[str, typer.Option("--risk-free", help="无风险利率。")] = "0",
    default: Annotated[
        str, typer.Option("--default", help="Probability of default in a year. 年违约率。")
    ] = "0",
    recovery: Annotated[str, typer.Option("--recovery", help="What comes back then. 回收率。")] = "0",
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Price a growth-sharing loan or a loan with warrants beside the plain loan. 成长分享贷、认股权贷定价。

    By options, interest monthly and principal at the end; by --terms a loan of any form with its extra, its outlook and
    its plainRate. By formula where there is one, else simulated, with its standard error.
    """
    given = GivenTerms(principal=principal, rate=rate, start=start, months=months)
    if terms_file is not None:
        given.refuse_beside_a_file()
        made, outlook = priced_file(terms_file)
    else:
        if plain_rate is None or extra is None:
            raise typer.BadParameter("give --plain-rate and --extra, or a --terms FILE")
        outlook = Outlook(
            *(
                _share(text)
                for text in (growth, volatility, equity_volatility, discount, risk_free, default, recovery)
            )
        )
        lower = given.loan("bullet", instead="a --terms FILE")
        plain = replace(lower, nominal_interest_rate=Rate.parse(plain_rate))
        made = beside_plain(plain, lower, parsed_extra(extra), outlook=outlook)
    if as_json:
        emit({"outlook": outlook, **_plain(made)})
    else:
        _print(results(), made, Speaker(language_of(lang)))


def priced_file(path: Path) -> tuple[Beside, Outlook]:
    """A terms file's loan beside the plain loan, and what it assumes."""
    priced = read_contract(path).price()
    return priced.beside, priced.outlook


def parsed_extra(text: str) -> Extra:
    """An extra from words such as "equity value=1亿元 beyond=2亿元 share=2% years=3".

    Raises:
        TermsError: A word is not one of its kind, is missing, or is no number.
    """
    kind, *rest = text.split() or [""]
    if kind not in _KINDS:
        raise TermsError("no such extra", expected=", ".join(_KINDS), found=kind, where="--extra")
    make, needed, allowed = _KINDS[kind]
    words = dict(word.partition("=")[::2] for word in rest)
    for name in words:
        if name not in {*needed, *allowed}:
            expected = ", ".join([*needed, *allowed])
            raise TermsError(f"{kind} has no such term", expected=expected, found=name, where="--extra")
    for name in needed:
        if not words.get(name):
            raise TermsError(f"{kind} is not complete", expected=f"{name}=", found=text, where="--extra")
    try:
        return make(words)
    except ValueError as error:
        raise TermsError(
            "a number of the extra is none", expected="numbers", found=text, where="--extra"
        ) from error


def _plain(made: Beside) -> dict[str, object]:
    return {
        "plain": made.plain,
        "loan": made.loan,
        "forgone": made.forgone,
        "extra": made.extra,
        "balance": made.balance,
        "dilution": made.dilution,
        "expected_dilution": made.expected_dilution,
        "equity_dilution": made.equity_dilution,
    }


def _print(console: Console, made: Beside, say: Speaker) -> None:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_column(style="dim")
    for name in ("plain", "loan", "forgone", "extra", "balance"):
        value = made.extra.amount if name == "extra" else getattr(made, name)
        error = made.extra.error if name == "extra" else 0.0
        note = f"± {amount(round(error), Currency.CNY)} {say(_W['error'])}" if error else ""
        table.add_row(say(_W[name]), amount(round(value), Currency.CNY), note)
    for name in ("dilution", "expected_dilution", "equity_dilution"):
        share = getattr(made, name)
        if share is not None:
            table.add_row(say(_W[name]), f"{share * 100:.2f}%", "")
    console.print(table)
    console.print(f"* {say(_W['assumed'])}", style="dim")
