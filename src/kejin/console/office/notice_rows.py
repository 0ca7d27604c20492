"""The names of a list as they are shown: place in words, struck off where an objection was upheld."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.http import HttpResponse

from kejin.console.common.tablefiles import FORMATS, Cell, table_file
from kejin.facts import Label, dictionary
from kejin.records.publications.models import PublicList
from kejin.web.visitors import PageRequest
from kejin.web.words import say, word

_MOST = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One name: `struck` where an objection to it was upheld."""

    place_in_list: int
    code: str
    name: str
    city: Label
    struck: bool


@dataclass(frozen=True, slots=True)
class Rows:
    """The names that are shown, of how many there are."""

    shown: tuple[Row, ...]
    count: int
    total: int

    @property
    def more(self) -> bool:
        """Whether there are more than are shown."""
        return self.count > len(self.shown)


def title_of(found: PublicList) -> Label:
    """What the list is called in public."""
    return Label(found.title_zh, found.title_en)


def standing_of(found: PublicList, today: date | None) -> Label:
    """Where a list stands: drafted, on public notice, over, announced for good."""
    publication = getattr(found, "publication", None)
    if publication is None:
        return word("notice.drafted")
    if getattr(found, "conclusion", None) is not None:
        return word("notice.concluded")
    return word("notice.on_notice" if today is not None and publication.until >= today else "notice.over")


def names_of(found: PublicList) -> list[dict[str, str]]:
    """The names of a list: as they were announced for good, before that as they were drafted."""
    conclusion = getattr(found, "conclusion", None)
    return list(found.rows if conclusion is None else conclusion.rows)


def rows_shown(found: PublicList, query: str) -> Rows:
    """The names that hold a text, the first of them."""
    rows = [row for row in _rows(found) if not query or query in row.name or query.upper() in row.code]
    return Rows(tuple(rows[:_MOST]), len(rows), len(names_of(found)))


def list_file(request: PageRequest, found: PublicList) -> HttpResponse | None:
    """The whole list as the file that `?format=` asks for; None where it asks for none."""
    kind = request.GET.get("format", "")
    if kind not in FORMATS:
        return None
    heads = [say(word(name)) for name in _HEADS]
    cells: list[list[Cell]] = [
        [
            row.place_in_list,
            row.name,
            row.code,
            say(row.city),
            say(word("notice.struck")) if row.struck else "",
        ]
        for row in _rows(found)
    ]
    return table_file(say(title_of(found)), heads, cells, kind=kind)


_HEADS = (
    "notice.place_in_list",
    "institution.enterprise",
    "money.credit_code",
    "office.city",
    "notice.remark",
)


def _rows(found: PublicList) -> list[Row]:
    upheld = found.objections.filter(answer__upheld=True).values_list("credit_code", flat=True)
    struck, cities = frozenset(upheld), _cities()
    return [
        Row(
            at, row["credit_code"], row["name"], cities.get(row["place"], Label(row["place"], row["place"])),
            row["credit_code"] in struck,
        )
        for at, row in enumerate(names_of(found), 1)
    ]  # fmt: skip


@cache
def _cities() -> Mapping[str, Label]:
    return {choice.code: choice.label for choice in dictionary()["city_code"].choices}


__all__ = ["Row", "Rows", "list_file", "rows_shown", "standing_of", "title_of"]
