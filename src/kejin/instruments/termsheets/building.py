"""From the documents of a terms file to terms: what a document says twice or leaves out is refused by its name."""

from collections.abc import Iterator
from datetime import date

from kejin.calendars import add_months
from kejin.errors import SeveralTermsErrors, TermsError
from kejin.instruments.conventions import DateRules
from kejin.instruments.costs import Bridge, Fee, Subsidy
from kejin.instruments.loans import (
    Bullet,
    Draw,
    EqualInstalments,
    EqualPrincipal,
    LineTerms,
    LoanTerms,
    Move,
    Prepayment,
    PrincipalPlan,
    QuoteLink,
    RateReset,
    Repayment,
    ResultLink,
    RevenueTerms,
    SteppedInstalments,
    UpfrontFee,
    YearlyFee,
)
from kejin.instruments.loans.checking import broken
from kejin.instruments.loans.servicing import (
    Accrual,
    Agreement,
    Arithmetic,
    Disbursed,
    Event,
    Form,
    InterestMethod,
    Part,
    of_parts,
)
from kejin.instruments.termsheets.documents import (
    BridgeTerms,
    FeeTerms,
    Level,
    Linear,
    LineSheet,
    LoanBody,
    MoveTerms,
    Planned,
    RevenueSheet,
    ServicedSheet,
    Sheet,
    Stepped,
)
from kejin.instruments.termsheets.servicing import WAIVED, decimal_of, frequency_of
from kejin.money import Currency, Money


def loan_of(body: LoanBody, currency: Currency, *, name: str = "") -> LoanTerms:
    """The terms of a loan.

    Raises:
        TermsError: Something is said twice or left out; the terms themselves are checked with the schedule.
    """
    end = _maturity(body)
    terms = LoanTerms(
        notional_principal=Money(body.notional_principal, currency),
        nominal_interest_rate=body.nominal_interest_rate,
        initial_exchange_date=body.initial_exchange_date,
        maturity_date=end,
        repayment=_repayment(body),
        day_count_convention=body.day_count_convention,
        cycle_of_interest_payment=body.cycle_of_interest_payment,
        cycle_anchor_date_of_interest_payment=body.cycle_anchor_date_of_interest_payment,
        cycle_of_principal_redemption=body.cycle_of_principal_redemption,
        cycle_anchor_date_of_principal_redemption=body.cycle_anchor_date_of_principal_redemption,
        amortization_date=body.amortization_date,
        capitalization_end_date=body.capitalization_end_date,
        interest_free_until=body.interest_free_until,
        payment_months=frozenset(body.payment_months),
        rate_resets=_resets(body, end),
        draws=tuple(Draw(each.day, Money(each.amount, currency)) for each in body.draws),
        prepayments=tuple(
            Prepayment(each.day, Money(each.amount, currency), each.prepayment_effect)
            for each in body.prepayments
        ),
        down_payment=Money(body.down_payment, currency) if body.down_payment is not None else None,
        fees=tuple(_fee(fee, currency) for fee in body.fees),
        dates=_dates(body),
        contract_id=name,
    )
    if body.interest_only_payments and body.cycle_anchor_date_of_principal_redemption is not None:
        raise broken(
            "interestOnlyPayments",
            "these or the cycleAnchorDateOfPrincipalRedemption, one of them",
            body.interest_only_payments,
        )
    return terms.after_interest_only(body.interest_only_payments)


def _maturity(body: LoanBody) -> date:
    if body.maturity_date is not None and body.months is None:
        return body.maturity_date
    if body.months is not None and body.maturity_date is None:
        return add_months(body.initial_exchange_date, body.months)
    raise broken("maturityDate", "the maturityDate or the months, one of them", body.maturity_date)


def _repayment(body: LoanBody) -> Repayment:
    form = body.repayment
    if isinstance(form, Level):
        return EqualInstalments(form.next_principal_redemption_payment, form.balloon)
    if isinstance(form, Linear):
        return EqualPrincipal(form.next_principal_redemption_payment, form.balloon)
    if isinstance(form, Stepped):
        return SteppedInstalments(tuple((step.day, step.times) for step in form.steps))
    if isinstance(form, Planned):
        return PrincipalPlan(tuple((part.day, part.amount) for part in form.parts))
    return Bullet()


