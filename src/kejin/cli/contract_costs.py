"""`kejin contracts cost` and `compare`: what borrowing costs after every subsidy, and which form costs least."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Final, TypeVar

import typer

from kejin.assessment import answer_for
from kejin.calendars import add_months
from kejin.cli import tracking
from kejin.cli.contract_options import DayCountOption, EveryOption, Form, InterestOnlyOption
from kejin.cli.costs import plain_cost, print_comparison, print_cost, write_picture
from kejin.cli.explain import DEFAULT_RUN, replayed
from kejin.cli.offers import RunOption
from kejin.cli.options import JsonFlag, LanguageOption, day_of, language_of
from kejin.cli.output import emit, results
from kejin.cli.speaking import Speaker
from kejin.errors import CatalogueError, TermsError
from kejin.facts import Label
from kejin.instruments.conventions import Cycle, DayCount
from kejin.instruments.costs import Basis, Claim, Fee, Purpose, Subsidy, cost_of
from kejin.instruments.loans import Bullet, EqualInstalments, EqualPrincipal, LoanTerms, Repayment
from kejin.money import Currency, Money, Rate, parse_yuan
from kejin.planning import Catalogue, OfferCost, offer_costs, offers
from kejin.planning.opening import only_enterprises

_T = TypeVar("_T")

FORMS: Final[dict[str, tuple[Repayment, Label]]] = {
    "equal-instalment": (EqualInstalments(), Label("等额本息", "equal instalments")),
    "equal-principal": (EqualPrincipal(), Label("等额本金", "equal principal")),
    "bullet": (Bullet(), Label("按期付息、到期还本", "interest as it falls due, principal at the end")),
}
_OF: Final = {
    "interest": Basis.INTEREST,
    "points": Basis.POINTS,
    "fee": Basis.FEE,
    "premium": Basis.PREMIUM,
    "cost": Basis.COST,
}
_CLAIMED: Final = {
    "payment": Claim.WITH_PAYMENT,
    "quarter": Claim.BY_QUARTER,
    "year": Claim.BY_YEAR,
    "end": Claim.AFTER_REPAYMENT,
}
_KEYS: Final = ("of", "share", "claimed", "cap", "covers", "years", "after")

ProductArgument = Annotated[
    str | None, typer.Argument(metavar="[PRODUCT]", help="A product of the catalogue, with --for. 产品。")
]
ForOption = Annotated[
    str | None, typer.Option("--for", metavar="CODE", help="The enterprise that it is offered to. 企业。")
]
PrincipalOption = Annotated[
    str | None, typer.Option("--principal", metavar="AMOUNT", help='Such as "3000000" or "300万元". 本金。')
]
RateOption = Annotated[
    str | None, typer.Option("--rate", metavar="RATE", help='Per year, such as "3.45%". 年利率。')
]
StartOption = Annotated[
    date | None,
    typer.Option(
        "--from",
        parser=day_of,
        metavar="DATE",
        help="When it is paid out; with --for the law date if absent.",
    ),
]
MonthsOption = Annotated[int | None, typer.Option("--months", min=1, help="The term. 期限（月）。")]
FeeOption = Annotated[
    str,
    typer.Option(
        "--fee", metavar="RATE", help="A yearly fee on the amount, such as a guarantee fee. 年费率。"
    ),
]
OnceOption = Annotated[
    str,
    typer.Option("--once-fee", metavar="RATE", help="A fee on the amount, paid at the start. 一次性费率。"),
]
SubsidyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--subsidy",
        metavar="TERMS",
        help='May be repeated: "of=interest share=35% claimed=quarter cap=2000万元 years=1". of: interest, points, '
        "fee, premium, cost; claimed: payment, quarter, year, end; cap of a calendar year; covers: the largest amount; "
        "after: days from the claim to the payment. 补贴。",
    ),
]
PictureOption = Annotated[
    Path | None, typer.Option("--svg", metavar="FILE", help="Write a picture of the cash flows. 现金流图。")
]


def cost_command(
    product: ProductArgument = None,
    *,
    enterprise: ForOption = None,
    run: RunOption = DEFAULT_RUN,
    principal: PrincipalOption = None,
    rate: RateOption = None,
    start: StartOption = None,
    months: MonthsOption = None,
    form: Annotated[
        Form, typer.Option("--form", help="等额本息, 等额本金 or 到期还本.")
    ] = "equal-instalment",
    every: EveryOption = "P1M",
    interest_only: InterestOnlyOption = 0,
    day_count: DayCountOption = "MONTHLY",
    fee: FeeOption = "0",
    once_fee: OnceOption = "0",
    subsidy: SubsidyOption = None,
    svg: PictureOption = None,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Show what a loan costs after every subsidy, flow by flow, and its effective annual rate. 补贴后成本。

    Either the terms are given, or a PRODUCT of the catalogue with the enterprise it is offered to.
    """
    say = Speaker(language_of(lang))
    if product is not None:
        made = _offered(product, enterprise, run=run, start=start)
        if as_json:
            emit({"product": product, "remarks": made.remarks, **plain_cost(made.cost)})
        else:
            print_cost(results(), made.cost, say)
            for remark in made.remarks:
                results().print(f"* {say(remark)}")
        cost = made.cost
    else:
        terms = _terms(
            principal, rate, start=start, months=months, form=form, every=every, day_count=day_count
        )
        subsidies = [parsed_subsidy(text, number) for number, text in enumerate(subsidy or (), 1)]
        cost = cost_of(
            terms.after_interest_only(interest_only), fees=_fees(fee, once_fee), subsidies=subsidies
        )
        emit(plain_cost(cost)) if as_json else print_cost(results(), cost, say)
    if svg is not None:
        write_picture(cost, svg, say)


