"""Budgets and what hangs on them: what was appropriated, committed and spent, programme by programme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Count, Sum
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kejin.console.common.tablefiles import FORMATS, Cell, table_file, yuan
from kejin.facts import Grain, Label
from kejin.packs import load_packs
from kejin.policy import Dates
from kejin.policy.ruleset import Node
from kejin.records.ledger.acts import OpenBook, PostDirect
from kejin.records.ledger.models import Book
from kejin.records.ledger.statements import trial_balance
from kejin.records.ledger.templates import PLANS, Template
from kejin.records.subsidies.claiming import OpenProgramme
from kejin.records.subsidies.models import Programme, Subsidy
from kejin.records.subsidies.steps import STATE_WORDS, State
from kejin.web.acting import ActForm, ShownForm, after, chosen, do, done_label, may, shown
from kejin.web.fields import Field, Shape
from kejin.web.needs import OFFICE
from kejin.web.pages import page
from kejin.web.permissions import visible
from kejin.web.visitors import PageRequest, Visitor
from kejin.web.words import say, word

_APPROPRIATION = "budget.appropriation"
_OPEN = (State.ENTITLED, State.CLAIMED)


@dataclass(frozen=True, slots=True)
class BudgetView:
    """A budget with its programmes.

    Attributes:
        accounts: Each account with its balance in fen.
        used: How much of the appropriation is committed or spent, per cent; None where nothing was appropriated.
        asked: In fen, what enterprises are entitled to or have claimed and nobody has checked: not yet committed.
        states: Of all its programmes: where subsidies stand, how many, together how much.
    """

    book: Book
    programmes: tuple[Programme, ...]
    accounts: tuple[tuple[Label, int], ...]
    used: int | None
    asked: int
    available: int
    states: tuple[tuple[str, Label, int, int], ...]

    @property
    def is_short(self) -> bool:
        """Whether what is asked for is more than what is left."""
        return self.asked > self.available


@page(OFFICE)
def budgets(request: PageRequest) -> HttpResponseBase:
    """Every budget of the office; `?format=` gives the figures as a file."""
    kind = request.GET.get("format", "")
    if kind in FORMATS:
        names = ("budget", "programme", "account", "amount_yuan")
        heads = [say(word(f"money.{name}")) for name in names]
        rows = [row for view in _views(request.visitor) for row in _cells(view)]
        return table_file(say(word("money.budgets")), heads, rows, kind=kind)
    return _shown(request)


@page(OFFICE, methods=("POST",))
def budgets_act(request: PageRequest, code: str) -> HttpResponseBase:
    """Open a budget or a programme, or post an appropriation."""
    form = chosen(_forms(request.visitor), code)
    done = do(request, form)
    if isinstance(done, ShownForm):
        return _shown(request, refused=done)
    return after(done, reverse("office_budgets"), form.code)


def _shown(request: PageRequest, *, refused: ShownForm | None = None) -> HttpResponseBase:
    context = {
        "views": _views(request.visitor),
        "forms": shown(_forms(request.visitor), instead=refused),
        "done": done_label(request),
        "is_office": True,
    }
    status = 200 if refused is None else 409
    return render(request, "console/money/budgets.html", context, status=status)


def _books(visitor: Visitor) -> list[Book]:
    rows = visible(visitor, Book).filter(template=Template.BUDGET, keeper=visitor.organisation)
    return list(rows.order_by("code"))


def _views(visitor: Visitor) -> list[BudgetView]:
    return [_view(book) for book in _books(visitor)]


def _view(book: Book) -> BudgetView:
    stands = {line.account: line.amount_minor for line in trial_balance(book.code)}
    counted = (
        Subsidy.objects.filter(programme__book=book).order_by().values_list("state")
        .annotate(number=Count("pk"), total=Sum("amount_minor"))
    )  # fmt: skip
    by_state = {state: (number, int(total)) for state, number, total in counted}
    given = stands["appropriation"]
    return BudgetView(
        book,
        tuple(Programme.objects.filter(book=book).order_by("code")),
        tuple((plan.label, stands[plan.code]) for plan in PLANS[Template.BUDGET]),
        min(100, (stands["committed"] + stands["spent"]) * 100 // given) if given else None,
        sum(by_state.get(state.value, (0, 0))[1] for state in _OPEN),
        stands["available"],
        tuple((state.value, STATE_WORDS[state], *by_state.get(state.value, (0, 0))) for state in State),
    )


def _cells(view: BudgetView) -> list[Sequence[Cell]]:
    names = "、".join(one.name for one in view.programmes)
    lines = [(say(label), yuan(minor)) for label, minor in view.accounts]
    lines += [(say(label), yuan(total)) for _, label, _, total in view.states]
    return [(view.book.name, names, label, amount) for label, amount in lines]


def _forms(visitor: Visitor) -> list[ActForm]:
    """What the visitor may do with budgets; an office's administrator opens them, its treasurer funds them."""
    books = [(book.code, Label(book.name, book.name)) for book in _books(visitor)]
    offered: list[ActForm] = []
    if may(visitor, PostDirect) and books:
        offered.append(_appropriation(books))
    if may(visitor, OpenProgramme) and books and visitor.day is not None:
        offered.append(_programme(books, _rules(visitor.day)))
    if may(visitor, OpenBook):
        offered.append(_book())
    return offered


