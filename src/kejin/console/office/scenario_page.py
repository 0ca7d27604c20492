"""A scenario: what it changes, who gains and loses, what it costs, which cells change, how to get the same again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render

from kejin.console.common.labels import with_labels
from kejin.console.common.tablefiles import FORMATS, Cell, download, table_file, yuan
from kejin.console.office.reading import found
from kejin.console.office.scenario_chart import money_chart
from kejin.console.office.scenario_notebook import notebook
from kejin.console.office.scenario_reading import BOOK, IMPACT, latest, scenario_of
from kejin.console.office.scenario_recipe import recipe
from kejin.console.office.scenario_work import IMPACT_JOB
from kejin.errors import KejinError
from kejin.facts import Label
from kejin.web.counted import ask_anything, may_ask_anything
from kejin.web.jobs.views import begin
from kejin.web.needs import PROVINCE
from kejin.web.pages import page
from kejin.web.permissions import visible
from kejin.web.scenarios.models import Finding, Scenario
from kejin.web.visitors import PageRequest
from kejin.web.words import say, word

_NUMBERS = (
    "eligible_before", "eligible_after", "gained", "lost", "more", "less", "opened", "fen_before", "fen_after",
    "fen_moved",
)  # fmt: skip
_DIMENSIONS = ("city_code", "stage", "key_industry", "size", "platform", "tier")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of one dimension that a decision's change moves."""

    dimension: str
    label: Label
    rows: Sequence[Row]


@page(PROVINCE)
def scenarios(request: PageRequest) -> HttpResponseBase:
    """The scenarios of the office, the latest first."""
    rows = visible(request.visitor, Scenario).select_related("person").order_by("-id")[:200]
    lines = [(row, latest(row, IMPACT), latest(row, BOOK)) for row in rows]
    return render(request, "console/office/scenarios.html", {"lines": lines})


@page(PROVINCE)
def scenario(request: PageRequest, digest: str) -> HttpResponseBase:
    """One scenario; `?format=` gives one of its tables as a file."""
    kept = scenario_of(request.visitor, digest)
    finding = latest(kept, IMPACT)
    content = with_labels(finding.content) if finding is not None else None
    kind = request.GET.get("format", "")
    if kind in FORMATS and content is not None:
        return _file(content, request.GET.get("table", ""), kind)
    chosen = _chosen(content, request.GET.get("decision", ""))
    groups = _groups(content, chosen["decision"]) if content and chosen else []
    context = {
        "scenario": kept,
        "finding": finding,
        "found": content,
        "values": kept_values(kept, content),
        "chosen": chosen,
        "groups": [(one, money_chart(one.rows, one.label), f"groups-{one.dimension}") for one in groups],
        "payers": _payers(content),
        "cells": [row for row in content["cells"] if not row["dimension"]] if content else [],
        "places": [row for row in content["cells"] if row["dimension"] == "city_code"] if content else [],
        "stale": finding is not None and _is_stale(finding),
        "recipe": recipe(kept, content) if content else None,
        "book": latest(kept, BOOK),
        "may_ask": may_ask_anything(request.visitor.kind),
    }
    return render(request, "console/office/scenario.html", context)


@page(PROVINCE)
def scenario_overlay(request: PageRequest, digest: str) -> HttpResponse:
    """The overlay as the file that the command line reads."""
    kept = scenario_of(request.visitor, digest)
    return download(kept.text.encode(), f"overlay-{kept.short}.yaml", "application/yaml; charset=utf-8")


@page(PROVINCE)
def scenario_notebook(request: PageRequest, digest: str) -> HttpResponse:
    """A notebook that works it out again; of one that was worked out."""
    kept = scenario_of(request.visitor, digest)
    finding = latest(kept, IMPACT)
    if finding is None:
        raise Http404
    made = notebook(kept, finding.content)
    return download(made.encode(), f"what-if-{kept.short}.ipynb", "application/x-ipynb+json")


@page(PROVINCE, methods=("POST",))
def scenario_run(request: PageRequest, digest: str) -> HttpResponseBase:
    """Work it out again, over the present run."""
    ask_anything(request.visitor.kind)
    return begin(request, IMPACT_JOB, scenario=scenario_of(request.visitor, digest).pk)


def kept_values(kept: Scenario, content: Row | None) -> Sequence[Row]:
    """What a scenario changes: with its words where it was worked out, else as its text has it."""
    if content is not None:
        return [
            {**one, "confidence_word": word(f"web.confidence_{one['confidence']}")}
            for one in content["values"]
        ]
    return [
        {
            "target": one.target,
            "label": Label(one.target, one.target),
            "was": None,
            "becomes": _typed(one.value),
        }
        for one in kept.overlay.changes
    ]


