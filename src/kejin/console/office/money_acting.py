"""The acts on a subsidy as forms, for whoever may do them as things stand."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kejin.console.institution.lending import may_still_decide
from kejin.facts import Label
from kejin.records.approvals.models import Approval
from kejin.records.publications.acts import TakeObjection
from kejin.records.subsidies.claiming import (
    CheckSubsidy,
    ClaimSubsidy,
    DecideSubsidy,
    RefuseSubsidy,
    WithholdSubsidy,
)
from kejin.records.subsidies.models import Subsidy
from kejin.records.subsidies.paying import ClawBack
from kejin.records.subsidies.steps import REFUSALS, State
from kejin.web.acting import ActForm, may
from kejin.web.fields import Field, Shape, amount_again
from kejin.web.permissions import organisation_number
from kejin.web.visitors import Visitor
from kejin.web.words import word

Maker = Callable[[Visitor, Subsidy], Iterator[ActForm]]


def subsidy_forms(visitor: Visitor, subsidy: Subsidy) -> list[ActForm]:
    """The forms that the visitor is offered on a subsidy as it stands."""
    mine = organisation_number(visitor)
    office, firm = subsidy.programme.office_id == mine, subsidy.enterprise_id == mine
    makers: Mapping[Any, tuple[bool, Maker]] = {
        ClaimSubsidy: (firm, _claim),
        CheckSubsidy: (office, _check),
        DecideSubsidy: (office, _decide),
        RefuseSubsidy: (office, _refuse),
        WithholdSubsidy: (office, _withhold),
        TakeObjection: (office, _object),
        ClawBack: (office, _claw_back),
    }
    return [
        form
        for kind, (own, maker) in makers.items()
        if own and may(visitor, kind)
        for form in maker(visitor, subsidy)
    ]


def approval_for(subsidy: Subsidy) -> Approval | None:
    """The latest approval that the subsidy's amount was put up for."""
    found = Approval.objects.filter(kind="subsidy", subject_kind="subsidy", subject_id=subsidy.pk)
    return found.order_by("-pk").first()


def refusal_field(*, required: bool) -> Field:
    """The coded reason of a refusal."""
    label = word("money.refusal_reason" if required else "institution.refusal_or_none")
    return Field("reason_code", label, Shape.CHOICE, options=refusals(), required=required)


def refusals() -> list[tuple[str, Label]]:
    """The codes with which a subsidy is refused, with their words."""
    return list(REFUSALS.items())


def _claim(_: Visitor, subsidy: Subsidy) -> Iterator[ActForm]:
    if subsidy.state == State.ENTITLED:
        yield ActForm(
            ClaimSubsidy, (), lambda _: ClaimSubsidy(subsidy_id=subsidy.pk), note=word("money.claim_note")
        )


def _check(_: Visitor, subsidy: Subsidy) -> Iterator[ActForm]:
    if subsidy.state == State.CLAIMED:
        yield ActForm(
            CheckSubsidy, (), lambda _: CheckSubsidy(subsidy_id=subsidy.pk), note=word("money.check_note")
        )


def _refuse(_: Visitor, subsidy: Subsidy) -> Iterator[ActForm]:
    if subsidy.state == State.CLAIMED:
        yield ActForm(
            RefuseSubsidy, (refusal_field(required=True),),
            lambda values: RefuseSubsidy(subsidy_id=subsidy.pk, reason_code=values["reason_code"]),
            grave=True, note=word("money.refuse_note"),
        )  # fmt: skip


def _decide(visitor: Visitor, subsidy: Subsidy) -> Iterator[ActForm]:
    approval = approval_for(subsidy)
    if approval is None or visitor.person is None or subsidy.state != State.CHECKED:
        return
    if not may_still_decide(approval, visitor.person.pk):
        return
    said = Field("reason", word("institution.decide_reason"), Shape.TEXT, required=False)
    fields = (refusal_field(required=False), said, amount_again(approval.amount_minor))

    def build(values: Mapping[str, Any]) -> DecideSubsidy:
        return DecideSubsidy(
            subsidy_id=subsidy.pk, approval_id=approval.pk, content_sha256=approval.content_sha256,
            reason_code=values["reason_code"] or "",
        )  # fmt: skip

    note = word("money.decide_note", subsidy.programme.notice_days)
    yield ActForm(DecideSubsidy, fields, build, grave=True, note=note)


def _withhold(_: Visitor, subsidy: Subsidy) -> Iterator[ActForm]:
    if subsidy.state == State.NOTICED:
        yield ActForm(
            WithholdSubsidy, (refusal_field(required=True),),
            lambda values: WithholdSubsidy(subsidy_id=subsidy.pk, reason_code=values["reason_code"]),
            grave=True, note=word("money.withhold_note"),
        )  # fmt: skip


def _object(_: Visitor, subsidy: Subsidy) -> Iterator[ActForm]:
    if subsidy.state == State.NOTICED:
        fields = (
            Field("by", word("notice.by"), Shape.LINE, hint=word("notice.by_hint")),
            Field("ground", word("notice.ground"), Shape.TEXT),
        )
        yield ActForm(
            TakeObjection, fields,
            lambda values: TakeObjection(subsidy_id=subsidy.pk, by=values["by"], ground=values["ground"]),
            note=word("notice.objection_note_subsidy"),
        )  # fmt: skip


def _claw_back(_: Visitor, subsidy: Subsidy) -> Iterator[ActForm]:
    if subsidy.state == State.PAID:
        yield ActForm(
            ClawBack, (amount_again(subsidy.amount_minor),), lambda _: ClawBack(subsidy_id=subsidy.pk),
            grave=True, note=word("money.claw_back_note"),
        )  # fmt: skip


__all__ = ["approval_for", "refusal_field", "refusals", "subsidy_forms"]
