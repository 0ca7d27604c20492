"""`kejin contracts cost` and `compare`: what borrowing costs after every subsidy, and which form costs least."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from kejin.assessment import answer_for
from kejin.cli import tracking
from kejin.cli.contract_options import (
    FORMS,
    DayCountOption,
    EveryOption,
    FeeOption,
    FlowPictureOption,
    Form,
    GivenTerms,
    InterestOnlyOption,
    MonthsOption,
    OnceOption,
    PrincipalOption,
    RateOption,
    StartOption,
    SubsidyOption,
    TermsFilesOption,
    TermsOption,
)
from kejin.cli.costs import plain_cost, print_comparison, print_cost, write_picture
from kejin.cli.explain import DEFAULT_RUN, replayed
from kejin.cli.offers import RunOption
from kejin.cli.options import JsonFlag, LanguageOption, language_of
from kejin.cli.output import emit, results
from kejin.cli.speaking import Speaker
from kejin.cli.subsidy_words import parsed_subsidy
from kejin.errors import CatalogueError
from kejin.facts import Label
from kejin.instruments.costs import Fee, Purpose, Subsidy, cost_of
from kejin.instruments.termsheets import read_contract
from kejin.money import Rate
from kejin.planning import Catalogue, OfferCost, offer_costs, offers
from kejin.planning.opening import only_enterprises

ProductArgument = Annotated[
    str | None, typer.Argument(metavar="[PRODUCT]", help="A product of the catalogue, with --for. 产品。")
]
ForOption = Annotated[
    str | None, typer.Option("--for", metavar="CODE", help="The enterprise that it is offered to. 企业。")
]
_INSTEAD = "a --terms FILE, or a PRODUCT with --for CODE"


def cost_command(
    product: ProductArgument = None,
    *,
    enterprise: ForOption = None,
    run: RunOption = DEFAULT_RUN,
    terms_file: TermsOption = None,
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
    svg: FlowPictureOption = None,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Show what a loan costs after every subsidy, flow by flow, and its effective annual rate. 补贴后成本。

    The terms are given by options, by a file of any contract (--terms), or by a PRODUCT of the catalogue with the
    enterprise it is offered to. An offer is paid out on --from, or on the law date.
    """
    say = Speaker(language_of(lang))
    given = GivenTerms(
        principal=principal, rate=rate, start=start, months=months, every=every,
        interest_only=interest_only, day_count=day_count,
    )  # fmt: skip
    head: dict[str, object] = {}
    remarks: Sequence[Label] = ()
    if product is not None:
        made = _offered(product, enterprise, run=run, start=start)
        cost, remarks = made.cost, made.remarks
        head = {"product": product, "remarks": remarks}
    elif terms_file is not None:
        _refuse_beside_a_file(given, [fee, once_fee], subsidy)
        cost = read_contract(terms_file).cost
    else:
        terms = given.loan(form, instead=_INSTEAD)
        cost = cost_of(terms, fees=_fees(fee, once_fee), subsidies=_subsidies(subsidy))
    if as_json:
        emit({**head, **plain_cost(cost)})
    else:
        print_cost(results(), cost, say)
        for remark in remarks:
            results().print(f"* {say(remark)}")
    if svg is not None:
        write_picture(cost, svg, say)


def compare_command(
    *,
    enterprise: ForOption = None,
    run: RunOption = DEFAULT_RUN,
    terms_files: TermsFilesOption = None,
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
    """Lay contracts side by side: forms of repayment, terms files, or the offers open to an enterprise. 比较。

    Each with its cost, what subsidies pay, its largest payment and its rates.
    """
    say = Speaker(language_of(lang))
    given = GivenTerms(
        principal=principal, rate=rate, start=start, months=months, every=every, day_count=day_count
    )
    if enterprise is not None:
        costs = sorted(_costs(enterprise, run=run, start=start).values(), key=_by_rate)
        choices = [(made.product.key, say(made.product.label), made.cost) for made in costs]
    elif terms_files:
        _refuse_beside_a_file(given, [fee, once_fee], subsidy)
        contracts = map(read_contract, terms_files)
        choices = [(contract.name, contract.name, contract.cost) for contract in contracts]
    else:
        subsidies, fees = _subsidies(subsidy), _fees(fee, once_fee)
        choices = [
            (name, say(FORMS[name][1]), cost_of(terms, fees=fees, subsidies=subsidies))
            for name in map(_known_form, form or FORMS)
            for terms in [given.loan(name, instead="--terms FILE, or --for CODE")]
        ]
    if as_json:
        emit([{"choice": key, **plain_cost(cost)} for key, _, cost in choices])
    else:
        print_comparison(results(), [(name, cost) for _, name, cost in choices], say)


def _refuse_beside_a_file(given: GivenTerms, fees: Sequence[str], subsidy: Sequence[str] | None) -> None:
    """Charges and subsidies of a terms file are its own."""
    given.refuse_beside_a_file()
    if subsidy or any(Rate.parse(text).ppb for text in fees):
        raise typer.BadParameter("a terms file says everything: write charges and subsidies into it")


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


def _subsidies(texts: Sequence[str] | None) -> list[Subsidy]:
    return [parsed_subsidy(text, number) for number, text in enumerate(texts or (), 1)]


def _fees(yearly: str, once: str) -> list[Fee]:
    return [
        Fee(rate.ppb, purpose)
        for text, purpose in ((yearly, Purpose.FEE), (once, Purpose.ONCE_FEE))
        for rate in [Rate.parse(text)]
        if rate.ppb
    ]
