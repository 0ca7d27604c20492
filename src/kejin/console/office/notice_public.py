"""What is on public notice, for everybody and without logging in: lists, and subsidies that are to be paid.

Of every table only what its data class calls public is shown; a column that an office classes higher is masked here.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponseBase
from django.shortcuts import render

from kejin.console.common.tablefiles import FORMATS, Cell, table_file, yuan
from kejin.console.office.notice_rows import list_file, rows_shown, title_of
from kejin.records.kept.classes import classes_of
from kejin.records.parties.models import Organisation
from kejin.records.publications.models import Conclusion, Publication
from kejin.records.subsidies.models import Programme, Subsidy
from kejin.records.subsidies.steps import State
from kejin.web.needs import ANYBODY
from kejin.web.pages import page
from kejin.web.visitors import PageRequest, today
from kejin.web.words import say, word

_PUBLIC = 1
_MOST_FINAL = 50
_FOLDER = "console/notice"
_HEADS = (
    "institution.enterprise",
    "money.credit_code",
    "money.quarter",
    "money.amount",
    "money.notice_until",
)


@dataclass(frozen=True, slots=True)
class PublicSubsidy:
    """A subsidy on public notice, as anybody may see it: texts and amounts, masked where they are not public."""

    name: str
    credit_code: str
    quarter: str
    amount_minor: Any
    notice_until: Any

    @property
    def is_figure(self) -> bool:
        """Whether the amount is shown, and not its mask."""
        return isinstance(self.amount_minor, int)

    @property
    def is_day(self) -> bool:
        """Whether the day is shown, and not its mask."""
        return isinstance(self.notice_until, date)


@page(ANYBODY)
def public_notices(request: PageRequest) -> HttpResponseBase:
    """Everything that is on public notice today, and the lists that were announced for good, the latest first."""
    day = today()
    lists = Publication.objects.filter(until__gte=day).select_related("list__office") if day else ()
    final = Conclusion.objects.select_related("list__office").order_by("-pk")[:_MOST_FINAL]
    programmes = [
        (one, len(_subsidies(one, day))) for one in Programme.objects.select_related("office").order_by("pk")
    ]
    context = {
        "lists": [(one, title_of(one.list), len(one.list.rows)) for one in lists],
        "final": [(one, title_of(one.list), len(one.rows)) for one in final],
        "programmes": [(one, count) for one, count in programmes if count],
        "day": day,
    }
    return render(request, f"{_FOLDER}/public.html", context)


@page(ANYBODY)
def public_list(request: PageRequest, number: int) -> HttpResponseBase:
    """One list on public notice or announced for good; `?q=` finds a name, `?format=` gives it as a file."""
    shown = Q(until__gte=today()) | Q(list__conclusion__isnull=False)
    found = Publication.objects.select_related("list__office").filter(shown, list_id=number).first()
    if found is None:
        raise Http404
    made = list_file(request, found.list)
    if made is not None:
        return made
    context = {
        "publication": found,
        "conclusion": getattr(found.list, "conclusion", None),
        "found": found.list,
        "title": title_of(found.list),
        "rows": rows_shown(found.list, request.GET.get("q", "").strip()[:60]),
        "query": request.GET.get("q", ""),
    }
    return render(request, f"{_FOLDER}/public_list.html", context)


@page(ANYBODY)
def public_subsidies(request: PageRequest, programme: str) -> HttpResponseBase:
    """The subsidies of a programme on public notice; `?format=` gives them as a file."""
    found = Programme.objects.select_related("office").filter(code=programme).first()
    rows = _subsidies(found, today()) if found is not None else []
    if found is None or not rows:
        raise Http404
    kind = request.GET.get("format", "")
    if kind in FORMATS:
        heads = [say(word(name)) for name in _HEADS]
        return table_file(f"{found.name}", heads, [_cells(row) for row in rows], kind=kind)
    context = {
        "programme": found,
        "rows": rows,
        "total": sum(row.amount_minor for row in rows if row.is_figure),
    }
    return render(request, f"{_FOLDER}/public_subsidies.html", context)


def _subsidies(programme: Programme, day: date | None) -> list[PublicSubsidy]:
    rows = Subsidy.objects.filter(programme=programme, state=State.NOTICED, notice_until__gte=day)
    return (
        [_shown(row) for row in rows.select_related("enterprise").order_by("notice_until", "pk")]
        if day
        else []
    )


def _shown(row: Subsidy) -> PublicSubsidy:
    firm = classes_of(Organisation).masked(
        {"name": row.enterprise.name, "credit_code": row.enterprise.credit_code}, _PUBLIC
    )
    names = ("quarter", "amount_minor", "notice_until")
    told = classes_of(Subsidy).masked({name: getattr(row, name) for name in names}, _PUBLIC)
    return PublicSubsidy(**firm, **told)


def _cells(row: PublicSubsidy) -> list[Cell]:
    amount = yuan(row.amount_minor) if row.is_figure else str(row.amount_minor)
    return [row.name, row.credit_code, row.quarter, amount, row.notice_until]


__all__ = ["PublicSubsidy", "public_list", "public_notices", "public_subsidies"]
