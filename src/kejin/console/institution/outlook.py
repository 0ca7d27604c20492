"""Whether a pool's money lasts: money today, what is promised, room left, and the chance to run dry in coming years."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from kejin.console.common.labels import with_labels
from kejin.console.common.tablefiles import FORMATS, Cell, download, table_file
from kejin.console.institution.agreements import Offered, pool_agreements
from kejin.console.institution.exposure import rooms_seen
from kejin.console.institution.outlook_asking import Seen, finished, kept_of, order, pool_seen
from kejin.console.institution.outlook_chart import chance_chart, fan_chart
from kejin.console.institution.outlook_form import DRAWS, Ground, OutlookForm, fact_fields, supposed
from kejin.console.institution.outlook_recipe import book_text, loans_text, recipe_of
from kejin.console.institution.outlook_work import OUTLOOK_JOB
from kejin.policy import Confidence
from kejin.risk.simulation.outlook import FAN
from kejin.risk.simulation.telling import amount
from kejin.web.fields import form_of
from kejin.web.jobs.views import begin
from kejin.web.needs import EXPOSED
from kejin.web.pages import page
from kejin.web.scenarios.models import Outlook
from kejin.web.visitors import PageRequest
from kejin.web.words import say, word

_LATEST = 6
_SOME, _MUCH = 0.01, 0.1
_YEAR_HEADS = ("year", "until", "added_fen", "paid_fen", "error_fen", "left_fen", "error_fen",
               *(f"p{step}_fen" for step in FAN), "dry", "dry_error")  # fmt: skip
_PARTY_HEADS = ("party", "mean_fen", "error_fen", "p95_fen", "p99_fen")
_BOUND_HEADS = ("bound", "year", "until", "chance", "chance_error")


@page(EXPOSED, methods=("GET", "POST"))
def outlook(request: PageRequest, code: str) -> HttpResponseBase:
    """The outlook of a pool (`?outlook=` an earlier one); `?format=` gives its figures, its book or its loans."""
    seen = pool_seen(request.visitor, code)
    kept = kept_of(request, seen)
    kind = request.GET.get("format", "")
    if kept is not None and kind in _FILES:
        return _FILES[kind](kept)
    if kept is not None and kind in FORMATS:
        return _table(kept, request.GET.get("table", ""), kind)
    offered = pool_agreements(seen.starts)
    agreement = _agreement(request, seen, offered)
    fields = fact_fields(Ground(agreement, seen.starts, seen.claims, seen.keeps)) if agreement else ()
    asked = kept.asked["form"] if kept is not None and kept.asked["agreement"] == agreement else {}
    typed = request.POST or None
    form = OutlookForm(typed, keeps=seen.keeps, initial={"scenarios": DRAWS[0]} | asked.get("model", {}))
    of_loans = form_of(fields, "outlook", data=typed, initial=asked.get("facts", {}))
    none_there = False
    if typed is not None and agreement and form.is_valid() & of_loans.is_valid():
        texts = {field.name: str(typed.get(field.name, "")) for field in fields}
        said = {"agreement": agreement, "facts": supposed(of_loans), "texts": texts}
        made = order(request.visitor, seen, form=form, said=said)
        if made is not None:
            return begin(request, OUTLOOK_JOB, outlook_id=made.pk)
        none_there = True
    context = {
        **_money(seen),
        **_found(kept),
        "seen": seen,
        "agreement": agreement,
        "offered": offered,
        "form": form,
        "of_loans": of_loans,
        "problems": [*form.problems, *of_loans.problems],
        "none_there": none_there,
        "stale": _stale(seen, kept),
        "earlier": finished(request.visitor, seen)[:_LATEST],
    }
    return render(
        request, "console/institution/outlook.html", context, status=400 if request.method == "POST" else 200
    )


def _agreement(request: PageRequest, seen: Seen, offered: tuple[Offered, ...]) -> str:
    """The agreement asked for, else that of the latest claim, else the first one in force."""
    keys = [one.key for one in offered]
    last = seen.claims.order_by("-pk").values_list("agreement", flat=True)[:1]
    wanted = [request.POST.get("agreement", request.GET.get("agreement", "")), *last, *keys]
    return next((key for key in wanted if key in keys), "")


def _stale(seen: Seen, kept: Outlook | None) -> str:
    """What was free when it was simulated, where that is another amount by now."""
    if kept is None or not seen.keeps:
        return ""
    free: int = kept.asked["free"]
    return say(amount(free)) if free != seen.statement().free_minor else ""


def _money(seen: Seen) -> dict[str, Any]:
    """Money today for those who see the whole pool; the room left, as far as one sees it, for everybody."""
    statement = seen.statement()
    rooms = rooms_seen(statement, None if seen.keeps else seen.house)
    how = word("outlook.money_how", seen.today.isoformat())
    return {
        "statement": statement if seen.keeps else None, "cash": statement.closing["cash"], "rooms": rooms, "how": how,
        "tightest": max((one for one in rooms if one.part is not None), key=lambda one: one.part or 0, default=None),
    }  # fmt: skip


def _found(kept: Outlook | None) -> dict[str, Any]:
    """What was found, with its pictures and its recipe."""
    if kept is None:
        return {"kept": None, "found": None}
    found = with_labels(kept.content)
    last = found["years"][-1] if found["years"] else None
    for year in (*found["years"], *(one for bound in found["bounds"] for one in bound["years"])):
        year["until"] = date.fromisoformat(year["until"])
    for item in found["clauses"]:
        item["known"] = Confidence(item["confidence"]) if item["confidence"] else None
    return {
        "kept": kept,
        "found": found,
        "asked": kept.asked,
        "fan": fan_chart(found["years"], kept.asked) if found["years"] else None,
        "chances": chance_chart(found) if found["bounds"] or found["years"] else None,
        "last": last,
        "dry_tone": _tone(last["numbers"]["dry"][0]) if last else "",
        "outstanding": say(amount(kept.asked["outstanding"])),
        "ends": date.fromisoformat(found["ends"]) if found["ends"] else None,
        "starts": date.fromisoformat(kept.asked["document"]["starts"]),
        "recipe": recipe_of(kept),
        "book_text": book_text(kept),
    }


def _tone(chance: float) -> str:
    """How a chance to run dry is coloured; the words and the number stand beside it."""
    return "good" if chance < _SOME else "near" if chance < _MUCH else "shut"


def _table(kept: Outlook, table: str, kind: str) -> HttpResponse:
    """The years, who bears what (`?table=parties`), or limits and lines (`?table=bounds`), in fen and parts of one."""
    content: Mapping[str, Any] = with_labels(kept.content)
    heads, rows = _YEAR_HEADS, [_year_cells(one) for one in content["years"]]
    if table == "parties" or (not table and not rows):
        heads, rows = _PARTY_HEADS, [_party_cells(one) for one in content["parties"]]
    elif table == "bounds":
        heads = _BOUND_HEADS
        rows = [
            [say(bound["label"]), year["year"], year["until"], *map(str, year["numbers"])]
            for bound in content["bounds"]
            for year in bound["years"]
        ]
    title = f"{say(word('outlook.title'))} {kept.book.code} {kept.pk}"
    return table_file(title, [say(word(f"outlook.{head}")) for head in heads], rows, kind=kind)


def _year_cells(year: Mapping[str, Any]) -> list[Cell]:
    numbers = year["numbers"]
    fan = [str(numbers[f"left_p{step}"][0]) for step in FAN]
    return [
        year["year"], year["until"], str(year["added_fen"]), *map(str, numbers["paid"]), *map(str, numbers["left"]),
        *fan, *map(str, numbers["dry"]),
    ]  # fmt: skip


def _party_cells(party: Mapping[str, Any]) -> list[Cell]:
    numbers = party["numbers"]
    return [
        say(party["label"]),
        *map(str, numbers["mean"]),
        str(numbers["var95"][0]),
        str(numbers["var99"][0]),
    ]


_FILES = {
    "yaml": lambda kept: download(
        book_text(kept).encode(), recipe_of(kept).book, "application/yaml; charset=utf-8"
    ),
    "json": lambda kept: download(loans_text(kept).encode(), recipe_of(kept).loans, "application/json"),
}