def _typed(value: object) -> Label:
    return Label(str(value), str(value))


def _is_stale(finding: Finding) -> bool:
    """Whether it was found over other facts or rules than those of the present run."""
    try:
        record = found().manifest
    except KejinError:
        return True
    return (finding.facts, finding.rules) != (record.snapshot_digest, record.ruleset_digest)


def _chosen(content: Row | None, decision: str) -> Row | None:
    """The decision whose groups are shown: the one asked for, else the one with most money or most turns."""
    if content is None or not content["shifts"]:
        return None
    shifts: list[Row] = content["shifts"]
    asked = [shift for shift in shifts if shift["decision"] == decision]
    paid = {cost["decision"] for cost in content["costs"]}
    return asked[0] if asked else max(shifts, key=lambda one: (one["decision"] in paid, *_weight(one)))


def _weight(shift: Row) -> tuple[int, int]:
    return abs(shift["fen_moved"]), shift["gained"] + shift["lost"]


def _groups(content: Row, decision: str) -> list[Groups]:
    rows = [row for row in content["groups"] if row["decision"] == decision]
    parts = [(name, [row for row in rows if row["dimension"] == name]) for name in _DIMENSIONS]
    return [Groups(name, own[0]["dimension_label"], own) for name, own in parts if own]


def _payers(content: Row | None) -> list[tuple[Label, int, int, int]]:
    """What each payer pays before and after, and the difference."""
    sums: dict[Label, list[int]] = {}
    for cost in content["costs"] if content else ():
        one = sums.setdefault(cost["payer"], [0, 0])
        one[0] += cost["fen_before"]
        one[1] += cost["fen_after"]
    return [(payer, before, after, after - before) for payer, (before, after) in sums.items()]


def _file(content: Row, table: str, kind: str) -> HttpResponse:
    heads, rows = _TABLES.get(table, _TABLES["shifts"])(content)
    name = table if table in _TABLES else "shifts"
    title = f"{say(word('scenario.scenario'))}-{say(word(f'scenario.table_{name}'))}"
    return table_file(title, [say(word(f"scenario.{head}")) for head in heads], rows, kind=kind)


Table = tuple[Sequence[str], list[list[Cell]]]


def _shift_rows(content: Row) -> Table:
    heads = ("policy", "decision", "of", *_NUMBERS)
    return heads, [
        [say(one["policy_label"]), say(one["label"]), say(one["of"]), *_figures(one)]
        for one in content["shifts"]
    ]


def _figures(one: Row) -> list[Cell]:
    return [yuan(one[name]) if name.startswith("fen_") else one[name] for name in _NUMBERS]


def _group_rows(content: Row) -> Table:
    names = {shift["decision"]: shift["label"] for shift in content["shifts"]}
    heads = ("decision", "dimension", "group", "gained", "lost", "more", "less", "fen_before", "fen_after")
    return heads, [
        [
            say(names[row["decision"]]), say(row["dimension_label"]), say(row["label"]), row["gained"], row["lost"],
            row["more"], row["less"], yuan(row["fen_before"]), yuan(row["fen_after"]),
        ]
        for row in content["groups"]
    ]  # fmt: skip


def _cost_rows(content: Row) -> Table:
    heads = ("payer", "programme", "decision", "fen_before", "fen_after", "fen_moved")
    return heads, [
        [
            say(row["payer"]), say(row["label"]), say(row["decision_label"]),
            *(yuan(row[name]) for name in ("fen_before", "fen_after", "fen_moved")),
        ]
        for row in content["costs"]
    ]  # fmt: skip


def _cell_rows(content: Row) -> Table:
    counts = (
        "enterprises",
        "open",
        "open_after",
        "nearly",
        "nearly_after",
        "undetermined",
        "undetermined_after",
    )
    heads = ("group", "stage", "instrument", *counts, "open_fen", "open_fen_after")
    return heads, [
        [
            say(row["group_label"]), say(row["stage_label"]), say(row["instrument_label"]),
            *(row[name] for name in counts), yuan(row["open_fen"]), yuan(row["open_fen_after"]),
        ]
        for row in content["cells"]
    ]  # fmt: skip


_TABLES: Mapping[str, Callable[[Row], Table]] = {
    "shifts": _shift_rows,
    "groups": _group_rows,
    "costs": _cost_rows,
    "cells": _cell_rows,
}
