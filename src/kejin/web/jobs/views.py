"""The pages of jobs: begin one and see how far it is, leave and come back, cancel."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect, render

from kejin.facts import Label
from kejin.web.jobs.models import Job, JobState
from kejin.web.jobs.working import kind_of
from kejin.web.needs import ANY_MEMBER
from kejin.web.pages import is_fragment, page
from kejin.web.permissions import one_visible, visible
from kejin.web.visitors import PageRequest, Visitor

_LATEST = 50


def enqueue(visitor: Visitor, kind: str, **parameters: Any) -> Job:
    """Let a job be done for the visitor's organisation; it begins within a second where the worker is free.

    Raises:
        KeyError: There is no such kind of job.
        ValueError: Nobody is acted for.
    """
    kind_of(kind)
    if visitor.person is None or visitor.organisation is None:
        raise ValueError("a job needs a person and an organisation")
    return Job.objects.create(
        kind=kind,
        parameters=parameters,
        person=visitor.person,
        organisation=visitor.organisation,
        request_id=visitor.request_id,
    )


def begin(request: PageRequest, kind: str, **parameters: Any) -> HttpResponseBase:
    """Begin a job and lead to its page."""
    return redirect("job", number=enqueue(request.visitor, kind, **parameters).pk)


@page(ANY_MEMBER)
def jobs(request: PageRequest) -> HttpResponseBase:
    """The organisation's jobs, the latest first."""
    rows = visible(request.visitor, Job).order_by("-id")[:_LATEST]
    return render(request, "web/jobs.html", {"rows": [(row, kind_of(row.kind).label) for row in rows]})


@page(ANY_MEMBER)
def job_page(request: PageRequest, number: int) -> HttpResponseBase:
    """How far a job is; asks for itself again every second until it is over."""
    found: Job = one_visible(request.visitor, Job, number)
    step = Label(found.step["zh"], found.step["en"]) if found.step else None
    context = {"job": found, "label": kind_of(found.kind).label, "step": step}
    name = "job_state" if is_fragment(request) else "job"
    return render(request, f"web/{name}.html", context)


@page(ANY_MEMBER, methods=("POST",))
def cancel_job(request: PageRequest, number: int) -> HttpResponseBase:
    """Ask a job to end; what it has not finished leaves nothing behind."""
    found: Job = one_visible(request.visitor, Job, number)
    Job.objects.filter(pk=found.pk, state=JobState.WAITING).update(state=JobState.CANCELLED)
    Job.objects.filter(pk=found.pk, state=JobState.RUNNING).update(cancel=True)
    return redirect("job", number=found.pk)
