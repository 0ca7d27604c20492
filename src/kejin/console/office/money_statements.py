"""Statements as pages and files: the trial balance, a pool over a period, the office's statistical forms."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import render

from kejin.console.common.tablefiles import FORMATS, XLSX, Cell, download, table_file, yuan
from kejin.console.institution.exposure import room_in_words
from kejin.facts import Label
from kejin.records.ledger.models import Book
from kejin.records.ledger.statements import TrialLine, trial_balance
from kejin.records.ledger.templates import PLANS, Side, Template
from kejin.records.statements.forms import Form, form_tables, forms, group_label
from kejin.records.statements.pool import PoolStatement, pool_statement
from kejin.records.statements.pool_table import pool_tables
from kejin.records.statements.suppressing import DEFAULT_MINIMUM, Group
from kejin.records.statements.writing import table_bytes
from kejin.records.tapes.models import Tape
from kejin.web.finality import Finality, of_book, of_month
from kejin.web.needs import BOOKKEEPING, OFFICE
from kejin.web.pages import page
from kejin.web.permissions import visible
from kejin.web.visitors import PageRequest
from kejin.web.words import say, word

_FOLDER = "console/money"
_MOST_MONTHS = 24
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Balance:
    """A book's accounts: each with what stands on its debit and on its credit side, in minor units."""

    book: Book
    lines: tuple[tuple[Label, int | None, int | None], ...]
    debit: int
    credit: int
    finality: Finality

    @property
    def holds(self) -> bool:
        """Whether both sides are equal."""
        return self.debit == self.credit


@dataclass(frozen=True, slots=True)
class ShownForm:
    """A statistical form in one language: heads, and rows of texts; None stands for what is not shown."""

    form: Form
    heads: tuple[Label, ...]
    rows: tuple[tuple[Label, tuple[str | None, ...]], ...]


@page(BOOKKEEPING)
def balances(request: PageRequest) -> HttpResponseBase:
    """The trial balance of every book that one keeps, at the end of a day (`?until=`); `?format=` gives a file."""
    until = _day(request.GET.get("until", ""), request.visitor.day)
    books: list[Book] = list(visible(request.visitor, Book).select_related("keeper").order_by("code"))
    found = [
        _balance(book, trial_balance(book.code, until=until), finality=of_book(book, until)) for book in books
    ]
    kind = request.GET.get("format", "")
    if kind in FORMATS:
        heads = [say(word(f"money.{name}")) for name in ("book", "account", "debit_yuan", "credit_yuan")]
        rows: list[Sequence[Cell]] = [
            (one.book.name, say(label), yuan(debit), yuan(credit))
            for one in found
            for label, debit, credit in one.lines
        ]
        return table_file(f"{say(word('money.balances'))} {until}", heads, rows, kind=kind)
    context = {"found": found, "until": until, "tab": "balances", "is_office": _is_office(request)}
    return render(request, f"{_FOLDER}/balances.html", context)


@page(BOOKKEEPING)
def pool(request: PageRequest) -> HttpResponseBase:
    """A pool over a period (`?book=`, `?since=`, `?until=`); `?format=xlsx` gives the statement as a workbook."""
    pools: list[Book] = list(visible(request.visitor, Book).filter(template=Template.POOL).order_by("code"))
    today = request.visitor.day
    assert today is not None  # noqa: S101 - there are organisations, so there is a day
    until = _day(request.GET.get("until", ""), today)
    since = _day(request.GET.get("since", ""), until.replace(month=1, day=1))
    chosen = next((one for one in pools if one.code == request.GET.get("book")), pools[0] if pools else None)
    context: dict[str, Any] = {
        "pools": pools, "chosen": chosen, "since": since, "until": until, "tab": "pool",
        "is_office": _is_office(request),
        "problem": word("money.period_wrong") if since > until else None,
    }  # fmt: skip
    if chosen is None or since > until:
        return render(request, f"{_FOLDER}/pool.html", context, status=200 if chosen is None else 400)
    made = pool_statement(chosen.code, since, until)
    if request.GET.get("format") == "xlsx":
        content = table_bytes(pool_tables(made), ".xlsx", made_on=until)
        return download(content, f"{chosen.code}-{since}-{until}.xlsx", XLSX)
    if request.GET.get("format") == "csv":
        content = table_bytes(pool_tables(made)[:1], ".csv", made_on=until)
        return download(content, f"{chosen.code}-{since}-{until}.csv", "text/csv; charset=utf-8")
    context |= {
        "made": made,
        "finality": of_book(chosen, until),
        "sides": _sides(made),
        "rooms": [room_in_words(one, until) for one in made.rooms],
    }
    return render(request, f"{_FOLDER}/pool.html", context)


