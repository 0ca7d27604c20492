"""From the programme to the approved subsidy: acts of the office, the lender and the enterprise."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field, StringConstraints
from typing_extensions import override

from kejin.facts import Grain, Label
from kejin.records.actions.action import Action, Allowed, Context, Outcome, Told, listed
from kejin.records.actions.values import Code, Day, Id, Sha256, Word
from kejin.records.approvals.deciding import GRANTED, REFUSED, Proposal, approval_of
from kejin.records.conflicts.examining import decide, findings_of, propose, required_of
from kejin.records.errors import NotPermittedError, RefusedError, UnknownRecordError
from kejin.records.financing.applying import ENTERPRISES, LENDING_HANDLERS
from kejin.records.financing.models import Contract
from kejin.records.kept.stepping import check_step
from kejin.records.ledger.acts import kept_by
from kejin.records.ledger.posting import Draft, post
from kejin.records.ledger.templates import Template
from kejin.records.parties.kinds import OrganisationKind, Role
from kejin.records.subsidies import duplicates as _checks  # noqa: F401 - enters its checks into the list
from kejin.records.subsidies.models import Programme, Subsidy, SubsidyEvent
from kejin.records.subsidies.ruling import ruled
from kejin.records.subsidies.steps import REFUSALS, STEPS, State

_OFFICE = frozenset({OrganisationKind.OFFICE})
OFFICE_HANDLERS = Allowed(_OFFICE, frozenset({Role.HANDLER}))
OFFICE_APPROVERS = Allowed(_OFFICE, frozenset({Role.APPROVER}))
FactText = Annotated[str, StringConstraints(max_length=200)]
Quarter = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}Q[1-4]$")]


@listed
class OpenProgramme(Action):
    """Open a programme: its budget, its rule in the packs, the length of its public notice."""

    code = "subsidy.open_programme"
    label = Label("设立补贴项目", "Open a programme")
    allowed = Allowed(_OFFICE, frozenset({Role.ADMINISTRATOR}))

    programme: Code
    name: Word
    book: Code
    decision: Code
    amount: Code
    notice_days: Annotated[int, Field(strict=True, ge=0, le=365)]

    @override
    def change(self, context: Context) -> Outcome:
        book = kept_by(context, self.book)
        if book.template != Template.BUDGET:
            raise RefusedError("This book is no budget", "wrong_party", found=book.template, where=book.code)
        if Programme.objects.filter(code=self.programme).exists():
            raise RefusedError("There is a programme of this code", "duplicate", found=self.programme)
        made = Programme.objects.create(
            code=self.programme,
            name=self.name,
            office=context.organisation,
            book=book,
            decision=self.decision,
            amount=self.amount,
            notice_days=self.notice_days,
        )
        return Outcome(("programme", made.pk, made.code), {"programme_id": made.pk})


@listed
class Entitle(Action):
    """File the facts of a contract's quarter; the rule says whether the enterprise is entitled, and to how much."""

    code = "subsidy.entitle"
    label = Label("按规则认定补贴资格", "Entitle by rule")
    allowed = LENDING_HANDLERS

    programme: Code
    contract_number: Word
    quarter: Quarter
    law_date: Day
    facts: dict[Grain, list[dict[str, FactText | None]]]

    @override
    def change(self, context: Context) -> Outcome:
        programme = Programme.objects.select_related("book").filter(code=self.programme).first()
        contract = (
            Contract.objects.select_related("financing")
            .filter(institution=context.organisation, number=self.contract_number)
            .first()
        )
        if programme is None or contract is None:
            raise UnknownRecordError(
                "No such programme or contract", found=f"{self.programme}, {self.contract_number}",
                kept="Nothing was recorded.",
            )  # fmt: skip
        if [row.get("loan_id") for row in self.facts.get(Grain.LOAN, [])] != [contract.number]:
            raise RefusedError("The facts are about another loan", "other_document", expected=contract.number)
        if Subsidy.objects.filter(contract=contract, quarter=self.quarter).exists():
            raise RefusedError(
                "This contract has a subsidy for the quarter",
                "duplicate",
                found=self.quarter,
                where=contract.number,
            )
        facts = {grain.value: rows for grain, rows in self.facts.items()}
        amount, digest = ruled(programme.decision, programme.amount, self.law_date, facts=facts)
        made = Subsidy.objects.create(
            programme=programme,
            enterprise_id=contract.financing.enterprise_id,
            contract=contract,
            quarter=self.quarter,
            law_date=self.law_date,
            facts=facts,
            digest=digest,
            amount_minor=amount,
        )
        return stepped(made, self.code, State.ENTITLED)


class _OfSubsidy(Action):
    """An act on one subsidy."""

    subsidy_id: Id


@listed
class ClaimSubsidy(_OfSubsidy):
    """Claim what the enterprise is entitled to."""

    code = "subsidy.claim"
    label = Label("申报补贴", "Claim the subsidy")
    allowed = ENTERPRISES
    needs_key = True

    @override
    def change(self, context: Context) -> Outcome:
        return stepped(subsidy_for(context, self.subsidy_id), self.code, State.CLAIMED)


