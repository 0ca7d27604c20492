"""What waits for somebody, and what was told: approvals, notices; and pledges that one holds or gave."""

from datetime import date, datetime
from typing import Any

from ninja import Router
from pydantic import Field

from kejin.api.paging import PageQuery
from kejin.api.reading.listing import Resource
from kejin.api.shapes import Minor, PartyRef, Shape, party_ref
from kejin.records.actions.models import Notice
from kejin.records.approvals.deciding import state_of
from kejin.records.approvals.models import Approval
from kejin.records.pledges.models import Pledge

_WORD = "^[a-z_]+$"


class ApprovalQuery(PageQuery):
    """Which approvals."""

    kind: str | None = Field(None, pattern=_WORD, max_length=20, description="种类", examples=["financing"])


class ApprovalShown(Shape):
    """Something that waits for approval, or had it."""

    id: int
    kind: str
    subject_kind: str
    subject_id: int
    amount_minor: Minor
    content_sha256: str = Field(description="Of exactly what is approved; whoever decides repeats it.")
    required: int
    opened_by: str
    state: str = Field(description="`pending`, `granted` or `refused`.")


class NoticeShown(Shape):
    """A message about something that an act did."""

    id: int
    code: str
    subject_kind: str
    subject_id: int
    parts: dict[str, Any]
    recorded_at: datetime


class PledgeShown(Shape):
    """That a right is pledged."""

    id: int
    right_kind: str
    right_number: str
    pledgor: PartyRef
    pledgee: PartyRef
    secured_minor: Minor
    registration: str
    registered_on: date
    released_on: date | None


def _approval(found: Approval) -> ApprovalShown:
    return ApprovalShown(
        id=found.pk, kind=found.kind, subject_kind=found.subject_kind, subject_id=found.subject_id,
        amount_minor=found.amount_minor, content_sha256=found.content_sha256, required=found.required,
        opened_by=found.opened_by.username, state=state_of(found),
    )  # fmt: skip


def _notice(found: Notice) -> NoticeShown:
    return NoticeShown(
        id=found.pk, code=found.code, subject_kind=found.subject_kind, subject_id=found.subject_id,
        parts=found.parts, recorded_at=found.recorded_at,
    )  # fmt: skip


def _pledge(found: Pledge) -> PledgeShown:
    return PledgeShown(
        id=found.pk, right_kind=found.right.kind, right_number=found.right.number, pledgor=party_ref(found.pledgor),
        pledgee=party_ref(found.pledgee), secured_minor=found.secured_minor, registration=found.registration,
        registered_on=found.registered_on, released_on=found.released_on,
    )  # fmt: skip


def routers() -> dict[str, Router]:
    """The operations by the beginning of their address."""
    approvals, notices, pledges = Router(), Router(), Router()
    Resource(Approval, "approval", ("opened_by",)).add_list(
        approvals, "", ApprovalShown, query=ApprovalQuery, shown=_approval,
        named=("approvals.list", "审批列表", "Approvals"), about="What was put up for approval in one's organisation.",
    )  # fmt: skip
    Resource(Notice, "notice").add_list(
        notices, "", NoticeShown, query=PageQuery, shown=_notice, named=("notices.list", "通知列表", "Notices"),
        about="What acts of others told one's organisation, newest first.",
    )  # fmt: skip
    Resource(Pledge, "pledge", ("right", "pledgor", "pledgee")).add_list(
        pledges, "", PledgeShown, query=PageQuery, shown=_pledge, named=("pledges.list", "质押列表", "Pledges"),
        about="Pledges that one holds or gave; of others', nothing is told.",
    )  # fmt: skip
    return {"/approvals": approvals, "/notices": notices, "/pledges": pledges}
