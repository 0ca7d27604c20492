"""Opening an approval and deciding on it, for the acts that need one."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from typing_extensions import override

from kejin.facts import Label
from kejin.records.actions.action import Action, Allowed, Context, Outcome, listed
from kejin.records.actions.values import Code, FenOrNone
from kejin.records.approvals.models import Approval, ApprovalDecision, ApprovalLimit
from kejin.records.errors import NotPermittedError, RefusedError, UnknownRecordError
from kejin.records.parties.kinds import BUSINESS, OrganisationKind, Role
from kejin.records.parties.models import Organisation

GRANTED, REFUSED, PENDING, TAKEN_BACK = "granted", "refused", "pending", "taken_back"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is put up for approval: whose approval, of which kind, about what, how much, and exactly what."""

    organisation: Organisation
    kind: str
    subject: tuple[str, int]
    amount_minor: int
    content: Mapping[str, Any]


@listed
class SetApprovalLimit(Action):
    """Say above which amount the organisation asks for two approvers."""

    code = "approval.set_limit"
    label = Label("设定双人审批限额", "Set the limit above which two approve")
    allowed = Allowed(BUSINESS - {OrganisationKind.ENTERPRISE}, frozenset({Role.ADMINISTRATOR}))
    needs_reason = True

    kind: Code
    above_minor: FenOrNone

    @override
    def change(self, context: Context) -> Outcome:
        made = ApprovalLimit.objects.create(
            organisation=context.organisation, kind=self.kind, above_minor=self.above_minor
        )
        return Outcome(("approval_limit", made.pk, str(made)), {"limit_id": made.pk})


def content_digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of what is approved, hexadecimal."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def propose(context: Context, proposal: Proposal) -> Approval:
    """Put something up for approval, as the acting person."""
    kind, number = proposal.subject
    made = Approval.objects.create(
        organisation=proposal.organisation,
        kind=proposal.kind,
        subject_kind=kind,
        subject_id=number,
        amount_minor=proposal.amount_minor,
        content_sha256=content_digest(proposal.content),
        opened_by=context.person,
    )
    made.refresh_from_db()
    return made


def decide(context: Context, approval: Approval, *, content_sha256: str, reason_code: str = "") -> str:
    """Approve, or refuse with a coded reason; gives what the approval has come to.

    Raises:
        RefusedError: Another content than the one put up, or one's own proposal.
        NotPermittedError: It is another organisation's to decide.
    """
    if approval.organisation_id != context.organisation.pk:
        raise NotPermittedError(
            "This is another organisation's to decide", kept="Nothing was recorded but the attempt."
        )
    if approval.opened_by_id == context.person.pk:
        raise RefusedError("Nobody approves what he proposed", "own_work", found=context.person.username)
    if content_sha256 != approval.content_sha256:
        raise RefusedError("This is not what was put up for approval", "other_document", found=content_sha256)
    ApprovalDecision.objects.create(
        approval=approval, person=context.person, approved=not reason_code, reason_code=reason_code
    )
    return state_of(approval)


def state_of(approval: Approval) -> str:
    """`pending`, `granted`, `refused` or `taken_back`, as the database says."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT approvals_state(%s)", [approval.pk])
        return str(cursor.fetchone()[0])


def approval_of(number: int, kind: str) -> Approval:
    """The approval of that number and kind.

    Raises:
        UnknownRecordError: There is none.
    """
    found = Approval.objects.filter(pk=number, kind=kind).first()
    if found is None:
        raise UnknownRecordError("No such approval", found=number, kept="Nothing was recorded.")
    return found
