"""The first page, and the check that needs no log-in."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render

from kejin.console.front.asking import ENTERPRISE_ID, asked
from kejin.facts import Label
from kejin.records.actions.action import action_kinds
from kejin.records.actions.models import Notice
from kejin.records.parties.kinds import OrganisationKind
from kejin.web.answers import present_run
from kejin.web.needs import ANYBODY
from kejin.web.pages import page
from kejin.web.permissions import visible
from kejin.web.visitors import PageRequest

_LATEST = 20


@page(ANYBODY)
def home(request: PageRequest) -> HttpResponseBase:
    """The first page: what Kejin is; to one who acts for an enterprise its answers; to others what is new."""
    visitor = request.visitor
    if visitor.person is None:
        return render(request, "console/front/landing.html")
    if visitor.acting is None:
        return redirect("acting")
    if visitor.kind == OrganisationKind.ENTERPRISE:
        return redirect("enterprise_answer")
    if visitor.kind == OrganisationKind.OFFICE:
        return redirect("office_home")
    if visitor.kind == OrganisationKind.RESEARCH:
        return redirect("research_home")
    notices = visible(visitor, Notice).order_by("-id")[:_LATEST]
    labels = {code: kind.label for code, kind in action_kinds().items()}
    told = [(notice, labels.get(notice.code, Label(notice.code, notice.code))) for notice in notices]
    return render(request, "console/front/home.html", {"notices": told})


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
