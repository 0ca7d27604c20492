"""The answer page: the enterprise's row of the matrix, what to do next, and the reasons of every answer."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import render

from kejin.assessment import conditions_of
from kejin.errors import UnknownFactError
from kejin.runs.opening import Answered, OpenRun
from kejin.web.answers import present_run
from kejin.web.needs import ENTERPRISE
from kejin.web.pages import is_fragment, page
from kejin.web.visitors import PageRequest

_MOST_STEPS = 3
_MOST_ASKED = 6


@page(ENTERPRISE)
def answer(request: PageRequest) -> HttpResponseBase:
    """The enterprise's own page."""
    found = _answered(request)
    if found is None:
        return render(request, "console/enterprise/no_data.html")
    run, answered = found
    context = {
        "run": run,
        "dates": run.manifest.three_dates,
        "answered": answered,
        "answer": answered.answer,
        "row": answered.row,
        "explained": frozenset(one.key for one in answered.answer.decisions),
        "closest": answered.answer.closest[:_MOST_STEPS],
        "requests": answered.answer.requests[:_MOST_ASKED],
    }
    return render(request, "console/enterprise/answer.html", context)


@page(ENTERPRISE)
def decisions(request: PageRequest) -> HttpResponseBase:
    """Every policy answer, best first, statuses and distances to the boards."""
    found = _answered(request)
    if found is None:
        return render(request, "console/enterprise/no_data.html")
    run, answered = found
    context = {"run": run, "dates": run.manifest.three_dates, "answered": answered, "answer": answered.answer}
    return render(request, "console/enterprise/decisions.html", context)


@page(ENTERPRISE)
def decision(request: PageRequest, key: str) -> HttpResponseBase:
    """The reasons of one answer: as a part of the page that asks, or as a page of its own."""
    run = present_run()
    code = request.visitor.organisation.credit_code if request.visitor.organisation is not None else None
    try:
        one = run.explained(code or "", key)
    except UnknownFactError:
        one = None
    if one is None:
        raise Http404
    context = {
        "run": run,
        "dates": run.manifest.three_dates,
        "decision": one,
        "trees": [(told, conditions_of(told.explanation.tree)) for told in one.told],
    }
    name = "reasons" if is_fragment(request) else "decision"
    return render(request, f"console/enterprise/{name}.html", context)


def _answered(request: PageRequest) -> tuple[OpenRun, Answered] | None:
    """What the present run says to the enterprise acted for; None where the run does not know it."""
    organisation = request.visitor.organisation
    code = organisation.credit_code if organisation is not None else None
    run = present_run()
    try:
        return run, run.answered(code or "")
    except UnknownFactError:
        return None