def _resets(body: LoanBody, end: date) -> tuple[RateReset, ...]:
    given = [name for name in ("rate_resets", "quote_link", "result_link") if getattr(body, name)]
    if len(given) > 1:
        raise broken("rateResets", "one of rateResets, quoteLink and resultLink", " and ".join(given))
    if (link := body.quote_link) is not None:
        quoted = QuoteLink(
            rate_spread=link.rate_spread,
            cycle_of_rate_reset=link.cycle_of_rate_reset,
            cycle_anchor_date_of_rate_reset=link.cycle_anchor_date_of_rate_reset,
            life_floor=link.life_floor,
            life_cap=link.life_cap,
        )
        return quoted.resets([(quote.day, quote.rate) for quote in link.quotes], until=end)
    if (tied := body.result_link) is not None:
        by_results = ResultLink(
            base=body.nominal_interest_rate,
            steps=tuple((step.result, step.adds) for step in tied.steps),
            life_floor=tied.life_floor,
            life_cap=tied.life_cap,
        )
        return by_results.resets([(each.day, each.result) for each in tied.results])
    return tuple(RateReset(each.day, each.rate) for each in body.rate_resets)


def _fee(fee: FeeTerms, currency: Currency) -> UpfrontFee | YearlyFee:
    yearly = fee.fee_rate is not None
    if yearly is (fee.cycle_of_fee is None) or (yearly and (fee.amount, fee.share) != (None, None)):
        raise broken("fees", "an amount, a share, or a feeRate with its cycleOfFee", fee)
    if fee.fee_rate is not None and fee.cycle_of_fee is not None:
        return YearlyFee(fee.fee_rate, fee.cycle_of_fee)
    return UpfrontFee(Money(fee.amount, currency) if fee.amount is not None else None, fee.share)


def _dates(body: LoanBody | LineSheet) -> DateRules:
    return DateRules(body.business_day_convention, body.calendar, body.end_of_month_convention)


def line_of(sheet: LineSheet) -> tuple[LineTerms, list[Move]]:
    """The terms of a line, and what is drawn and repaid."""
    terms = LineTerms(
        limit=Money(sheet.limit, sheet.currency),
        nominal_interest_rate=sheet.nominal_interest_rate,
        initial_exchange_date=sheet.initial_exchange_date,
        maturity_date=sheet.maturity_date,
        day_count_convention=sheet.day_count_convention,
        cycle_of_interest_payment=sheet.cycle_of_interest_payment,
        commitment_fee=sheet.commitment_fee,
        dates=_dates(sheet),
    )
    return terms, [_move(move) for move in sheet.moves]


def _move(move: MoveTerms) -> Move:
    if (move.draws is None) is (move.repays is None):
        raise broken("moves", "draws or repays, one of them", move.day)
    amount = move.draws if move.draws is not None else -(move.repays or 0)
    if (amount > 0) is not (move.draws is not None):
        raise broken("moves", "an amount above zero", abs(amount))
    return Move(move.day, amount)


def revenue_of(sheet: RevenueSheet) -> RevenueTerms:
    """The terms of revenue-based repayment.

    Raises:
        TermsError: Neither or both kinds of revenue are given, or a revenue is not after the payout.
    """
    if bool(sheet.revenues) is (sheet.yearly_revenue is not None):
        raise broken("revenues", "revenues or a yearlyRevenue, one of them", len(sheet.revenues))
    last = sheet.initial_exchange_date
    for each in sheet.revenues:
        if each.day <= last:
            raise broken("revenues", f"ascending days after {sheet.initial_exchange_date}", each.day)
        last = each.day
    return RevenueTerms(
        net_disbursement=sheet.net_disbursement, discount_fee=sheet.discount_fee, share=sheet.share
    )


def bridge_of(terms: BridgeTerms | None) -> Bridge | None:
    """The bridge, where there is one."""
    return Bridge(terms.daily_rate, terms.days) if terms is not None else None