def _appropriation(books: list[tuple[str, Label]]) -> ActForm:
    fields = (
        Field("book", word("money.budget"), Shape.CHOICE, options=books),
        Field("amount", word("money.appropriation_yuan"), Shape.MONEY),
    )

    def build(values: Mapping[str, Any]) -> PostDirect:
        return PostDirect(book=values["book"], kind=_APPROPRIATION, amount_minor=values["amount"])

    return ActForm(PostDirect, fields, build, grave=True, note=word("money.appropriation_note"))


def _programme(books: list[tuple[str, Label]], rules: Sequence[tuple[str, Label]]) -> ActForm:
    fields = (
        Field("programme", word("money.code"), Shape.LINE, hint=word("money.code_hint")),
        Field("name", word("money.name"), Shape.LINE),
        Field("book", word("money.budget"), Shape.CHOICE, options=books),
        Field("rule", word("money.rule_of_programme"), Shape.CHOICE, options=rules),
        Field("notice_days", word("money.notice_days"), Shape.COUNT, hint=word("money.notice_days_hint")),
    )

    def build(values: Mapping[str, Any]) -> OpenProgramme:
        decision, _, amount = str(values["rule"]).partition("|")
        return OpenProgramme(
            programme=values["programme"], name=values["name"], book=values["book"], decision=decision, amount=amount,
            notice_days=values["notice_days"],
        )  # fmt: skip

    return ActForm(OpenProgramme, fields, build, grave=True, note=word("money.programme_note"))


def _book() -> ActForm:
    fields = (
        Field("book", word("money.code"), Shape.LINE, hint=word("money.code_hint")),
        Field("name", word("money.name"), Shape.LINE),
    )

    def build(values: Mapping[str, Any]) -> OpenBook:
        return OpenBook(book=values["book"], name=values["name"], template=Template.BUDGET)

    return ActForm(OpenBook, fields, build, grave=True, note=word("money.book_note"))


@lru_cache(maxsize=4)
def _rules(law: date) -> tuple[tuple[str, Label], ...]:
    """The amounts in fen that the packs' rules on loans give on a day: decision and amount, and their words."""
    ruleset = load_packs().compile(Dates(law, law, law))
    return tuple(
        (f"{decision.key}|{node.leaf}", _words(decision.label, node))
        for decision in ruleset.decisions
        if decision.grain is Grain.LOAN
        for node in (ruleset.nodes[name] for name in decision.amounts)
        if node.term.unit == "fen"
    )


def _words(decision: Label, node: Node) -> Label:
    what = getattr(node.spec, "label", Label(node.leaf, node.leaf))
    return Label(f"{decision.zh} · {what.zh}", f"{decision.en} · {what.en}")


__all__ = ["BudgetView", "budgets", "budgets_act"]
