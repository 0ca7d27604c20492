"""The queue of breaks: what differs, who has to move by when; explained by the bank, judged by the office."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kejin.console.common.tablefiles import FORMATS, Cell, table_file
from kejin.records.errors import UnknownRecordError
from kejin.records.parties.kinds import LENDERS, OrganisationKind
from kejin.records.tapes.breaking import AcceptBreaks, ExplainBreaks, RejectExplanation
from kejin.records.tapes.models import Break
from kejin.records.tapes.queue import QueueItem, explanation_words, queue
from kejin.records.tapes.queue import shown as in_words
from kejin.records.tapes.reasons import BREAKS, EXPLANATIONS
from kejin.records.tapes.steps import STANDING, WORDS, BreakState
from kejin.web.acting import ActForm, ShownForm, after, do, done_label, may, shown
from kejin.web.fields import Field, Shape
from kejin.web.needs import Need
from kejin.web.pages import page
from kejin.web.permissions import visible
from kejin.web.visitors import PageRequest, Visitor
from kejin.web.words import say, word

BREAKS_NEED = Need(kinds=LENDERS | {OrganisationKind.OFFICE})
_AT_A_TIME = 50
_MOST = 5_000
_MOST_CHOSEN = 200
_HEADS = ("break_n", "bank", "contract_number", "what", "expected", "reported", "state", "due", "left_days")


@page(BREAKS_NEED)
def breaks(request: PageRequest) -> HttpResponseBase:
    """The queue, by `?state=`, `?code=`, `?tape=` and `?q=`; `?format=` gives it as a file."""
    visitor = request.visitor
    assert visitor.day is not None  # noqa: S101 - there are organisations, so there is a day
    rows = _narrowed(visible(visitor, Break), request.GET)
    kind = request.GET.get("format", "")
    if kind in FORMATS:
        heads = [say(word(f"institution.{name}")) for name in _HEADS]
        items = queue(rows[:_MOST], visitor.day)
        return table_file(say(word("institution.breaks")), heads, [_cells(one) for one in items], kind=kind)
    count = rows.count()
    pages = max(1, -(-count // _AT_A_TIME))
    typed = request.GET.get("page", "")
    at = min(int(typed), pages) if typed.isdecimal() and 0 < len(typed) < 7 and int(typed) else 1
    context = {
        "items": [_shown_item(one) for one in queue(rows[(at - 1) * _AT_A_TIME : at * _AT_A_TIME], visitor.day)],
        "count": count, "page": at, "pages": pages,
        "states": [(state.value, WORDS[state]) for state in BreakState],
        "state": request.GET.get("state", ""),
        "codes": [(code, kind.label) for code, kind in BREAKS.items()],
        "code": request.GET.get("code", ""),
        "tape": request.GET.get("tape", ""),
        "text": request.GET.get("q", ""),
        "may_act": any(may(visitor, kind) for kind in (ExplainBreaks, AcceptBreaks, RejectExplanation)),
        "done": done_label(request),
    }  # fmt: skip
    return render(request, "console/institution/breaks.html", context)


@page(BREAKS_NEED)
def chosen_breaks(request: PageRequest) -> HttpResponseBase:
    """The chosen breaks before anything is done with them: what each says, and what may be done with all of them."""
    return _chosen(request, _numbers(request.GET.getlist("break")))


@page(BREAKS_NEED, methods=("POST",))
def breaks_act(request: PageRequest, code: str) -> HttpResponseBase:
    """Explain, accept or send back the chosen breaks: all of them or none."""
    numbers = _numbers(request.POST.getlist("break"))
    form = next((one for one in _forms(request.visitor, numbers) if one.kind.code == code), None)
    if form is None or not numbers:
        return _chosen(request, numbers, status=400)
    done = do(request, form)
    if isinstance(done, ShownForm):
        return _chosen(request, numbers, refused=done, status=409)
    return after(done, reverse("institution_breaks"), form.code)


def _chosen(
    request: PageRequest, numbers: list[int], *, refused: ShownForm | None = None, status: int = 200
) -> HttpResponseBase:
    visitor = request.visitor
    assert visitor.day is not None  # noqa: S101 - there are organisations, so there is a day
    found = visible(visitor, Break).filter(pk__in=numbers)
    if found.count() != len(set(numbers)):
        raise UnknownRecordError("No such break", found=len(numbers), kept="Nothing was recorded.")
    rows = found.select_related("institution", "owner", "latest_tape").order_by("due_on", "pk")
    context = {
        "items": [_shown_item(one) for one in queue(rows, visitor.day)],
        "forms": shown(_forms(visitor, numbers), instead=refused) if numbers else [],
    }
    return render(request, "console/institution/breaks_chosen.html", context, status=status)


def _forms(visitor: Visitor, numbers: list[int]) -> list[ActForm]:
    reason = Field(
        "reason_code", word("institution.explanation"), Shape.CHOICE, options=list(EXPLANATIONS.items())
    )
    words = Field(
        "words",
        word("institution.in_words"),
        Shape.TEXT,
        required=False,
        hint=word("institution.in_words_hint"),
    )
    told = Field("words", word("institution.in_words"), Shape.TEXT)
    offered = (
        ActForm(
            ExplainBreaks, (reason, words),
            lambda values: ExplainBreaks(
                break_ids=numbers, reason_code=values["reason_code"], words=values["words"] or ""
            ),
        ),
        ActForm(AcceptBreaks, (), lambda _: AcceptBreaks(break_ids=numbers), grave=True,
                note=word("institution.accept_note")),
        ActForm(RejectExplanation, (told,), lambda values: RejectExplanation(break_ids=numbers, words=values["words"])),
    )  # fmt: skip
    return [form for form in offered if may(visitor, form.kind)]


def _narrowed(rows: Any, asked: Mapping[str, str]) -> Any:
    state, code, tape, text = (asked.get(name, "") for name in ("state", "code", "tape", "q"))
    rows = rows.filter(state__in=[state] if state in BreakState.values else STANDING)
    if code in BREAKS:
        rows = rows.filter(code=code)
    if tape.isdecimal() and len(tape) < 18:
        rows = rows.filter(latest_tape_id=int(tape))
    if text.strip():
        rows = rows.filter(contract_number__icontains=text.strip()[:80])
    return rows.select_related("institution", "owner", "latest_tape").order_by("due_on", "pk")


def _shown_item(one: QueueItem) -> tuple[QueueItem, Any, Any]:
    explained = explanation_words(one.explanation[0]) if one.explanation else None
    return one, WORDS[BreakState(one.state)], explained


def _cells(one: QueueItem) -> list[Cell]:
    return [
        f"B{one.break_id}", one.institution, one.contract_number, say(one.label), in_words(one.expected, one.unit),
        in_words(one.reported, one.unit), say(WORDS[BreakState(one.state)]), one.due_on, one.days_left,
    ]  # fmt: skip


def _numbers(given: list[str]) -> list[int]:
    found = {int(one) for one in given if one.isdecimal() and 0 < len(one) < 18 and int(one)}
    return sorted(found)[:_MOST_CHOSEN]
