"""The form of a what-if: the numbers of a policy with unit, bounds, present value and source beside each."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render

from kejin.console.office.policy_list import matches
from kejin.console.office.policy_reading import clause, jurisdiction, store_at_hand, today_of
from kejin.console.office.scenario_reading import address_of, scenario_of
from kejin.console.office.scenario_work import IMPACT_JOB
from kejin.errors import KejinError
from kejin.facts import Label
from kejin.policy import ClauseRef, Overlay, Policy
from kejin.policy.adjusting import Adjustable, adjustables
from kejin.policy.overlay import Change, overlaid, overlay_text
from kejin.web.answers import present_folder
from kejin.web.counted import ask_anything
from kejin.web.jobs.views import begin
from kejin.web.needs import PROVINCE
from kejin.web.pages import page
from kejin.web.scenarios.models import Scenario
from kejin.web.visitors import PageRequest
from kejin.web.words import word

_LONGEST_TITLE = 120
_MOST_CHANGES = 200


@dataclass(slots=True)
class Field:
    """A number that may be changed, what stands in its box, and what is wrong with that."""

    one: Adjustable
    clause: ClauseRef | None
    typed: str
    problem: Label | None = None

    @property
    def name(self) -> str:
        """The name of its box."""
        return f"v-{self.one.target}"

    @property
    def changed(self) -> bool:
        """Whether something else than the number in force stands in it."""
        return self.typed != self.one.number


@dataclass(slots=True)
class Filled:
    """The form as it stands.

    Attributes:
        groups: The fields: parameters first, then table by table.
        kept: Changes of other policies, of the scenario that this one goes on from.
        problems: What is wrong, with the box that it is about.
    """

    policy: Policy
    fields: list[Field]
    kept: Sequence[Change] = ()
    title: str = ""
    changes: list[Change] = field(default_factory=list)
    problems: list[tuple[str, Label]] = field(default_factory=list)

    @property
    def groups(self) -> list[tuple[Label | None, list[Field]]]:
        """The fields: parameters first, then table by table."""
        found: dict[Label | None, list[Field]] = {}
        for one in self.fields:
            found.setdefault(one.one.group, []).append(one)
        return list(found.items())


@page(PROVINCE, methods=("GET", "POST"))
def scenario_new(request: PageRequest) -> HttpResponseBase:
    """Choose a policy, change its numbers, and let the consequences be worked out as a job."""
    ask_anything(request.visitor.kind)
    query = request.GET
    named = query.get("policy", "")
    held = store_at_hand().policies
    if not named:
        return render(request, "console/office/scenario_choose.html", _choosing(request))
    if named not in held:
        raise Http404
    base = scenario_of(request.visitor, query["on"]) if query.get("on") else None
    filled = _opened(request, held[named], base)
    if request.method == "POST":
        _take(request, filled)
        if not filled.problems:
            return _kept(request, filled)
    context = {"filled": filled, "base": base, "jurisdiction": jurisdiction(held[named].head.jurisdiction)}
    return render(
        request, "console/office/scenario_form.html", context, status=400 if filled.problems else 200
    )


def _choosing(request: PageRequest) -> dict[str, object]:
    query = request.GET.get("q", "").replace("\0", "").strip()[:60]
    day = today_of(request)
    policies = [
        (policy, jurisdiction(policy.head.jurisdiction), len(adjustables(policy, day)))
        for policy in store_at_hand().policies.values()
        if matches(policy, query)
    ]
    return {"policies": [one for one in policies if one[2]], "query": query, "on": request.GET.get("on", "")}


def _opened(request: PageRequest, policy: Policy, base: Scenario | None) -> Filled:
    """The form with the numbers in force, or those of the scenario that it goes on from."""
    changes = base.overlay.changes if base is not None else ()
    before = {change.target: change.value for change in changes}
    fields = []
    for one in adjustables(policy, today_of(request)):
        value = before.get(one.target)
        typed = value.removesuffix(one.unit) if isinstance(value, str) else one.number
        fields.append(Field(one, clause(policy, one.clause), typed))
    kept = tuple(change for change in changes if change.target.partition(".")[0] != policy.id)
    return Filled(policy, fields, kept, base.title if base is not None else "")


def _take(request: PageRequest, filled: Filled) -> None:
    """Read what was typed; what is wrong with it stands beside each box."""
    filled.title = request.POST.get("title", "").replace("\0", "").strip()[:_LONGEST_TITLE]
    if not filled.title:
        filled.problems.append(("title", word("scenario.no_title")))
    for one in filled.fields:
        one.typed = request.POST.get(one.name, one.one.number).replace("\0", "").strip()[:40]
        try:
            change = one.one.change(one.typed)
            if change is not None:
                # Bounds are the pack's: laid over the one policy at once, and over all by the job.
                overlaid({filled.policy.id: filled.policy}, Overlay(Label("", ""), (change,)))
                filled.changes.append(change)
        except KejinError:
            one.problem = _problem(one.one)
            filled.problems.append((one.name, Label(*_about(one.one, one.problem))))
    if not filled.changes and not filled.problems:
        filled.problems.append(("", word("scenario.nothing_changed")))
    if len(filled.changes) + len(filled.kept) > _MOST_CHANGES:
        filled.problems.append(("", word("scenario.too_many", _MOST_CHANGES)))


def _problem(one: Adjustable) -> Label:
    if one.bounds is not None:
        return word("scenario.not_within", *one.bounds)
    return word("scenario.not_a_number")


def _about(one: Adjustable, problem: Label) -> Iterator[str]:
    yield f"{one.label.zh}：{problem.zh}"
    yield f"{one.label.en}: {problem.en}"


def _kept(request: PageRequest, filled: Filled) -> HttpResponseBase:
    """Keep the scenario, the same one once, and begin to work it out."""
    # There has to be a run before anything is kept.
    present_folder()
    overlay = Overlay(Label(filled.title, filled.title), (*filled.kept, *filled.changes))
    text = overlay_text(overlay)
    visitor = request.visitor
    assert visitor.person is not None  # noqa: S101 - the page asks for an office
    assert visitor.organisation is not None  # noqa: S101 - likewise
    made, _ = Scenario.objects.get_or_create(
        organisation=visitor.organisation,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        defaults={"title": filled.title, "text": text, "person": visitor.person},
    )
    if made.findings.exists():
        return redirect(address_of(made))
    return begin(request, IMPACT_JOB, scenario=made.pk)
