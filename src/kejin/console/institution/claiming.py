"""The acts on a claim, as forms: the lender claims and recovers, the pool assesses, decides and pays."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kejin.console.institution.agreements import fact_fields, given_facts
from kejin.console.institution.lending import decision_fields, may_still_decide, plain_yuan
from kejin.facts import Label
from kejin.records.approvals.models import Approval
from kejin.records.financing.claiming import AssessClaim, ClaimLoss, DecideClaim, PayCompensation, Recover
from kejin.records.financing.models import Claim, Compensation, CompensationPayment, Contract
from kejin.records.financing.steps import State
from kejin.records.ledger.models import Book
from kejin.records.ledger.templates import Template
from kejin.web.acting import ActForm, may
from kejin.web.fields import Field, Shape, amount_again
from kejin.web.permissions import organisation_number
from kejin.web.visitors import Visitor
from kejin.web.words import word


@dataclass(frozen=True, slots=True)
class Chosen:
    """Under what a loss is about to be claimed: the agreement, and which day's rules share it."""

    agreement: str
    law: date


def claim_form(contract: Contract, chosen: Chosen, today: date) -> ActForm:
    """The form of a claim: amount, pool, and the facts that the agreement asks for."""
    latest = contract.reports.order_by("-as_of").first()
    owed = latest.outstanding_minor if latest is not None else 0
    fields = (
        Field("book", word("institution.pool"), Shape.CHOICE, options=pool_options()),
        Field(
            "principal", word("institution.loss_yuan"), Shape.MONEY, suggested=plain_yuan(owed),
            hint=word("institution.at_most", plain_yuan(owed)),
        ),
        *fact_fields(chosen.agreement, chosen.law, contract),
    )  # fmt: skip

    def build(values: Mapping[str, Any]) -> ClaimLoss:
        own = {name: value for name, value in values.items() if "." in name}
        return ClaimLoss(
            financing_id=contract.financing_id, book=values["book"], agreement=chosen.agreement, law_date=chosen.law,
            principal_minor=values["principal"], facts=given_facts(own, contract, today.year),
        )  # fmt: skip

    return ActForm(ClaimLoss, fields, build, grave=True, note=word("institution.claim_note"))


def pool_options() -> list[tuple[str, Label]]:
    """The pools that may be claimed on: the code of each book, and its name."""
    return [
        (book.code, Label(book.name, book.name))
        for book in Book.objects.filter(template=Template.POOL).order_by("code")
    ]


def claim_forms(visitor: Visitor, claim: Claim) -> list[ActForm]:
    """The forms that the visitor is offered on a claim as it stands."""
    keeps = claim.book.keeper_id == organisation_number(visitor)
    makers: Mapping[Any, tuple[bool, Callable[[Visitor, Claim], Iterator[ActForm]]]] = {
        AssessClaim: (keeps, _assess),
        DecideClaim: (keeps, _decide),
        PayCompensation: (keeps, _pay),
        Recover: (not keeps, _recover),
    }
    return [
        form
        for kind, (mine, maker) in makers.items()
        if mine and may(visitor, kind)
        for form in maker(visitor, claim)
    ]


def pending_assessment(claim: Claim) -> Approval | None:
    """The latest approval that the claim's amount was put up for."""
    found = Approval.objects.filter(kind="compensation", subject_kind="claim", subject_id=claim.pk)
    return found.order_by("-pk").first()


def _assess(_: Visitor, claim: Claim) -> Iterator[ActForm]:
    if claim.financing.state == State.CLAIMED:
        yield ActForm(
            AssessClaim, (), lambda _: AssessClaim(claim_id=claim.pk), note=word("institution.assess_note")
        )


def _decide(visitor: Visitor, claim: Claim) -> Iterator[ActForm]:
    approval = pending_assessment(claim)
    if approval is None or visitor.person is None or claim.financing.state != State.CLAIMED:
        return
    if not may_still_decide(approval, visitor.person.pk):
        return
    fields = decision_fields(approval)

    def build(values: Mapping[str, Any]) -> DecideClaim:
        return DecideClaim(
            claim_id=claim.pk, approval_id=approval.pk, content_sha256=approval.content_sha256,
            reason_code=values["reason_code"] or "",
        )  # fmt: skip

    yield ActForm(DecideClaim, fields, build, grave=True, note=word("institution.decide_note"))


def _pay(_: Visitor, claim: Claim) -> Iterator[ActForm]:
    owed = Compensation.objects.filter(claim=claim).first()
    if owed is None or CompensationPayment.objects.filter(compensation=owed).exists():
        return
    fields = (amount_again(owed.amount_minor),)
    yield ActForm(PayCompensation, fields, lambda _: PayCompensation(claim_id=claim.pk), grave=True)


def _recover(visitor: Visitor, claim: Claim) -> Iterator[ActForm]:
    paid = CompensationPayment.objects.filter(compensation__claim=claim).exists()
    if not paid or claim.financing.state != State.COMPENSATED or visitor.day is None:
        return
    fields = (
        Field("recovered_on", word("institution.recovered_on"), Shape.DAY, suggested=visitor.day.isoformat()),
        Field("amount", word("institution.recovered_yuan"), Shape.MONEY),
    )

    def build(values: Mapping[str, Any]) -> Recover:
        return Recover(
            financing_id=claim.financing_id, recovered_on=values["recovered_on"], amount_minor=values["amount"]
        )  # fmt: skip

    yield ActForm(Recover, fields, build, grave=True)
