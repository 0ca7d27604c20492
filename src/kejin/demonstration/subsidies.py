"""An interest subsidy from entitlement to the public notice; payment files list what is due."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from kejin.demonstration.acting import Actor, Script
from kejin.demonstration.diary import Diary, Story
from kejin.demonstration.players import Cast
from kejin.money import format_rate, format_yuan

BUDGET_BOOK = "demo-interest"
PROGRAMME = "demo-interest"
DECISION = ("loan_interest_subsidy.subsidy", "granted_subsidy_fen")
NOTICE_DAYS = 5


@dataclass(frozen=True, slots=True)
class Paid:
    """Interest that a firm has paid on a contract in a quarter.

    Attributes:
        credit_code, city_code: The firm's.
        contract: The contract's number.
        signed_on: When it was signed and drawn.
        first, last: The days that the claim is about.
        principal_fen, rate_ppb, interest_fen: Lent, at which rate, paid in these days.
    """

    credit_code: str
    city_code: str
    contract: str
    signed_on: date
    first: date
    last: date
    principal_fen: int
    rate_ppb: int
    interest_fen: int

    @property
    def quarter(self) -> str:
        """The quarter of the last day, as the records name it."""
        return f"{self.last.year}Q{(self.last.month + 2) // 3}"


@dataclass(slots=True)
class Office:
    """What the office keeps in mind: the last days of public notices that no payment file has listed."""

    diary: Diary
    cast: Cast
    notices: list[date] = field(default_factory=list)


def subsidy(script: Script, office: Office, paid: Paid, *, sides: tuple[Actor, Actor]) -> Story:
    """Entitled by the lender, claimed by the firm, checked and approved by the office.

    Args:
        script: The story's own.
        office: Its people check and approve, and remember the notice.
        paid: What was paid.
        sides: The firm's representative, and the lender's handler.
    """
    firm, lender = sides
    entitled = script.act(
        lender, "subsidy.entitle", programme=PROGRAMME, contract_number=paid.contract, quarter=paid.quarter,
        law_date=paid.last.isoformat(), facts=_facts(paid),
    )  # fmt: skip
    number = entitled["subsidy_id"]
    yield 3
    script.act(firm, "subsidy.claim", subsidy_id=number)
    yield 4
    checked = script.act(office.cast.of("office", "handler"), "subsidy.check", subsidy_id=number)
    about = {name: checked[name] for name in ("approval_id", "content_sha256")}
    yield 2
    script.act(office.cast.of("office", "approver"), "subsidy.decide", subsidy_id=number, **about)
    office.notices.append(office.diary.today + timedelta(days=NOTICE_DAYS))


def payment(script: Script, office: Office) -> Story:
    """Every other week: a file of what is due, confirmed the day after by the other treasurer."""
    while True:
        yield 10
        today = office.diary.today
        if all(last >= today for last in office.notices):
            continue
        office.notices = [last for last in office.notices if last >= today]
        made = script.act(office.cast.of("office", "treasurer"), "subsidy.payment_file", programme=PROGRAMME)
        yield 1
        about = {name: made[name] for name in ("file_id", "sha256")}
        script.act(office.cast.of("office", "treasurer2"), "subsidy.confirm_paid", **about)


def _facts(paid: Paid) -> dict[str, Any]:
    enterprise = {
        "enterprise_id": paid.credit_code, "city_code": paid.city_code, "is_manufacturer": "true",
        "hte_certified": "false", "on_serious_dishonesty_list": "false",
    }  # fmt: skip
    loan = {
        "loan_id": paid.contract, "enterprise_id": paid.credit_code, "loan_drawn_on": paid.signed_on.isoformat(),
        "loan_signed_on": paid.signed_on.isoformat(), "loan_claim_year": str(paid.last.year),
        "loan_lender_in_scheme": "true", "loan_product": "fixed_asset", "loan_use": "equipment",
        "loan_refinances": "false", "loan_buys_land": "false", "loan_invests_in_finance": "false",
        "loan_property_use": "false", "loan_spent_in_guangdong": "true", "loan_other_provincial_subsidy": "false",
        "loan_subsidised_from": paid.signed_on.isoformat(), "loan_claim_from": paid.first.isoformat(),
        "loan_claim_to": paid.last.isoformat(), "loan_principal_fen": format_yuan(paid.principal_fen),
        "loan_rate": format_rate(paid.rate_ppb), "loan_interest_paid_fen": format_yuan(paid.interest_fen),
    }  # fmt: skip
    return {"enterprise": [enterprise], "loan": [loan]}
