"""Payment files, their confirmation, and clawback."""

import hashlib
import json
from datetime import date

from django.db.models import QuerySet
from typing_extensions import override

from kejin.facts import Label
from kejin.records.actions.action import Action, Context, Outcome, listed
from kejin.records.actions.values import Code, Id, Sha256
from kejin.records.approvals.models import Approval
from kejin.records.errors import RefusedError, UnknownRecordError
from kejin.records.ledger.acts import TREASURERS
from kejin.records.ledger.posting import Draft, post
from kejin.records.subsidies.claiming import OFFICE_APPROVERS, of_office, stepped, subsidy_for
from kejin.records.subsidies.models import PaymentFile, PaymentLine, Programme, Subsidy
from kejin.records.subsidies.steps import State


@listed
class MakePaymentFile(Action):
    """List for payment every subsidy of a programme whose public notice is over."""

    code = "subsidy.payment_file"
    label = Label("生成拨付清单", "Make a payment file")
    allowed = TREASURERS
    needs_key = True

    programme: Code

    @override
    def change(self, context: Context) -> Outcome:
        programme = Programme.objects.filter(code=self.programme).first()
        if programme is None:
            raise UnknownRecordError("No such programme", found=self.programme)
        of_office(context, programme)
        due = list(
            Subsidy.objects.select_for_update(of=("self",))
            .select_related("enterprise", "contract")
            .filter(pk__in=due_of(programme, context.business_date))
            .order_by("pk")
        )
        if not due:
            raise RefusedError("No public notice has ended", "wrong_state", where=programme.code)
        rows = [row_of(found) for found in due]
        total = sum(found.amount_minor for found in due)
        made = PaymentFile.objects.create(programme=programme, total_minor=total, sha256=digest_of(rows))
        approvals = {
            approval.subject_id: approval
            for approval in Approval.objects.filter(
                kind="subsidy", subject_kind="subsidy", subject_id__in=[found.pk for found in due]
            ).order_by("pk")
        }
        for found in due:
            PaymentLine.objects.create(
                file=made, subsidy=found, approval=approvals[found.pk], amount_minor=found.amount_minor
            )
            stepped(found, self.code, State.LISTED)
        content = {"file_id": made.pk, "total_minor": total, "sha256": made.sha256, "lines": rows}
        return Outcome(("payment_file", made.pk, str(made)), content)


@listed
class ConfirmPaid(Action):
    """Confirm that a payment file was paid: by another person than the one who made it, on the digest of its lines."""

    code = "subsidy.confirm_paid"
    label = Label("确认已拨付", "Confirm the payment")
    allowed = TREASURERS
    needs_key = True

    file_id: Id
    sha256: Sha256

    @override
    def change(self, context: Context) -> Outcome:
        found = PaymentFile.objects.select_related("programme__book", "act").filter(pk=self.file_id).first()
        if found is None:
            raise UnknownRecordError("No such payment file", found=self.file_id)
        of_office(context, found.programme)
        if found.act.person_id == context.person.pk:
            raise RefusedError("Nobody confirms the file that he made", "own_work")
        if found.sha256 != self.sha256:
            raise RefusedError(
                "This is another file", "other_document", expected=found.sha256, found=self.sha256
            )
        for line in found.lines.select_related("subsidy__programme__book").order_by("pk"):
            paid = Subsidy.objects.select_for_update().get(pk=line.subsidy_id)
            stepped(paid, self.code, State.PAID)
            facts = {"amount_minor": line.amount_minor}
            post(Draft(found.programme.book, "budget.payment", facts, ("subsidy", line.subsidy_id)))
        return Outcome(("payment_file", found.pk, str(found)), {"total_minor": found.total_minor})


@listed
class ClawBack(Action):
    """Record that a paid subsidy came back, with a reason; the budget is available again."""

    code = "subsidy.claw_back"
    label = Label("追回补贴", "Claw a subsidy back")
    allowed = OFFICE_APPROVERS
    needs_key = True
    needs_reason = True

    subsidy_id: Id

    @override
    def change(self, context: Context) -> Outcome:
        found = subsidy_for(context, self.subsidy_id)
        outcome = stepped(found, self.code, State.CLAWED_BACK)
        facts = {"amount_minor": found.amount_minor}
        post(Draft(found.programme.book, "budget.clawback", facts, ("subsidy", found.pk)))
        return outcome


def due_of(programme: Programme, today: date) -> QuerySet[Subsidy]:
    """What of a programme is due for payment: its public notice is over, and no objection to it is open."""
    open_to = Subsidy.objects.filter(objections__isnull=False, objections__answer__isnull=True)
    noticed = Subsidy.objects.filter(programme=programme, state=State.NOTICED, notice_until__lt=today)
    return noticed.exclude(pk__in=open_to.values("pk"))


def row_of(found: Subsidy) -> dict[str, object]:
    """One line of a payment file: who gets how much, and for what."""
    return {
        "subsidy": found.pk,
        "enterprise": found.enterprise.name,
        "credit_code": found.enterprise.credit_code,
        "contract": found.contract.number,
        "quarter": found.quarter,
        "amount_minor": found.amount_minor,
    }


def digest_of(rows: list[dict[str, object]]) -> str:
    """SHA-256 of a file's lines, hexadecimal."""
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
