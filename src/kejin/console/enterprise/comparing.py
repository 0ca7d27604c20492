"""Offers side by side: terms, cost to the end, every cash flow as a picture, a table and a file."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from kejin.console.enterprise.files import overview_of
from kejin.enterprises.importing.safetext import guarded
from kejin.facts import Label
from kejin.instruments.costs import Purpose
from kejin.planning.row import OfferLine
from kejin.runs.opening import Overview
from kejin.web.answers import present_run
from kejin.web.needs import ENTERPRISE
from kejin.web.pages import page
from kejin.web.visitors import PageRequest
from kejin.web.words import say, word

MOST = 4
_FIRST = 3
_FEN_OF_A_YUAN = 100
_COLOURS = ("#0958d9", "#8c5a00", "#237804", "#722ed1")


@page(ENTERPRISE)
def compare(request: PageRequest) -> HttpResponseBase:
    """Up to four offers whose cost is known; which ones stands in the address."""
    found = overview_of(request.visitor)
    if found is None:
        return render(request, "console/enterprise/no_data.html")
    priced = _priced(found)
    asked = request.GET.getlist("offer")
    chosen = [line for line in priced if line.product.key in asked][:MOST] or priced[:_FIRST]
    if request.GET.get("format") == "csv":
        return _file(chosen)
    run = present_run()
    context = {
        "run": run,
        "dates": run.manifest.three_dates,
        "priced": priced,
        "chosen": chosen,
        "keys": [line.product.key for line in chosen],
        "flows": list(_flows(chosen)),
        "option": _option(chosen),
    }
    return render(request, "console/enterprise/compare.html", context)


def _priced(found: Overview) -> list[OfferLine]:
    """The offers with a cost to their end, as they are ranked."""
    cells = found.row.cells if found.row is not None else ()
    return [line for cell in cells for line in cell.fitting if line.cost is not None]


def purpose_words(purpose: Purpose) -> Label:
    """What a flow is for."""
    return word(f"compare.{purpose.value}")


def _flows(chosen: list[OfferLine]) -> Iterator[tuple[OfferLine, Any]]:
    """Every flow of every offer: the twin of the picture."""
    for line in chosen:
        if line.cost is not None:
            for flow in line.cost.cost.flows:
                yield line, (flow.day, purpose_words(flow.purpose), flow.amount)


def _option(chosen: list[OfferLine]) -> dict[str, Any]:
    """The picture: for each offer a bar at each day on which money moves, in yuan."""
    days = sorted({flow.day for line in chosen if line.cost for flow in line.cost.cost.flows})
    series = []
    for place, line in enumerate(chosen):
        assert line.cost is not None  # noqa: S101 - only those are chosen
        for purpose in dict.fromkeys(flow.purpose for flow in line.cost.cost.flows):
            amounts = {flow.day: flow.amount for flow in line.cost.cost.flows if flow.purpose is purpose}
            series.append(
                {
                    "name": f"{say(line.product.label)} · {say(purpose_words(purpose))}",
                    "type": "bar",
                    "stack": line.product.key,
                    "itemStyle": {
                        "color": _COLOURS[place],
                        "opacity": 1 if purpose is Purpose.PRINCIPAL else 0.6,
                    },
                    "data": [amounts.get(day, 0) / _FEN_OF_A_YUAN for day in days],
                }
            )
    return {
        "aria": {"enabled": True, "decal": {"show": True}},
        "tooltip": {"trigger": "axis", "confine": True},
        "legend": {"type": "scroll", "bottom": 0, "data": [one["name"] for one in series]},
        "grid": {"left": 8, "right": 8, "top": 24, "bottom": 36, "containLabel": True},
        "xAxis": {"type": "category", "data": [day.isoformat() for day in days]},
        "yAxis": {"type": "value", "name": say(word("list.yuan"))},
        "series": series,
    }


def _file(chosen: list[OfferLine]) -> HttpResponse:
    made = io.StringIO()
    made.write("\ufeff")
    writer = csv.writer(made)
    writer.writerow([say(word(f"compare.{name}")) for name in ("offer", "day", "what", "amount")])
    for line, (day, what, amount) in _flows(chosen):
        sign, rest = ("-", -amount) if amount < 0 else ("", amount)
        yuan = f"{sign}{rest // _FEN_OF_A_YUAN}.{rest % _FEN_OF_A_YUAN:02d}"
        writer.writerow([guarded(say(line.product.label)), day.isoformat(), guarded(say(what)), yuan])
    response = HttpResponse(made.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="cash-flows.csv"'
    return response
