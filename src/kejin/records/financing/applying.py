"""From the need to the contract: the acts of the enterprise and of the lender."""

from typing import Literal

from django.db.models import Max
from typing_extensions import override

from kejin.facts import Label
from kejin.money import Currency
from kejin.records.actions.action import Action, Allowed, Context, Outcome, listed
from kejin.records.actions.values import Code, Day, Fen, Id, Ppb, Sha256, Word
from kejin.records.approvals.deciding import GRANTED, REFUSED, TAKEN_BACK, Proposal, approval_of, state_of
from kejin.records.conflicts.examining import decide, findings_of, propose, required_of
from kejin.records.errors import RefusedError
from kejin.records.financing import duplicates as _checks  # noqa: F401 - enters its checks into the list
from kejin.records.financing.models import Contract, Financing, Offer
from kejin.records.financing.stepping import Step, financing_for, stepped
from kejin.records.financing.steps import REFUSALS, STEPS, State
from kejin.records.kept.stepping import check_step
from kejin.records.parties.kinds import LENDERS, OrganisationKind, Role
from kejin.records.registry.finding import organisation_of

ENTERPRISES = Allowed(frozenset({OrganisationKind.ENTERPRISE}), frozenset({Role.REPRESENTATIVE}))
LENDING_HANDLERS = Allowed(LENDERS, frozenset({Role.HANDLER}))
LENDING_APPROVERS = Allowed(LENDERS, frozenset({Role.APPROVER}))
Months = Fen
Repayment = Literal["bullet", "equal_principal", "equal_instalment", "interest_first"]


@listed
class StateNeed(Action):
    """State that the enterprise needs money: how much, for how long, what for."""

    code = "financing.state_need"
    label = Label("提出融资需求", "State a need")
    allowed = ENTERPRISES

    amount_minor: Fen
    term_months: Months
    purpose: Word
    currency: Currency = Currency.CNY

    @override
    def change(self, context: Context) -> Outcome:
        made = Financing.objects.create(
            enterprise=context.organisation,
            amount_minor=self.amount_minor,
            currency=self.currency,
            term_months=self.term_months,
            purpose=self.purpose,
        )
        return stepped(context, made, Step(self.code, State.NEED))


@listed
class Match(Action):
    """Choose an institution and one of its products for the need."""

    code = "financing.match"
    label = Label("选择机构与产品", "Choose institution and product")
    allowed = ENTERPRISES

    financing_id: Id
    institution_id: Id
    product: Code

    @override
    def change(self, context: Context) -> Outcome:
        found = financing_for(context, self.financing_id)
        institution = organisation_of(self.institution_id)
        if institution.kind not in LENDERS:
            raise RefusedError("This organisation does not lend", "wrong_party", found=institution.kind)
        found.institution, found.product = institution, self.product
        found.save(update_fields=["institution", "product"])
        return stepped(context, found, Step(self.code, State.MATCHED))


class _Simple(Action):
    """An act that only takes a step."""

    financing_id: Id


@listed
class Apply(_Simple):
    """Apply to the institution that was chosen."""

    code = "financing.apply"
    label = Label("提交申请", "Apply")
    allowed = ENTERPRISES

    @override
    def change(self, context: Context) -> Outcome:
        return stepped(context, financing_for(context, self.financing_id), Step(self.code, State.APPLIED))


@listed
class Withdraw(_Simple):
    """Withdraw, as long as nothing is up for approval."""

    code = "financing.withdraw"
    label = Label("撤回", "Withdraw")
    allowed = ENTERPRISES

    @override
    def change(self, context: Context) -> Outcome:
        return stepped(context, financing_for(context, self.financing_id), Step(self.code, State.WITHDRAWN))


@listed
class MakeOffer(_Simple):
    """Offer terms; a later offer replaces an earlier one."""

    code = "financing.offer"
    label = Label("报价", "Offer terms")
    allowed = LENDING_HANDLERS

    principal_minor: Fen
    rate_ppb: Ppb
    term_months: Months
    repayment: Repayment
    valid_until: Day

    @override
    def change(self, context: Context) -> Outcome:
        found = financing_for(context, self.financing_id)
        if self.principal_minor > found.amount_minor:
            raise RefusedError(
                "An offer is not for more than was asked for", "wrong_amount", expected=f"at most {found.amount_minor}",
                found=self.principal_minor,
            )  # fmt: skip
        if self.valid_until < context.business_date:
            raise RefusedError("This offer would be over already", "out_of_order", found=self.valid_until)
        made = Offer.objects.create(
            financing=found,
            principal_minor=self.principal_minor,
            rate_ppb=self.rate_ppb,
            term_months=self.term_months,
            repayment=self.repayment,
            valid_until=self.valid_until,
        )
        return stepped(context, found, Step(self.code, State.OFFERED), offer_id=made.pk)


