"""Whether the records hold: seals verified, the ledger verified and replayed, each as a job with its progress."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kejin.facts import Label
from kejin.records.audit import places
from kejin.records.audit.models import Seal
from kejin.records.audit.seals import SealFolder
from kejin.records.audit.verifying import verify as verify_seals
from kejin.records.kept.findings import Finding
from kejin.records.ledger.verifying import replay, verify
from kejin.web.jobs.models import Job, JobState
from kejin.web.jobs.views import begin
from kejin.web.jobs.working import Progress, job, kind_of
from kejin.web.needs import OFFICE_AUDITOR
from kejin.web.pages import page
from kejin.web.permissions import visible
from kejin.web.visitors import PageRequest
from kejin.web.words import word

CHECKS = ("audit.verify", "ledger.verify", "ledger.replay")
_LATEST = 12
_MOST_FINDINGS = 500
_SEALS = 20


@job("audit.verify", Label("核验审计封存", "Verify the sealed audit"))
def verify_audit(progress: Progress) -> Mapping[str, Any]:
    """Check every seal, every sealed row, and that the present rows are their last versions."""
    folder = SealFolder(places.seals_folder())
    progress.step(Label("核验封存", "Verify the seals"), len(folder.numbers()))
    count = 0

    def told(more: int) -> None:
        nonlocal count
        count += more
        progress.done(count)

    found = verify_seals(folder, places.public_file(), progress=told)
    figures = {"seals": found.seals, "rows": found.rows, "unsealed": found.unsealed, "root": found.root}
    return _told(found.findings, figures)


@job("ledger.verify", Label("核对台账", "Verify the ledger"))
def verify_ledger(progress: Progress) -> Mapping[str, Any]:
    """Ask sums, dates, balances, closings and guards anew."""
    progress.step(Label("核对合计、日期、余额、结账", "Sums, dates, balances, closings"))
    return _told(verify(), {})


@job("ledger.replay", Label("重放台账", "Replay the ledger"))
def replay_ledger(progress: Progress) -> Mapping[str, Any]:
    """Make every entry anew from what it was made of."""
    progress.step(Label("逐笔重新生成分录", "Make every entry anew"))
    return _told(replay(), {})


@page(OFFICE_AUDITOR)
def checks(request: PageRequest) -> HttpResponseBase:
    """The latest checks with what each found, and the seals."""
    found = visible(request.visitor, Job).filter(kind__in=CHECKS).order_by("-id")[:_LATEST]
    context = {
        "checks": [(name, kind_of(name).label, _about(name)) for name in CHECKS],
        "jobs": [(one, kind_of(one.kind).label, one.state == JobState.DONE) for one in found],
        "seals": Seal.objects.order_by("-number")[:_SEALS],
        "tab": "checks",
    }
    return render(request, "console/audit/checks.html", context)


@page(OFFICE_AUDITOR, methods=("POST",))
def check(request: PageRequest, name: str) -> HttpResponseBase:
    """Begin a check; leads to the page of its job."""
    if name not in CHECKS:
        raise Http404
    return begin(request, name)


def _about(name: str) -> Label:
    return word(f"audit.about_{name.replace('.', '_')}")


def _told(findings: Iterable[Finding], figures: Mapping[str, Any]) -> Mapping[str, Any]:
    listed = [{"what": one.what, "where": one.where} for one in findings]
    return {
        "holds": not listed, "count": len(listed), "findings": listed[:_MOST_FINDINGS], **figures,
        "address": reverse("audit_checks"),
    }  # fmt: skip
