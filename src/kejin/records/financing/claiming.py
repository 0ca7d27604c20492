"""From the claim on a pool to compensation and recovery; amounts by `kejin.risk`, money through the ledger."""

from typing import Annotated

from pydantic import StringConstraints
from typing_extensions import override

from kejin.facts import Grain, Label
from kejin.records.actions.action import Action, Allowed, Context, Outcome, Told, listed
from kejin.records.actions.values import Code, Day, Fen, Id, Sha256
from kejin.records.approvals.deciding import GRANTED, REFUSED, Proposal, approval_of
from kejin.records.conflicts.examining import decide, findings_of, propose, required_of
from kejin.records.errors import NotPermittedError, RefusedError, UnknownRecordError
from kejin.records.financing.applying import LENDING_HANDLERS, checked_reason
from kejin.records.financing.models import Claim, Compensation, CompensationPayment, Recovery
from kejin.records.financing.performing import contract_of
from kejin.records.financing.stepping import Step, any_financing, financing_for, stepped, take
from kejin.records.financing.steps import State
from kejin.records.ledger.acts import KEEPERS, TREASURERS
from kejin.records.ledger.posting import Draft, book_named, post
from kejin.records.ledger.templates import Template
from kejin.records.parties.kinds import Role

_HANDLERS = Allowed(KEEPERS, frozenset({Role.HANDLER}))
_APPROVERS = Allowed(KEEPERS, frozenset({Role.APPROVER}))
FactText = Annotated[str, StringConstraints(max_length=200)]
Given = dict[Grain, list[dict[str, FactText | None]]]


@listed
class ClaimLoss(Action):
    """Claim a loss on an overdue loan from a pool.

    Attributes:
        agreement: The sharing agreement, `policy.agreement`.
        law_date: Which day's rules share the loss.
        facts: What the agreement asks about the loan, its enterprise and the institution's year, as texts; the loan's
            number there is the contract's.
    """

    code = "financing.claim"
    label = Label("申请风险补偿", "Claim compensation")
    allowed = LENDING_HANDLERS
    needs_key = True

    financing_id: Id
    book: Code
    agreement: Code
    law_date: Day
    principal_minor: Fen
    facts: Given

    @override
    def change(self, context: Context) -> Outcome:
        found = financing_for(context, self.financing_id)
        contract = contract_of(found)
        latest = contract.reports.order_by("-as_of").first()
        if latest is None or self.principal_minor > latest.outstanding_minor:
            raise RefusedError(
                "More is claimed than was reported outstanding", "wrong_amount",
                expected=f"at most {latest.outstanding_minor if latest else 0}", found=self.principal_minor,
            )  # fmt: skip
        if [row.get("loan_id") for row in self.facts.get(Grain.LOAN, [])] != [contract.number]:
            raise RefusedError("The facts are about another loan", "other_document", expected=contract.number)
        book = book_named(self.book)
        if book.template != Template.POOL:
            raise RefusedError("This book is no pool", "wrong_party", found=book.template, where=book.code)
        made = Claim.objects.create(
            financing=found,
            book=book,
            agreement=self.agreement,
            law_date=self.law_date,
            principal_minor=self.principal_minor,
            facts={grain.value: rows for grain, rows in self.facts.items()},
        )
        outcome = stepped(context, found, Step(self.code, State.CLAIMED), claim_id=made.pk)
        told = Told(book.keeper_id, self.code, {"claim": made.pk, "principal_minor": self.principal_minor})
        return Outcome(outcome.subject, outcome.content, (*outcome.notices, told))


@listed
class AssessClaim(Action):
    """Work out what the pool bears of the claim, and put that amount up for approval."""

    code = "financing.assess_claim"
    label = Label("核算补偿额", "Assess the claim")
    allowed = _HANDLERS

    claim_id: Id

    @override
    def prepare(self) -> None:
        _load_the_engine()

    @override
    def change(self, context: Context) -> Outcome:
        claim = _claim_for(context, self.claim_id)
        if claim.financing.state != State.CLAIMED:
            raise RefusedError("This claim has been decided on", "wrong_state", found=claim.financing.state)
        amount, digest = _pool_bears(claim)
        if amount <= 0:
            raise RefusedError(
                "The pool bears nothing of this claim", "wrong_amount", found=amount, where=str(claim)
            )
        lender = claim.financing.institution
        approval = propose(
            context,
            Proposal(
                context.organisation,
                "compensation",
                ("claim", claim.pk),
                amount,
                _content(claim, amount, digest),
            ),
            claim.financing.enterprise,
            givers=(lender,) if lender is not None else (),
        )
        content = {
            "approval_id": approval.pk, "amount_minor": amount, "required": required_of(approval),
            "content_sha256": approval.content_sha256, "digest": digest, "findings": findings_of(approval),
        }  # fmt: skip
        return Outcome(("claim", claim.pk, str(claim)), content)