@listed
class Accept(_Simple):
    """Accept the offer that stands."""

    code = "financing.accept"
    label = Label("接受报价", "Accept the offer")
    allowed = ENTERPRISES

    offer_id: Id

    @override
    def change(self, context: Context) -> Outcome:
        found = financing_for(context, self.financing_id)
        offer = standing_offer(found)
        if offer is None or offer.pk != self.offer_id:
            raise RefusedError("This is not the offer that stands", "other_document", found=self.offer_id)
        if offer.valid_until < context.business_date:
            raise RefusedError("The offer is over", "out_of_order", expected=f"until {offer.valid_until}")
        return stepped(context, found, Step(self.code, State.ACCEPTED), offer_id=offer.pk)


@listed
class Propose(_Simple):
    """Put the accepted offer up for approval: one approver, or two above the institution's limit."""

    code = "financing.propose"
    label = Label("提交审批", "Put up for approval")
    allowed = LENDING_HANDLERS

    @override
    def change(self, context: Context) -> Outcome:
        found = financing_for(context, self.financing_id)
        offer = standing_offer(found)
        if offer is None:
            raise RefusedError("There is no offer to approve", "wrong_state", where=str(found))
        proposal = Proposal(
            context.organisation,
            "financing",
            ("offer", offer.pk),
            offer.principal_minor,
            offer_content(offer),
        )
        approval = propose(context, proposal, found.enterprise)
        return stepped(
            context, found, Step(self.code, State.PROPOSED),
            approval_id=approval.pk, required=required_of(approval), content_sha256=approval.content_sha256,
            findings=findings_of(approval),
        )  # fmt: skip


@listed
class Decide(_Simple):
    """Approve what was put up, or refuse it with a coded reason. With the last approval needed it is approved."""

    code = "financing.decide"
    label = Label("审批", "Approve or refuse")
    allowed = LENDING_APPROVERS

    approval_id: Id
    content_sha256: Sha256
    reason_code: str = ""

    @override
    def change(self, context: Context) -> Outcome:
        found = financing_for(context, self.financing_id)
        checked_reason(self.reason_code, needed=False)
        approval = approval_of(self.approval_id, "financing")
        if not found.offers.filter(pk=approval.subject_id).exists():
            raise RefusedError(
                "This approval is about another financing", "other_document", found=approval.pk
            )
        check_step((self.code, found.state, State.APPROVED), STEPS, what="a financing at", where=str(found))
        if state_of(approval) == TAKEN_BACK:
            raise RefusedError("This proposal was taken back", "other_document", found=approval.pk)
        outcome = decide(context, approval, content_sha256=self.content_sha256, reason_code=self.reason_code)
        if outcome == GRANTED:
            return stepped(context, found, Step(self.code, State.APPROVED), approval=outcome)
        if outcome == REFUSED:
            return stepped(context, found, Step(self.code, State.REFUSED, self.reason_code), approval=outcome)
        return Outcome(("financing", found.pk, str(found)), {"state": found.state, "approval": outcome})


@listed
class Refuse(_Simple):
    """Refuse with a coded reason, which reaches the enterprise."""

    code = "financing.refuse"
    label = Label("拒绝", "Refuse")
    allowed = LENDING_HANDLERS

    reason_code: str

    @override
    def change(self, context: Context) -> Outcome:
        checked_reason(self.reason_code, needed=True)
        found = financing_for(context, self.financing_id)
        return stepped(
            context, found, Step(self.code, State.REFUSED, self.reason_code), reason=self.reason_code
        )


@listed
class RegisterContract(_Simple):
    """Register the contract that was signed on the approved offer."""

    code = "financing.register_contract"
    label = Label("登记合同", "Register the contract")
    allowed = LENDING_HANDLERS
    needs_key = True

    approval_id: Id
    number: Word
    signed_on: Day

    @override
    def change(self, context: Context) -> Outcome:
        found = financing_for(context, self.financing_id)
        if self.signed_on > context.business_date:
            raise RefusedError(
                "A contract is registered once it is signed", "out_of_order", found=self.signed_on
            )
        if Contract.objects.filter(institution=context.organisation, number=self.number).exists():
            raise RefusedError("A contract of this number is registered", "duplicate", found=self.number)
        approval = approval_of(self.approval_id, "financing")
        outcome = stepped(context, found, Step(self.code, State.CONTRACTED))
        made = Contract.objects.create(
            financing=found,
            offer_id=approval.subject_id,
            approval=approval,
            institution=context.organisation,
            number=self.number,
            signed_on=self.signed_on,
        )
        return Outcome(outcome.subject, dict(outcome.content) | {"contract_id": made.pk}, outcome.notices)


def standing_offer(financing: Financing) -> Offer | None:
    """The latest offer; None where there is none."""
    latest = financing.offers.aggregate(latest=Max("id"))["latest"]
    return financing.offers.filter(pk=latest).first()


def offer_content(offer: Offer) -> dict[str, object]:
    """What is approved with an offer: its terms and whose they are."""
    names = ("id", "financing_id", "principal_minor", "rate_ppb", "term_months", "repayment")
    return {name: getattr(offer, name) for name in names}


def checked_reason(code: str, *, needed: bool) -> None:
    """Raise `RefusedError` for a reason that the list of refusals does not have, or that is missing."""
    if code not in REFUSALS and (needed or code):
        raise RefusedError(
            "A refusal has a coded reason",
            "reason_missing",
            expected=" or ".join(REFUSALS),
            found=code or None,
        )