def agreement_of(sheet: ServicedSheet) -> Agreement:
    """The terms of a loan that is serviced."""
    problems = list(_of_agreement(sheet))
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise SeveralTermsErrors(
            problems, what=f"{len(problems)} terms of the loan break a rule", kept="No schedule was made."
        )
    return Agreement(
        rate=decimal_of(sheet.nominal_interest_rate),
        count=sheet.instalments,
        frequency=frequency_of(sheet.cycle, sheet.month_end, where="cycle"),
        allocations={"": sheet.order.made(), WAIVED: of_parts(Part.INTEREST)},
        accrual=Accrual(
            year_days=None if sheet.days_in_year == "ACTUAL" else int(sheet.days_in_year),
            month_days=30 if sheet.days_in_month == "30" else None,
            by_period=sheet.interest_by_period,
        ),
        arithmetic=Arithmetic(multiple=sheet.instalment_multiple),
        method=InterestMethod(sheet.interest_method),
        form=Form(sheet.form),
        principal_grace=sheet.principal_grace,
        interest_grace=sheet.interest_grace,
        down_payment=sheet.down_payment_share.fraction,
        recalculation=sheet.recalculation.made() if sheet.recalculation is not None else None,
        charge_off=sheet.charge_off,
        principal_shares=sheet.principal_shares or (1,),
    )


def _of_agreement(sheet: ServicedSheet) -> Iterator[TermsError]:
    if sheet.nominal_interest_rate.ppb < 0:
        yield broken("nominalInterestRate", "zero or more", sheet.nominal_interest_rate)
    for name, value in (("principalGrace", sheet.principal_grace), ("interestGrace", sheet.interest_grace)):
        if value >= sheet.instalments:
            yield broken(name, f"fewer than the {sheet.instalments} instalments", value)
    if not 0 <= sheet.down_payment_share.fraction < 1:
        yield broken("downPaymentShare", "from 0 to less than 100%", sheet.down_payment_share)
    if sheet.instalment_multiple < 1:
        yield broken("instalmentMultiple", "an amount above zero", sheet.instalment_multiple)
    yield from _of_form(sheet)
    if sorted(sheet.order.parts) != sorted(Part):
        yield broken("order: parts", f"each of {', '.join(Part)} once", ", ".join(sheet.order.parts))


def _of_form(sheet: ServicedSheet) -> Iterator[TermsError]:
    shares, holding = sheet.principal_shares, sheet.instalments - sheet.principal_grace
    if sheet.form == "PRINCIPAL" and sheet.recalculation is not None:
        yield broken(
            "recalculation", "none with the form PRINCIPAL: interest stays as planned", "a recalculation"
        )
    if shares and sheet.form != "PRINCIPAL":
        yield broken("principalShares", "the form PRINCIPAL", sheet.form)
    elif shares and (len(shares) != holding or min(shares) < 0 or not shares[-1]):
        rule = f"{holding} shares of zero or more, one for each instalment that holds principal, the last above zero"
        yield broken("principalShares", rule, ", ".join(map(str, shares)))


def events_of(sheet: ServicedSheet) -> list[Event]:
    """What happened, in the order given.

    Raises:
        TermsError: Nothing was paid out first, or an event has no sense.
    """
    events = [event for terms in sheet.events for event in terms.made()]
    drawn = [event.day for event in events if isinstance(event, Disbursed)]
    if not drawn:
        raise broken("events", "at least one disbursed", len(drawn))
    for terms in sheet.events:
        if terms.day < min(drawn):
            raise broken("events", f"a day from the first payout {min(drawn)} on", terms.day)
        amount = getattr(terms, "amount", None)
        if amount is not None and amount <= 0:
            raise broken(f"events: {terms.event} of {terms.day}", "an amount above zero", amount)
        last = getattr(terms, "last", None)
        if last is not None and last < terms.day:
            raise broken(f"events: {terms.event} of {terms.day}", "a last day not before the first", last)
        rate = getattr(terms, "rate", None)
        if rate is not None and rate.ppb < 0:
            raise broken(f"events: {terms.event} of {terms.day}", "a rate of zero or more", rate)
    return events


def fees_of(sheet: Sheet) -> list[Fee]:
    """What others charge."""
    return [Fee(charge.rate.ppb, charge.purpose) for charge in sheet.charges]


def subsidies_of(sheet: Sheet) -> list[Subsidy]:
    """What is paid towards the cost."""
    return [
        Subsidy(
            key=each.name,
            basis=each.basis,
            value_ppb=each.share.ppb,
            covered_max=each.covered_amount_max,
            yearly_cap=each.yearly_cap,
            years=each.years,
            claimed=each.claimed,
            paid_after_days=each.paid_after_days,
        )
        for each in sheet.subsidies
    ]
