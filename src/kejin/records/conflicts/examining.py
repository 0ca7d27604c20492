"""Propose and decide, with every check done: what was found is on record, and is heeded."""

from typing import Any

from django.db import connection

from kejin.records.actions.action import Context
from kejin.records.approvals import deciding
from kejin.records.approvals.deciding import Proposal
from kejin.records.approvals.models import Approval
from kejin.records.conflicts.checks import Matter, found_in
from kejin.records.conflicts.kinds import WORDS, FindingKind, Weight
from kejin.records.conflicts.models import Examination, Finding
from kejin.records.conflicts.relations import acts_for
from kejin.records.errors import RefusedError
from kejin.records.parties.models import Organisation


def propose(
    context: Context, proposal: Proposal, enterprise: Organisation, *, givers: tuple[Organisation, ...] = ()
) -> Approval:
    """Put something up for approval, and examine it: the findings are on record with it.

    Args:
        context: Who proposes.
        proposal: What.
        enterprise: Who gets it.
        givers: Who lends or keeps the pool, beside who decides.

    Raises:
        RefusedError: The proposer acts for the enterprise, or for one that is related to it.
    """
    _not_related(context, enterprise)
    approval = deciding.propose(context, proposal)
    examined = Examination.objects.create(
        approval=approval, enterprise=enterprise, givers=sorted({each.pk for each in givers})
    )
    _record(approval, _matter(context, examined))
    return approval


def decide(context: Context, approval: Approval, *, content_sha256: str, reason_code: str = "") -> str:
    """Approve, or refuse with a coded reason, heeding what was found; gives what the approval has come to.

    What has come about since the proposal is looked for again.

    Raises:
        RefusedError: The approver is related to the enterprise, a finding bars the approval or asks for reasons in
            words, or as `kejin.records.approvals.deciding.decide` says.
        NotPermittedError: It is another organisation's to decide.
    """
    examined = Examination.objects.select_related("enterprise").get(approval=approval)
    _not_related(context, examined.enterprise)
    if not reason_code:
        _record(approval, _matter(context, examined))
        _heeded(context, approval)
    return deciding.decide(context, approval, content_sha256=content_sha256, reason_code=reason_code)


def required_of(approval: Approval) -> int:
    """How many must approve: by the limit, and two where a finding asks for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conflicts_required(%s)", [approval.pk])
        return int(cursor.fetchone()[0])


def findings_of(approval: Approval) -> list[dict[str, Any]]:
    """What was found at an approval, as JSON values with words in both languages."""
    return [
        {
            "kind": each.kind, "weight": each.weight, "other": [each.other_kind, each.other_id],
            "evidence": each.evidence, "zh": WORDS[FindingKind(each.kind)].zh, "en": WORDS[FindingKind(each.kind)].en,
        }
        for each in approval.findings.order_by("pk")
    ]  # fmt: skip


def _matter(context: Context, examined: Examination) -> Matter:
    approval = examined.approval
    numbers = {approval.organisation_id, *examined.givers}
    givers = tuple(Organisation.objects.filter(pk__in=numbers).order_by("pk"))
    subject = (approval.subject_kind, approval.subject_id)
    return Matter(approval.kind, subject, examined.enterprise, givers, context.business_date)


def _record(approval: Approval, matter: Matter) -> None:
    known = set(approval.findings.values_list("kind", "other_kind", "other_id"))
    for found in found_in(matter):
        if (found.kind.value, *found.other) not in known:
            kind, number = found.other
            Finding.objects.create(
                approval=approval, kind=found.kind, weight=found.weight, other_kind=kind, other_id=number,
                evidence=dict(found.evidence),
            )  # fmt: skip
            known.add((found.kind.value, *found.other))


def _heeded(context: Context, approval: Approval) -> None:
    bars = approval.findings.filter(weight=Weight.BARS).first()
    if bars is not None:
        raise RefusedError(
            f"A finding bars this approval: {WORDS[FindingKind(bars.kind)].en}", "conflict",
            found=bars.evidence, expected="a refusal",
        )  # fmt: skip
    asks = approval.findings.filter(weight=Weight.ASKS).first()
    if asks is not None and not context.reason.strip():
        raise RefusedError(
            f"A finding asks for reasons: {WORDS[FindingKind(asks.kind)].en}", "reason_missing",
            found=asks.evidence, expected="a reason in words, by two people",
        )  # fmt: skip


def _not_related(context: Context, enterprise: Organisation) -> None:
    how = acts_for(context.person, enterprise, context.business_date)
    if how is not None:
        raise RefusedError(
            "Nobody decides on an enterprise that he acts for", "conflict", expected="somebody else", found=how,
            where=enterprise.name,
        )  # fmt: skip
