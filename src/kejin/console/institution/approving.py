"""Approvals as a page shows them: what was put up, by whom, and what each approver decided."""

from dataclasses import dataclass

from kejin.facts import Label
from kejin.records.approvals.deciding import state_of
from kejin.records.approvals.models import Approval
from kejin.records.conflicts.kinds import WORDS as FINDINGS
from kejin.records.conflicts.kinds import FindingKind, Weight
from kejin.records.financing.models import Claim, Financing
from kejin.records.financing.steps import REFUSALS
from kejin.records.subsidies.models import Subsidy
from kejin.records.subsidies.steps import REFUSALS as SUBSIDY_REFUSALS
from kejin.web.words import word


@dataclass(frozen=True, slots=True)
class Decided:
    """What one person decided."""

    name: str
    approved: bool
    reason: Label | None


@dataclass(frozen=True, slots=True)
class ShownApproval:
    """An approval: what was put up, by whom, what it came to, who decided what, and what was found."""

    approval: Approval
    opened_by: str
    state: Label
    decisions: tuple[Decided, ...]
    findings: tuple[tuple[Label, Label], ...]


def approvals_of(financing: Financing) -> list[ShownApproval]:
    """The approvals of a financing's offers, newest first."""
    offers = list(financing.offers.values_list("pk", flat=True))
    return _shown(kind="financing", subjects=("offer", offers))


def approvals_of_claim(claim: Claim) -> list[ShownApproval]:
    """The approvals of a claim's compensation, newest first."""
    return _shown(kind="compensation", subjects=("claim", [claim.pk]))


def approvals_of_subsidy(subsidy: Subsidy) -> list[ShownApproval]:
    """The approvals of a subsidy's amount, newest first."""
    return _shown(kind="subsidy", subjects=("subsidy", [subsidy.pk]))


def _shown(*, kind: str, subjects: tuple[str, list[int]]) -> list[ShownApproval]:
    subject, numbers = subjects
    reasons = SUBSIDY_REFUSALS if kind == "subsidy" else REFUSALS
    found = Approval.objects.filter(kind=kind, subject_kind=subject, subject_id__in=numbers)
    return [
        ShownApproval(
            approval, approval.opened_by.name, word(f"institution.approval_{state_of(approval)}"),
            tuple(
                Decided(one.person.name, one.approved, reasons.get(one.reason_code))
                for one in approval.decisions.select_related("person").order_by("pk")
            ),
            tuple(
                (FINDINGS[FindingKind(one.kind)], FINDINGS[Weight(one.weight)])
                for one in approval.findings.order_by("pk")
            ),
        )
        for approval in found.select_related("opened_by").order_by("-pk")
    ]  # fmt: skip
