"""The first page, and the check that needs no log-in."""

from collections.abc import Mapping

from django.http import HttpResponseBase
from django.shortcuts import redirect, render

from kejin.console.front.asking import ENTERPRISE_ID, asked
from kejin.records.parties.kinds import OrganisationKind
from kejin.web.answers import present_run
from kejin.web.needs import ANYBODY
from kejin.web.pages import page
from kejin.web.visitors import PageRequest

_WORK = "institution_work"
_FIRST: Mapping[OrganisationKind | None, str] = {
    OrganisationKind.ENTERPRISE: "enterprise_answer",
    OrganisationKind.OFFICE: "office_home",
    OrganisationKind.RESEARCH: "research_home",
}


@page(ANYBODY)
def home(request: PageRequest) -> HttpResponseBase:
    """The first page: what Kejin is; to members what they come for, an institution its work list."""
    visitor = request.visitor
    if visitor.person is None:
        return render(request, "console/front/landing.html")
    if visitor.acting is None:
        return redirect("acting")
    return redirect(_FIRST.get(visitor.kind, _WORK))


@page(ANYBODY, methods=("GET", "POST"))
def check(request: PageRequest) -> HttpResponseBase:
    """What a few facts open, by the rules of the present run. Sent by POST and kept nowhere."""
    run = present_run()
    made = asked(request.POST, run.manifest.three_dates.facts_as_of)
    context = {"groups": made.groups, "problems": made.problems, "dates": run.manifest.three_dates}
    if request.method != "POST":
        return render(request, "console/front/check.html", context)
    if made.facts is None:
        return render(request, "console/front/check.html", context, status=400)
    found = run.answered_on(made.facts, ENTERPRISE_ID)
    context["cells"] = found.row.cells if found.row is not None else ()
    return render(request, "console/front/check.html", context)
