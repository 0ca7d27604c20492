"""What pages of scenarios share: finding one, its latest findings, and whether these are still of the present run."""

from django.http import Http404
from django.urls import reverse

from kejin.web.permissions import visible
from kejin.web.scenarios.models import Finding, Scenario
from kejin.web.visitors import Visitor

IMPACT, BOOK = "impact", "book"
_SHORTEST = 12


def scenario_of(visitor: Visitor, digest: str) -> Scenario:
    """The scenario of the visitor's office whose digest begins so. Raises `Http404` where there is none."""
    rows = visible(visitor, Scenario).filter(digest__startswith=digest) if len(digest) >= _SHORTEST else ()
    for found in rows[:1]:
        scenario: Scenario = found
        return scenario
    raise Http404


def address_of(scenario: Scenario) -> str:
    """Where the page of a scenario is."""
    return reverse("scenario", kwargs={"digest": scenario.short})


def latest(scenario: Scenario, kind: str) -> Finding | None:
    """What was found last of a kind."""
    return scenario.findings.filter(kind=kind).order_by("-id").first()