@page(OFFICE)
def statistics(request: PageRequest) -> HttpResponseBase:
    """The statistical forms of a month (`?month=`, `?minimum=`); `?format=` gives one (`?form=`) or all of them."""
    months = _months()
    asked = request.GET.get("month", "")
    as_of = next((one for one in months if one.isoformat()[:7] == asked), months[0] if months else None)
    typed = request.GET.get("minimum", "")
    minimum = int(typed) if typed.isdecimal() and 0 < len(typed) < 5 and int(typed) else DEFAULT_MINIMUM
    context: dict[str, Any] = {
        "months": months, "as_of": as_of, "minimum": minimum, "tab": "statistics", "is_office": True,
    }  # fmt: skip
    if as_of is None:
        return render(request, f"{_FOLDER}/statistics.html", context)
    made = forms(as_of, minimum=minimum)
    kind = request.GET.get("format", "")
    if kind in FORMATS:
        return _file(made, request.GET.get("form", ""), as_of, minimum=minimum, kind=kind)
    context |= {"forms": [_shown(one) for one in made], "finality": of_month(as_of)}
    return render(request, f"{_FOLDER}/statistics.html", context)


def _file(made: list[Form], code: str, as_of: date, *, minimum: int, kind: str) -> HttpResponseBase:
    chosen = [one for one in made if not code or one.code == code]
    if not chosen or (kind == "csv" and len(chosen) != 1):
        raise Http404
    content = table_bytes(form_tables(chosen, as_of=as_of, minimum=minimum), f".{kind}", made_on=as_of)
    content_type = "text/csv; charset=utf-8" if kind == "csv" else XLSX
    return download(content, f"{code or 'forms'}-{as_of}.{kind}", content_type)


def _balance(book: Book, lines: Sequence[TrialLine], *, finality: Finality) -> Balance:
    labels = {plan.code: plan.label for plan in PLANS[Template(book.template)]}
    made = tuple((labels[line.account], *_sided(line)) for line in lines)
    sides = (sum(debit or 0 for _, debit, _ in made), sum(credit or 0 for _, _, credit in made))
    return Balance(book, made, *sides, finality)


def _sided(line: TrialLine) -> tuple[int | None, int | None]:
    return (line.amount_minor, None) if line.side == Side.DEBIT else (None, line.amount_minor)


def _sides(made: PoolStatement) -> list[tuple[Label, int, int]]:
    """Each account at the beginning and at the end of the period."""
    return [(plan.label, made.opening[plan.code], made.closing[plan.code]) for plan in PLANS[Template.POOL]]


def _shown(form: Form) -> ShownForm:
    dimension = form.code.rpartition(".")[2]
    heads = tuple(_in_yuan(label) for label in form.heads)
    rows = tuple(
        (group_label(dimension, group.key), _texts(form, group)) for group in (*form.groups, form.total)
    )
    return ShownForm(form, (word("money.enterprises"), *heads), rows)


def _texts(form: Form, group: Group) -> tuple[str | None, ...]:
    if group.figures is None or group.enterprises is None:
        return (None,) * (len(form.heads) + 1)
    figures = [
        f"{value // 100:,}.{value % 100:02d}" if _is_money(label) else f"{value:,}"
        for label, value in zip(form.heads, group.figures, strict=True)
    ]
    return (f"{group.enterprises:,}", *figures)


def _is_money(label: Label) -> bool:
    return label.en.endswith("(fen)")


def _in_yuan(label: Label) -> Label:
    return Label(label.zh.replace("（分）", "（元）"), label.en.replace("(fen)", "(CNY)"))


def _months() -> list[date]:
    """The months for which tapes were reconciled, the latest first."""
    days = Tape.objects.filter(status="reconciled").order_by("-as_of").values_list("as_of", flat=True)
    ends = {day.replace(day=calendar.monthrange(day.year, day.month)[1]) for day in days.distinct()}
    return sorted(ends, reverse=True)[:_MOST_MONTHS]


def _day(typed: str, otherwise: date | None) -> date:
    assert otherwise is not None  # noqa: S101 - there are organisations, so there is a day
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return otherwise
    return found if _FIRST_YEAR <= found.year <= _LAST_YEAR else otherwise


def _is_office(request: PageRequest) -> bool:
    return request.visitor.kind == "office"


__all__ = ["balances", "pool", "statistics"]
