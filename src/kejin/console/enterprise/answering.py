"""The answer page: the enterprise's row of the matrix, what to do next, and the reasons of every answer."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import render

from kejin.assessment import conditions_of
from kejin.errors import UnknownFactError
from kejin.runs.opening import OpenRun, Overview
from kejin.web.answers import present_run
from kejin.web.needs import ENTERPRISE
from kejin.web.pages import is_fragment, page
from kejin.web.visitors import PageRequest

_MOST_ASKED = 6


@page(ENTERPRISE)
def answer(request: PageRequest) -> HttpResponseBase:
    """The enterprise's own page: what the run wrote about it, and the steps of what is nearly open."""
    found = _overview(request)
    if found is None:
        return render(request, "console/enterprise/no_data.html")
    run, overview = found
    context = {
        "run": run,
        "dates": run.manifest.three_dates,
        "overview": overview,
        "row": overview.row,
        "explained": frozenset(one.key for one in overview.decisions),
        "closest": overview.closest,
        "waiting": any(one.waits for one in overview.decisions),
    }
    return render(request, "console/enterprise/answer.html", context)


@page(ENTERPRISE)
def supply(request: PageRequest) -> HttpResponseBase:
    """The facts that would settle what is open: the first of them as a part of the answer page, or all as a page."""
    run = present_run()
    try:
        requests = run.requests(_code(request))
    except UnknownFactError:
        return render(request, "console/enterprise/no_data.html")
    part = is_fragment(request)
    context = {
        "run": run,
        "dates": run.manifest.three_dates,
        "requests": requests[:_MOST_ASKED] if part else requests,
        "more": len(requests) - _MOST_ASKED if part else 0,
    }
    name = "supply" if part else "supply_page"
    return render(request, f"console/enterprise/{name}.html", context)


@page(ENTERPRISE)
def decisions(request: PageRequest) -> HttpResponseBase:
    """Every policy answer, best first."""
    found = _overview(request)
    if found is None:
        return render(request, "console/enterprise/no_data.html")
    run, overview = found
    context = {"run": run, "dates": run.manifest.three_dates, "overview": overview}
    return render(request, "console/enterprise/decisions.html", context)


@page(ENTERPRISE)
def standing(request: PageRequest) -> HttpResponseBase:
    """Statuses held and met, and distances to the boards: as a part of the page of answers, or as a page of its own."""
    run = present_run()
    try:
        statuses, listing = run.standing(_code(request))
    except UnknownFactError:
        return render(request, "console/enterprise/no_data.html")
    context = {"run": run, "dates": run.manifest.three_dates, "statuses": statuses, "listing": listing}
    name = "standing" if is_fragment(request) else "standing_page"
    return render(request, f"console/enterprise/{name}.html", context)


@page(ENTERPRISE)
def decision(request: PageRequest, key: str) -> HttpResponseBase:
    """The reasons of one answer: as a part of the page that asks, or as a page of its own."""
    run = present_run()
    try:
        one = run.explained(_code(request), key)
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


def _code(request: PageRequest) -> str:
    organisation = request.visitor.organisation
    return (organisation.credit_code if organisation is not None else None) or ""


def _overview(request: PageRequest) -> tuple[OpenRun, Overview] | None:
    """What the present run says to the enterprise acted for; None where the run does not know it."""
    run = present_run()
    try:
        return run, run.overview(_code(request))
    except UnknownFactError:
        return None