def compare_command(
    *,
    enterprise: ForOption = None,
    run: RunOption = DEFAULT_RUN,
    principal: PrincipalOption = None,
    rate: RateOption = None,
    start: StartOption = None,
    months: MonthsOption = None,
    form: Annotated[
        list[str] | None, typer.Option("--form", help="May be repeated; all forms without it.")
    ] = None,
    every: EveryOption = "P1M",
    day_count: DayCountOption = "MONTHLY",
    fee: FeeOption = "0",
    once_fee: OnceOption = "0",
    subsidy: SubsidyOption = None,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Lay forms of repayment, or the offers open to an enterprise, side by side: cost, largest payment, rate. 比较。"""
    say = Speaker(language_of(lang))
    if enterprise is not None:
        costs = sorted(_costs(enterprise, run=run, start=start).values(), key=_by_rate)
        choices = [(say(made.product.label), made.cost) for made in costs]
        keys = [made.product.key for made in costs]
    else:
        keys = [_known_form(name) for name in form or FORMS]
        subsidies = [parsed_subsidy(text, number) for number, text in enumerate(subsidy or (), 1)]
        choices = [
            (say(FORMS[name][1]), cost_of(terms, fees=_fees(fee, once_fee), subsidies=subsidies))
            for name in keys
            for terms in [
                _terms(
                    principal, rate, start=start, months=months, form=name, every=every, day_count=day_count
                )
            ]
        ]
    if as_json:
        emit([{"choice": key, **plain_cost(cost)} for key, (_, cost) in zip(keys, choices, strict=True)])
    else:
        print_comparison(results(), choices, say)


def _known_form(name: str) -> str:
    if name not in FORMS:
        raise typer.BadParameter(f"expected {', '.join(FORMS)}; found {name}", param_hint="--form")
    return name


def _by_rate(made: OfferCost) -> tuple[bool, float]:
    rate = made.cost.effective_rate
    return rate is None, rate or 0.0


def _offered(product: str, enterprise: str | None, *, run: Path, start: date | None) -> OfferCost:
    if enterprise is None:
        raise typer.BadParameter("a product is offered to someone: give --for CODE")
    costs = _costs(enterprise, run=run, start=start)
    if product not in costs:
        raise CatalogueError(
            "This product is not open to the enterprise, or lends nothing whose cost is known",
            expected=f"one of {', '.join(costs)}" if costs else "an open loan or bond",
            found=product,
        )
    return costs[product]


def _costs(enterprise: str, *, run: Path, start: date | None) -> dict[str, OfferCost]:
    ruleset, factset, _ = replayed(run)
    answer = answer_for(ruleset, factset, enterprise.strip())
    with tracking.step("working out the offers"):
        made = offers(Catalogue.of(ruleset), only_enterprises(factset, [answer.enterprise_id]))
        return offer_costs(made, answer.enterprise_id, start=start or ruleset.dates.law)


def _terms(
    principal: str | None,
    rate: str | None,
    *,
    start: date | None,
    months: int | None,
    form: str,
    every: str,
    day_count: str,
) -> LoanTerms:
    missing = [
        name
        for name, value in (
            ("--principal", principal),
            ("--rate", rate),
            ("--from", start),
            ("--months", months),
        )
        if value is None
    ]
    if missing or principal is None or rate is None or start is None or months is None:
        raise typer.BadParameter(f"give {', '.join(missing)}, or a PRODUCT with --for CODE")
    return LoanTerms(
        notional_principal=Money(parse_yuan(principal), Currency.CNY),
        nominal_interest_rate=Rate.parse(rate),
        initial_exchange_date=start,
        maturity_date=add_months(start, months),
        repayment=FORMS[form][0],
        day_count_convention=DayCount.of(day_count),
        cycle_of_interest_payment=None if every == "end" else Cycle.parse(every),
    )


def _fees(yearly: str, once: str) -> list[Fee]:
    return [
        Fee(rate.ppb, purpose)
        for text, purpose in ((yearly, Purpose.FEE), (once, Purpose.ONCE_FEE))
        for rate in [Rate.parse(text)]
        if rate.ppb
    ]


def parsed_subsidy(text: str, number: int) -> Subsidy:
    """A subsidy from words such as "of=interest share=35% claimed=quarter cap=2000万元 years=1".

    Raises:
        TermsError: A word is not one of them, or is missing.
    """
    where = f"--subsidy {number}"
    words = dict(_words(text, where))
    if "of" not in words or "share" not in words:
        raise TermsError("a subsidy is not complete", expected='"of=" and "share="', found=text, where=where)
    return Subsidy(
        key=f"subsidy {number}",
        basis=_choice(_OF, words["of"], where),
        value_ppb=Rate.parse(words["share"]).ppb,
        covered_max=parse_yuan(words["covers"]) if "covers" in words else None,
        yearly_cap=parse_yuan(words["cap"]) if "cap" in words else None,
        years=_count(words["years"], where) if "years" in words else None,
        claimed=_choice(_CLAIMED, words.get("claimed", "year"), where),
        paid_after_days=_count(words.get("after", "0"), where),
    )


def _words(text: str, where: str) -> Iterator[tuple[str, str]]:
    for word in text.split():
        key, sign, value = word.partition("=")
        if not sign or key not in _KEYS:
            raise TermsError(
                "a word of a subsidy is not known", expected=", ".join(_KEYS), found=word, where=where
            )
        yield key, value


def _choice(choices: Mapping[str, _T], name: str, where: str) -> _T:
    if name not in choices:
        raise TermsError(
            "a word of a subsidy is not known", expected=", ".join(choices), found=name, where=where
        )
    return choices[name]


def _count(text: str, where: str) -> int:
    if not text.isdecimal():
        raise TermsError("a number of a subsidy is none", expected="a whole number", found=text, where=where)
    return int(text)
