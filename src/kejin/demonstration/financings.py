"""Financings from need to end: what a firm, a bank and a pool do, day by day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from kejin.calendars import add_months, month_end
from kejin.demonstration.acting import Actor, Script
from kejin.demonstration.diary import Diary, Story
from kejin.demonstration.firms import Firm
from kejin.demonstration.players import Cast
from kejin.demonstration.subsidies import Office, Paid, subsidy
from kejin.instruments.conventions import Cycle, DayCount
from kejin.instruments.loans import Bullet, EqualInstalments, EqualPrincipal, LoanTerms, Repayment, schedule
from kejin.money import Currency, Money, Rate
from kejin.records.errors import RefusedError

POOL_BOOK = "demo-pool"
AGREEMENT = "loan_loss_compensation.bank_mode"
_REPAYMENTS: Mapping[str, Repayment] = {
    "bullet": Bullet(),
    "equal_principal": EqualPrincipal(),
    "equal_instalment": EqualInstalments(),
}
# From this day on after a missed payment the loan is a loss to the bank, and it claims.
_CLAIM_AFTER_DAYS = 90


class Fate(StrEnum):
    """How a financing goes."""

    PAID = "paid"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    DEFAULTED = "defaulted"
    SUBSIDISED = "subsidised"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to become of a firm's need.

    Attributes:
        firm: The enterprise, as the province has it.
        house: Short name of the lender.
        repayment: As an offer names it.
        fate: How it goes.
    """

    firm: Firm
    house: str
    repayment: str
    fate: Fate


@dataclass(slots=True)
class Financing:
    """A financing under way: who takes part, and what the acts so far answered."""

    script: Script
    office: Office
    plan: Plan
    chief: Actor
    number: int = 0
    contract: str = ""
    signed_on: date = date.min

    @property
    def cast(self) -> Cast:
        """Who there is."""
        return self.office.cast

    @property
    def diary(self) -> Diary:
        """The days, where stories of its own begin."""
        return self.office.diary

    def by(self, actor: Actor, act: str, *, reason: str = "", **parts: object) -> Mapping[str, Any]:
        """An act on this financing."""
        return self.script.act(actor, f"financing.{act}", reason=reason, financing_id=self.number, **parts)

    def lender(self, person: str) -> Actor:
        """Somebody of the lender."""
        return self.cast.of(self.plan.house, person)

    def terms(self) -> LoanTerms:
        """The contract's terms, from the day that it was signed on."""
        return LoanTerms(
            notional_principal=Money(self.plan.firm.amount_fen, Currency.CNY),
            nominal_interest_rate=Rate(self.plan.firm.rate_ppb),
            initial_exchange_date=self.signed_on,
            maturity_date=add_months(self.signed_on, self.plan.firm.months),
            repayment=_REPAYMENTS[self.plan.repayment],
            day_count_convention=DayCount.A360,
            cycle_of_interest_payment=Cycle.parse("P1M"),
        )


def financing(told: Financing) -> Story:
    """From the need to wherever the fate leads, as far as the days reach."""
    firm = told.plan.firm
    done = told.script.act(
        told.chief, "financing.state_need", amount_minor=firm.amount_fen, term_months=firm.months,
        purpose="研发投入和流动资金",
    )  # fmt: skip
    told.number = int(done["financing_id"])
    yield 1
    lender = told.lender("handler")
    told.by(told.chief, "match", institution_id=lender.organisation_id, product=firm.product)
    told.by(told.chief, "apply")
    yield 3
    if told.plan.fate is Fate.REFUSED:
        told.by(lender, "refuse", reason_code="repayment_capacity")
        return
    offer = told.by(
        lender, "offer", principal_minor=firm.amount_fen, rate_ppb=firm.rate_ppb, term_months=firm.months,
        repayment=told.plan.repayment, valid_until=(told.diary.today + timedelta(days=30)).isoformat(),
    )  # fmt: skip
    yield 2
    if told.plan.fate is Fate.WITHDRAWN:
        told.by(told.chief, "withdraw")
        return
    told.by(told.chief, "accept", offer_id=offer["offer_id"])
    yield 1
    yield from _approval(told)
    yield from _life(told)


def _approval(told: Financing) -> Story:
    proposed = told.by(told.lender("handler"), "propose")
    about = {name: proposed[name] for name in ("approval_id", "content_sha256")}
    yield 2
    for place in range(int(proposed["required"])):
        if place:
            yield 1
        told.by(told.lender("approver2" if place else "approver"), "decide", **about)
    yield 2
    told.signed_on = told.diary.today
    told.contract = f"{told.plan.house.upper()}-{told.signed_on:%Y}-{told.number:04d}"
    told.by(
        told.lender("handler"), "register_contract", approval_id=proposed["approval_id"], number=told.contract,
        signed_on=told.signed_on.isoformat(),
    )  # fmt: skip