@listed
class DecideClaim(Action):
    """Approve the compensation, or refuse the claim with a coded reason. Granted, it is owed by the pool."""

    code = "financing.decide_claim"
    label = Label("审批补偿", "Decide on the claim")
    allowed = _APPROVERS
    needs_key = True

    claim_id: Id
    approval_id: Id
    content_sha256: Sha256
    reason_code: str = ""

    @override
    def prepare(self) -> None:
        _load_the_engine()

    @override
    def change(self, context: Context) -> Outcome:
        claim = _claim_for(context, self.claim_id)
        checked_reason(self.reason_code, needed=False)
        approval = approval_of(self.approval_id, "compensation")
        if approval.subject_id != claim.pk:
            raise RefusedError("This approval is about another claim", "other_document", found=approval.pk)
        outcome = decide(context, approval, content_sha256=self.content_sha256, reason_code=self.reason_code)
        if outcome == REFUSED:
            take(claim.financing, Step(self.code, State.OVERDUE, self.reason_code))
        if outcome == GRANTED:
            amount, digest = _pool_bears(claim)
            if approval.amount_minor != amount:
                raise RefusedError(
                    "The pool's part is another one by now; assess the claim anew", "other_document",
                    expected=approval.amount_minor, found=amount,
                )  # fmt: skip
            made = Compensation.objects.create(
                claim=claim, approval=approval, amount_minor=amount, digest=digest
            )
            post(Draft(claim.book, "pool.admission", {"amount_minor": amount}, ("compensation", made.pk)))
            take(claim.financing, Step(self.code, State.COMPENSATED))
        parts = {"claim": claim.pk, "approval": outcome, "reason": self.reason_code}
        parties = (claim.financing.institution_id, claim.financing.enterprise_id)
        notices = tuple(Told(party, self.code, parts) for party in parties if party is not None)
        content = {"approval": outcome, "state": claim.financing.state, "amount_minor": approval.amount_minor}
        return Outcome(("claim", claim.pk, str(claim)), content, () if outcome == "pending" else notices)


@listed
class PayCompensation(Action):
    """Pay an approved compensation out of the pool's cash, once."""

    code = "financing.pay_compensation"
    label = Label("支付补偿", "Pay the compensation")
    allowed = TREASURERS
    needs_key = True

    claim_id: Id

    @override
    def change(self, context: Context) -> Outcome:
        claim = _claim_for(context, self.claim_id)
        owed = Compensation.objects.filter(claim=claim).first()
        if owed is None:
            raise RefusedError("Nothing was approved on this claim", "wrong_state", where=str(claim))
        if CompensationPayment.objects.filter(compensation=owed).exists():
            raise RefusedError("This compensation has been paid", "duplicate", where=str(claim))
        number = post(
            Draft(claim.book, "pool.payment", {"amount_minor": owed.amount_minor}, ("compensation", owed.pk))
        )
        CompensationPayment.objects.create(compensation=owed, entry_id=number)
        content = {"entry_id": number, "amount_minor": owed.amount_minor}
        return Outcome(("claim", claim.pk, str(claim)), content)


@listed
class Recover(Action):
    """Report money recovered on a compensated loan; the pool's part of it goes back to the pool."""

    code = "financing.recover"
    label = Label("报送追偿收回", "Report a recovery")
    allowed = LENDING_HANDLERS
    needs_key = True

    financing_id: Id
    recovered_on: Day
    amount_minor: Fen

    @override
    def prepare(self) -> None:
        _load_the_engine()

    @override
    def change(self, context: Context) -> Outcome:
        found = financing_for(context, self.financing_id)
        claim = Claim.objects.select_related("book", "financing").filter(
            financing=found, compensation__payment__isnull=False
        ).first()  # fmt: skip
        if claim is None:
            raise RefusedError("No compensation has been paid on this loan", "wrong_state", found=found.state)
        if self.recovered_on > context.business_date:
            raise RefusedError(
                "A recovery is reported once the money is there", "out_of_order", found=self.recovered_on
            )
        before, _ = _pool_bears(claim)
        made = Recovery(
            claim=claim, recovered_on=self.recovered_on, amount_minor=self.amount_minor, pool_minor=0
        )
        after, digest = _pool_bears(claim, more=made)
        made.pool_minor = before - after
        made.save()
        if made.pool_minor:
            post(Draft(claim.book, "pool.recovery", {"amount_minor": made.pool_minor}, ("recovery", made.pk)))
        return stepped(
            context, found, Step(self.code, State.COMPENSATED), pool_minor=made.pool_minor, digest=digest
        )


def _claim_for(context: Context, number: int) -> Claim:
    """The claim, for the keeper of the pool that it is on; its financing and the pool are locked until the act is over.

    Raises:
        UnknownRecordError: There is none.
        NotPermittedError: Another organisation keeps the pool.
    """
    found = Claim.objects.select_related("book").filter(pk=number).first()
    if found is None:
        raise UnknownRecordError("No such claim", found=number, kept="Nothing was recorded.")
    if found.book.keeper_id != context.organisation.pk:
        raise NotPermittedError(
            "Another organisation keeps this pool", found=number, kept="Nothing was recorded."
        )
    found.financing = any_financing(found.financing_id)
    return found


def _load_the_engine() -> None:
    from kejin.records.financing import bearing  # noqa: F401, PLC0415 - as below


def _pool_bears(claim: Claim, *, more: Recovery | None = None) -> tuple[int, str]:
    # The engine of losses takes a second to load; whoever states a need or signs a contract does not wait for it.
    from kejin.records.financing.bearing import pool_bears  # noqa: PLC0415

    return pool_bears(claim, more=more)


def _content(claim: Claim, amount_minor: int, digest: str) -> dict[str, object]:
    return {"claim": claim.pk, "agreement": claim.agreement, "amount_minor": amount_minor, "digest": digest}