@listed
class CheckSubsidy(_OfSubsidy):
    """Check a claim: the rule is applied to its facts anew, the budget is committed, the amount put up for approval."""

    code = "subsidy.check"
    label = Label("审核补贴", "Check the claim")
    allowed = OFFICE_HANDLERS
    needs_key = True

    @override
    def change(self, context: Context) -> Outcome:
        found = subsidy_for(context, self.subsidy_id)
        programme = found.programme
        amount, digest = ruled(programme.decision, programme.amount, found.law_date, facts=found.facts)
        if (amount, digest) != (found.amount_minor, found.digest):
            raise RefusedError(
                "The rule gives another amount by now; refuse the claim and entitle anew", "other_document",
                expected=found.amount_minor, found=amount,
            )  # fmt: skip
        outcome = stepped(found, self.code, State.CHECKED)
        post(Draft(programme.book, "budget.commitment", {"amount_minor": amount}, ("subsidy", found.pk)))
        approval = propose(
            context,
            Proposal(context.organisation, "subsidy", ("subsidy", found.pk), amount, content_of(found)),
            found.enterprise,
        )
        content = {
            "approval_id": approval.pk, "content_sha256": approval.content_sha256, "required": required_of(approval),
            "findings": findings_of(approval),
        }  # fmt: skip
        return Outcome(outcome.subject, dict(outcome.content) | content, outcome.notices)


@listed
class RefuseSubsidy(_OfSubsidy):
    """Refuse a claim with a coded reason, which reaches the enterprise."""

    code = "subsidy.refuse"
    label = Label("不予受理", "Refuse the claim")
    allowed = OFFICE_HANDLERS

    reason_code: str

    @override
    def change(self, context: Context) -> Outcome:
        return stepped(subsidy_for(context, self.subsidy_id), self.code, State.REFUSED, self.reason_code)


@listed
class DecideSubsidy(_OfSubsidy):
    """Approve the amount, or refuse it with a coded reason; with the last approval the public notice begins."""

    code = "subsidy.decide"
    label = Label("审批补贴", "Approve or refuse the subsidy")
    allowed = OFFICE_APPROVERS
    needs_key = True

    approval_id: Id
    content_sha256: Sha256
    reason_code: str = ""

    @override
    def change(self, context: Context) -> Outcome:
        found = subsidy_for(context, self.subsidy_id)
        approval = approval_of(self.approval_id, "subsidy")
        if approval.subject_id != found.pk:
            raise RefusedError("This approval is about another subsidy", "other_document", found=approval.pk)
        if self.reason_code:
            checked_reason(self.reason_code)
        outcome = decide(context, approval, content_sha256=self.content_sha256, reason_code=self.reason_code)
        if outcome == REFUSED:
            release(found)
            return stepped(found, self.code, State.REFUSED, self.reason_code)
        if outcome == GRANTED:
            found.notice_until = context.business_date + timedelta(days=found.programme.notice_days)
            found.save(update_fields=["notice_until"])
            return stepped(found, self.code, State.NOTICED)
        return Outcome(("subsidy", found.pk, str(found)), {"state": found.state, "approval": outcome})


@listed
class WithholdSubsidy(_OfSubsidy):
    """End a subsidy in its public notice, because an objection was upheld; the budget is free again."""

    code = "subsidy.withhold"
    label = Label("公示异议成立", "Withhold after an objection")
    allowed = OFFICE_APPROVERS
    needs_reason = True
    needs_key = True

    reason_code: str

    @override
    def change(self, context: Context) -> Outcome:
        found = subsidy_for(context, self.subsidy_id)
        outcome = stepped(found, self.code, State.REFUSED, self.reason_code)
        release(found)
        return outcome


def subsidy_for(context: Context, number: int) -> Subsidy:
    """The subsidy of that number, locked until the act is over, for its enterprise or its programme's office.

    Raises:
        UnknownRecordError: There is none, or none that this caller may know of.
    """
    rows = Subsidy.objects.select_for_update(of=("self",)).select_related("programme__book")
    found = rows.filter(pk=number).first()
    if found is None or context.organisation.pk not in {found.enterprise_id, found.programme.office_id}:
        raise UnknownRecordError("No such subsidy", found=number, kept="Nothing was recorded.")
    return found


def stepped(found: Subsidy, code: str, to_state: str, reason_code: str = "") -> Outcome:  # noqa: PLR0917
    """Take a step and tell the enterprise. Raises `RefusedError` for one that does not come next."""
    check_step((code, found.state, to_state), STEPS, what="a subsidy at", where=str(found))
    if to_state == State.REFUSED:
        checked_reason(reason_code)
    SubsidyEvent.objects.create(
        subsidy=found, code=code, from_state=found.state, to_state=to_state, reason_code=reason_code
    )
    found.refresh_from_db(fields=["state"])
    content = {"subsidy_id": found.pk, "state": found.state, "amount_minor": found.amount_minor}
    told = Told(found.enterprise_id, code, {"state": found.state, "reason": reason_code})
    return Outcome(("subsidy", found.pk, str(found)), content, (told,))


def release(found: Subsidy) -> None:
    """Free the budget that a check had committed."""
    post(
        Draft(
            found.programme.book,
            "budget.release",
            {"amount_minor": found.amount_minor},
            ("subsidy", found.pk),
        )
    )


def content_of(found: Subsidy) -> dict[str, object]:
    """What is approved with a subsidy."""
    names = ("id", "programme_id", "enterprise_id", "contract_id", "quarter", "amount_minor", "digest")
    return {name: getattr(found, name) for name in names}


def checked_reason(code: str) -> None:
    """Raise `RefusedError` for a reason that the list of refusals does not have."""
    if code not in REFUSALS:
        raise RefusedError(
            "A refusal has a coded reason",
            "reason_missing",
            expected=" or ".join(REFUSALS),
            found=code or None,
        )


def of_office(context: Context, programme: Programme) -> None:
    """Raise `NotPermittedError` where another office keeps the programme."""
    if programme.office_id != context.organisation.pk:
        raise NotPermittedError("Another office keeps this programme", found=programme.code)