def _life(told: Financing) -> Story:
    """Month by month: what is outstanding, and what is overdue where the firm stops paying after the first month."""
    balances = {each.day: int(each.balance) for each in schedule(told.terms()).payments()}
    ends = _month_ends(told.signed_on, told.plan.firm.months)
    missed: date | None = None
    for place, end in enumerate(ends):
        yield end
        due = [day for day in balances if day <= end]
        if told.plan.fate is Fate.DEFAULTED and place >= 1:
            missed = missed or max(due)
            due = [day for day in due if day < missed]
        outstanding = balances[max(due)] if due else told.plan.firm.amount_fen
        overdue_days = (end - missed).days if missed else 0
        told.by(
            told.lender("handler"), "report", as_of=end.isoformat(), outstanding_minor=outstanding,
            overdue_days=overdue_days,
        )  # fmt: skip
        if overdue_days >= _CLAIM_AFTER_DAYS:
            yield from _claim(told, outstanding)
            return
        if told.plan.fate is Fate.SUBSIDISED and place == 2:
            _begin_subsidy(told, end)
    yield 1
    told.by(told.lender("handler"), "close", reason="贷款已结清")


def _claim(told: Financing, outstanding_fen: int) -> Story:
    yield 2
    claimed = told.by(
        told.lender("handler"), "claim", book=POOL_BOOK, agreement=AGREEMENT, law_date=f"{told.signed_on.year}-12-31",
        principal_minor=outstanding_fen, facts=_loss_facts(told),
    )  # fmt: skip
    yield 3
    number = claimed["claim_id"]
    try:
        assessed = told.script.act(told.cast.of("pool", "handler"), "financing.assess_claim", claim_id=number)
    except RefusedError as refused:
        if refused.reason != "wrong_amount":
            raise
        # The lender's stop line of the year is reached: the pool bears nothing, and the claim stays where it is.
        return
    about = {name: assessed[name] for name in ("approval_id", "content_sha256")}
    yield 2
    for place in range(int(assessed["required"])):
        judge = told.cast.of("pool", "approver2" if place else "approver")
        told.script.act(judge, "financing.decide_claim", claim_id=number, **about)
    yield 3
    told.script.act(told.cast.of("pool", "treasurer"), "financing.pay_compensation", claim_id=number)
    yield 8
    told.by(
        told.lender("handler"), "recover", recovered_on=told.diary.today.isoformat(),
        amount_minor=outstanding_fen // 10,
    )  # fmt: skip


def _begin_subsidy(told: Financing, until: date) -> None:
    """The subsidy on the interest paid up to a day, as a story of its own."""
    firm = told.plan.firm
    paid = Paid(
        credit_code=firm.credit_code, city_code=firm.city_code, contract=told.contract, signed_on=told.signed_on,
        first=told.signed_on, last=until, principal_fen=firm.amount_fen, rate_ppb=firm.rate_ppb,
        interest_fen=sum(int(each.interest) for each in schedule(told.terms()).payments() if each.day <= until),
    )  # fmt: skip
    script = Script(f"{told.script.name}-subsidy")
    sides = (told.chief, told.lender("handler"))
    told.diary.begin(told.diary.today, subsidy(script, told.office, paid, sides=sides))


def _loss_facts(told: Financing) -> Mapping[str, Any]:
    """What Guangzhou's compensation asks about the loan, its enterprise and the bank's year."""
    lender = told.plan.house
    loan = {
        "loan_id": told.contract, "enterprise_id": told.plan.firm.credit_code, "institution_id": lender,
        "loan_mode": "bank", "loan_enrolled": "true", "loan_enrolled_on": told.signed_on.isoformat(),
        "loan_signed_on": told.signed_on.isoformat(),
        "loan_principal_fen": f"{told.plan.firm.amount_fen // 100}元", "loan_ip_pledged": "false",
        "loan_monetary_tool": "false", "loan_compensated_other_mode": "false", "loan_five_class": "loss",
    }  # fmt: skip
    year = {
        "institution_id": lender, "year": str(told.diary.today.year), "institution_kind": "bank",
        "institution_enrolled_principal_fen": "6亿元",
    }  # fmt: skip
    enterprise = {"enterprise_id": told.plan.firm.credit_code, "key_list_enterprise": "false"}
    return {"enterprise": [enterprise], "loan": [loan], "institution_year": [year]}


def _month_ends(signed_on: date, months: int) -> list[date]:
    return [month_end(add_months(signed_on, count)) for count in range(1, months + 1)]
