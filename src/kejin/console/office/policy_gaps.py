"""What the policies do not know: missing and weak values and open questions, and which answers rest on each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kejin.assessment.waiting import Waiting, waiting_for
from kejin.console.common.tablefiles import FORMATS, Cell, table_file
from kejin.console.office.policy_reading import choices, compiled, jurisdiction, one_of, today_of
from kejin.facts import Label
from kejin.policy import Ruleset
from kejin.policy.gaps import Gap, GapKind, gaps
from kejin.runs.manifest import read_manifest
from kejin.runs.replaying import replayed
from kejin.web.answers import NoRunError, present_folder
from kejin.web.counted import ask_anything, may_ask_anything
from kejin.web.jobs.models import Job, JobState
from kejin.web.jobs.views import begin
from kejin.web.jobs.working import Progress, job
from kejin.web.needs import PROVINCE
from kejin.web.pages import page
from kejin.web.permissions import visible
from kejin.web.visitors import PageRequest
from kejin.web.words import say, word

KIND = "policy.gaps"
_AT_A_TIME = 50
_HEADS = ("gap_kind", "policy", "gap", "value", "document", "at", "decisions", "enterprises", "subjects")
_STEP = Label("统计每个缺口影响多少家企业", "Counting whom each gap leaves undecided")


@dataclass(frozen=True, slots=True)
class Line:
    """A gap, its policy's name, and how many it leaves undecided where that was counted."""

    gap: Gap
    policy: Label
    kind: Label
    enterprises: int | None
    subjects: int | None


@page(PROVINCE)
def policy_gaps(request: PageRequest) -> HttpResponseBase:
    """The gaps; `?kind=` and `?jurisdiction=` narrow them, `?format=` gives them as a file."""
    ruleset = compiled(today_of(request))
    kind = one_of(request.GET.get("kind", ""), [one.value for one in GapKind])
    there = dict.fromkeys(ruleset.policies[one.policy].head.jurisdiction for one in ruleset.decisions)
    place = one_of(request.GET.get("jurisdiction", ""), tuple(there))
    counted = _counted(request)
    every = gaps(ruleset)
    lines = sorted(
        (
            _line(ruleset, gap, counted)
            for gap in every
            if kind in ("", gap.kind.value) and place in ("", ruleset.policies[gap.policy].head.jurisdiction)
        ),
        key=lambda line: -(line.enterprises or 0),
    )
    form = request.GET.get("format", "")
    if form in FORMATS:
        heads = [say(word(f"policy.{name}")) for name in _HEADS]
        return table_file(say(word("policy.gaps_title")), heads, map(_cells, lines), kind=form)
    kinds = [(one.value, word(f"policy.gap_{one.value}")) for one in GapKind]
    pages = max(1, -(-len(lines) // _AT_A_TIME))
    typed = request.GET.get("page", "")
    at = min(max(int(typed), 1), pages) if typed.isdecimal() and len(typed) < 7 else 1
    context = {
        "lines": lines[(at - 1) * _AT_A_TIME : at * _AT_A_TIME],
        "count": len(lines),
        "page": at,
        "pages": pages,
        "totals": [
            (value, label, sum(gap.kind.value == value for gap in every), value == kind)
            for value, label in kinds
        ],
        "kind": kind,
        "place": place,
        "places": choices([(code, jurisdiction(code)) for code in there], place),
        "counted": counted is not None,
        "may_count": may_ask_anything(request.visitor.kind),
    }
    return render(request, "console/office/policy_gaps.html", context)


@page(PROVINCE, methods=("POST",))
def count_gaps(request: PageRequest) -> HttpResponseBase:
    """Count whom each gap leaves undecided, as a job. Raises `NoRunError` where there are no facts to count."""
    present_folder()
    ask_anything(request.visitor.kind)
    return begin(request, KIND)


@job(KIND, Label("统计政策缺口的影响", "Count whom the gaps leave undecided"))
def counted_gaps(progress: Progress) -> Mapping[str, object]:
    """Of each missing value how many subjects and enterprises of the present run wait for it."""
    progress.step(_STEP)
    ruleset, facts, manifest = replayed(present_folder())
    waiting = waiting_for(ruleset, facts, gaps(ruleset))
    return {
        "address": reverse("policy_gaps"),
        "rules": ruleset.digest,
        "facts": manifest.snapshot_digest,
        "waiting": {one.gap.name: [one.enterprises, one.subjects] for one in waiting if _waits(one)},
    }


def _waits(one: Waiting) -> bool:
    return one.gap.kind is GapKind.MISSING


def _counted(request: PageRequest) -> dict[str, list[int]] | None:
    """What was last counted over the facts of the present run; None where nobody counted."""
    try:
        facts = read_manifest(present_folder()).snapshot_digest
    except NoRunError:
        return None
    done = visible(request.visitor, Job).filter(kind=KIND, state=JobState.DONE).order_by("-id").first()
    if done is None or done.result.get("facts") != facts:
        return None
    waiting: dict[str, list[int]] = done.result["waiting"]
    return waiting


def _line(ruleset: Ruleset, gap: Gap, counted: Mapping[str, list[int]] | None) -> Line:
    own = counted.get(gap.name) if counted is not None else None
    return Line(
        gap,
        ruleset.policies[gap.policy].label,
        word(f"policy.gap_{gap.kind.value}"),
        own[0] if own else None,
        own[1] if own else None,
    )


def _cells(line: Line) -> list[Cell]:
    gap = line.gap
    return [
        say(line.kind), say(line.policy), say(gap.label), say(gap.value) if gap.value else None,
        say(gap.clause.title) if gap.clause else None, gap.clause.at if gap.clause else None,
        "; ".join(_names(gap)), line.enterprises, line.subjects,
    ]  # fmt: skip


def _names(gap: Gap) -> Iterator[str]:
    yield from (say(decision.label) for decision in gap.decisions)
