"""Loan tapes: sent as a file, looked into without recording anything, recorded, reconciled, reported from."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from pydantic import ValidationError

from kejin.console.common.tablefiles import XLSX, Cell, download, table_file
from kejin.console.institution import tape_jobs
from kejin.console.institution.holding_files import forget, keep, kept, note_names, noted_names
from kejin.console.institution.tape_headers import questions_about, said_names
from kejin.enterprises.importing import ImportErrors, Limits, write_error_file
from kejin.enterprises.importing.reasons import TEXTS
from kejin.errors import FileError, KejinError
from kejin.records.actions.performing import perform
from kejin.records.errors import RefusedError, UnknownRecordError
from kejin.records.kept.reasons import reason_words
from kejin.records.tapes.dictionary import COLUMNS, names_of
from kejin.records.tapes.filing import TapeFile, read_tape, tape_digest
from kejin.records.tapes.models import Tape
from kejin.records.tapes.performing import report_performance
from kejin.records.tapes.queue import breaks_of, counts_by_code
from kejin.records.tapes.reasons import BREAKS
from kejin.records.tapes.reconciling import ReconcileTape
from kejin.records.tapes.steps import WORDS, TapeKind, TapeStatus
from kejin.records.tapes.submitting import SubmitTape, submission
from kejin.web.acting import ActForm, ShownForm, after, do, done_label, may, shown
from kejin.web.fields import Field, Shape
from kejin.web.jobs.views import begin
from kejin.web.needs import LENDER
from kejin.web.pages import page
from kejin.web.permissions import one_visible, visible
from kejin.web.visitors import PageRequest
from kejin.web.words import say, word

_SHOWN_ERRORS = 200
_LATEST = 60
_CHECKED = "console/institution/tape_checked.html"


@page(LENDER)
def tapes(request: PageRequest) -> HttpResponseBase:
    """The bank's tapes, and the form to send one."""
    rows = visible(request.visitor, Tape).order_by("-month", "-pk")[:_LATEST]
    context = {
        "rows": [(row, WORDS[TapeKind(row.kind)], WORDS[TapeStatus(row.status)]) for row in rows],
        "may_send": may(request.visitor, SubmitTape),
        "kinds": [(kind.value, WORDS[kind]) for kind in TapeKind],
        "month": _month_before(request.visitor.day),
        "done": done_label(request),
    }
    return render(request, "console/institution/tapes.html", context)


@page(LENDER)
def tape_columns(request: PageRequest) -> HttpResponseBase:
    """An empty workbook with the columns that a tape has: the file to fill in."""
    heads = [say(each.fact.label) for each in COLUMNS]
    hints: list[Cell] = [_hint(each) for each in COLUMNS]
    if request.GET.get("format") == "list":
        columns = [(each, say(each.fact.label), names_of(each.fact), each.needed) for each in COLUMNS]
        return render(request, "console/institution/tape_columns.html", {"columns": columns, "hints": hints})
    return table_file(say(word("institution.tape_template")), heads, [], kind="xlsx")


@page(LENDER, methods=("POST",))
def check_tape(request: PageRequest) -> HttpResponseBase:
    """Look into a file: every wrong cell, or what would be recorded. Nothing is recorded."""
    sent, house = request.FILES.get("file"), request.visitor.organisation
    assert house is not None  # noqa: S101 - the page asks for a bank
    context: dict[str, Any] = {"parts": _parts(request), "name": sent.name if sent is not None else ""}
    if sent is None:
        context["problem"] = word("institution.no_file")
        return render(request, _CHECKED, context, status=400)
    try:
        token = keep(sent, house.pk)
    except KejinError as error:
        context |= {"problem": word("institution.unreadable"), "detail": str(error)}
        return render(request, _CHECKED, context, status=400)
    return _looked_into(request, token, context)


@page(LENDER, methods=("POST",))
def name_columns(request: PageRequest) -> HttpResponseBase:
    """Say which of a file's headers is which column, and look into it again. Nothing is recorded."""
    house, token = request.visitor.organisation, request.POST.get("token", "")
    assert house is not None  # noqa: S101 - the page asks for a bank
    path = kept(token, house.pk)
    context: dict[str, Any] = {"parts": _parts(request), "name": request.POST.get("name", "")[:200]}
    if path is None:
        context["problem"] = word("institution.file_gone")
        return render(request, _CHECKED, context, status=400)
    note_names(path, said_names(path, request.POST))
    return _looked_into(request, token, context)


def _looked_into(request: PageRequest, token: str, context: dict[str, Any]) -> HttpResponseBase:
    """What a kept file says; where headers are not known, a form to say what they are."""
    house = request.visitor.organisation
    assert house is not None  # noqa: S101 - the page asks for a bank
    path = kept(token, house.pk)
    context["token"] = token
    try:
        found = _read(path)
    except KejinError as error:
        context |= {"problem": word("institution.unreadable"), "detail": str(error)}
        context["questions"] = questions_about(path) if path is not None else ()
        return render(request, _CHECKED, context, status=400)
    context |= {"found": found} | _told(found)
    if path is not None and found.errors is not None and found.errors.others:
        context["questions"] = questions_about(path)
    return render(request, _CHECKED, context, status=200 if found.errors is None else 400)


@page(LENDER)
def tape_errors(request: PageRequest, token: str) -> HttpResponseBase:
    """Every wrong cell of a file that was looked into, as a workbook."""
    house = request.visitor.organisation
    assert house is not None  # noqa: S101 - the page asks for a bank
    path = kept(token, house.pk)
    if path is None:
        raise Http404
    errors = _read(path).errors
    if errors is None:
        raise Http404
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "errors.xlsx"
        write_error_file(errors, made)
        return download(made.read_bytes(), f"{say(word('institution.error_file'))}.xlsx", XLSX)


@page(LENDER, methods=("POST",))
def submit_tape(request: PageRequest) -> HttpResponseBase:
    """Record a file that was looked into: all of it, or nothing."""
    house, token = request.visitor.organisation, request.POST.get("token", "")
    assert house is not None  # noqa: S101 - the page asks for a bank
    path, parts = kept(token, house.pk), _parts(request)
    context: dict[str, Any] = {"parts": parts, "name": request.POST.get("name", "")[:200]}
    if path is None:
        context["problem"] = word("institution.file_gone")
        return render(request, _CHECKED, context, status=400)
    if path.stat().st_size > tape_jobs.LARGE_BYTES:
        told = {"token": token, "name": context["name"], "parts": parts}
        return begin(request, tape_jobs.SUBMIT, **told, **tape_jobs.who(request.visitor))
    try:
        found = _read(path)
        if found.errors is not None:
            raise found.errors
        action = submission(Path(context["name"] or path.name), found.frame, parts)
        key = f"tape-{tape_digest(found.frame)}-{parts['month']}-{parts['kind']}-{parts['corrects'] or 0}"
        done = perform(action, request.visitor.caller(), key=key)
    except ValidationError:
        context |= {"problem": word("web.act_bad"), "token": token}
        return render(request, _CHECKED, context, status=400)
    except (RefusedError, UnknownRecordError, ImportErrors, FileError) as error:
        why = reason_words(error.reason) if isinstance(error, RefusedError) else word("web.not_done")
        context |= {"problem": why, "detail": str(error), "token": token}
        return render(request, _CHECKED, context, status=409)
    forget(token, house.pk)
    return redirect(f"{reverse('institution_tape', args=[done.content['tape_id']])}?done={SubmitTape.code}")


@page(LENDER)
def tape(request: PageRequest, number: int) -> HttpResponseBase:
    """One tape: how far it is, what was found, its breaks by kind."""
    return _shown(request, one_visible(request.visitor, Tape, number))


@page(LENDER, methods=("POST",))
def tape_act(request: PageRequest, number: int, code: str) -> HttpResponseBase:
    """Reconcile the tape, or report the performance of the financings that it tells of."""
    found: Tape = one_visible(request.visitor, Tape, number)
    if code == "report":
        told = list(report_performance(request.visitor.caller(), found.pk))
        return _shown(request, found, told=told)
    form = next((one for one in _forms(request, found) if one.kind.code == code), None)
    if form is None:
        raise Http404
    if found.rows_count > tape_jobs.MANY_ROWS:
        return _reconciled_behind(request, found, form)
    done = do(request, form)
    if isinstance(done, ShownForm):
        return _shown(request, found, refused=done)
    return after(done, reverse("institution_tape", args=[found.pk]), form.code)


def _reconciled_behind(request: PageRequest, found: Tape, form: ActForm) -> HttpResponseBase:
    """Let the worker reconcile a large tape; a form that cannot be read comes back at once."""
    body = form.body(request)
    if not body.is_valid():
        return _shown(request, found, refused=ShownForm(form, body))
    told = {"tape_id": found.pk, "tolerance_minor": body.values["tolerance"]}
    return begin(request, tape_jobs.RECONCILE, **told, **tape_jobs.who(request.visitor))


def _shown(
    request: PageRequest, found: Tape, *, refused: ShownForm | None = None, told: list[Any] | None = None
) -> HttpResponseBase:
    counts = counts_by_code(breaks_of(institution_id=found.institution_id, tape_id=found.pk))
    context = {
        "tape": found,
        "kind": WORDS[TapeKind(found.kind)],
        "status": WORDS[TapeStatus(found.status)],
        "counts": [(code, BREAKS[code].label, number) for code, number in counts.items()],
        "total": sum(counts.values()),
        "reconciliation": found.reconciliations.select_related("act").order_by("-pk").first(),
        "forms": shown(_forms(request, found), instead=refused),
        "may_report": found.status == TapeStatus.RECONCILED and may(request.visitor, SubmitTape),
        "told": [(one, reason_words(one.refused) if one.refused else None) for one in told or ()],
        "was_told": told is not None,
        "done": done_label(request),
    }
    return render(request, "console/institution/tape.html", context, status=200 if refused is None else 409)


def _forms(request: PageRequest, found: Tape) -> list[ActForm]:
    if found.status == TapeStatus.SUPERSEDED or not may(request.visitor, ReconcileTape):
        return []
    field = Field(
        "tolerance", word("institution.tolerance"), Shape.MONEY, suggested="0",
        hint=word("institution.tolerance_hint"),
    )  # fmt: skip
    return [
        ActForm(
            ReconcileTape, (field,),
            lambda values: ReconcileTape(tape_id=found.pk, interest_tolerance_minor=values["tolerance"]),
            note=word("institution.reconcile_note"),
        )
    ]  # fmt: skip


def _read(path: Path | None) -> TapeFile:
    if path is None:
        raise FileError("The file is gone", expected="send it again")
    return read_tape(path, limits=Limits(), names=noted_names(path))


def _told(found: TapeFile) -> dict[str, Any]:
    if found.errors is None:
        return {"rows": found.frame.height, "digest": tape_digest(found.frame), "notices": found.notices}
    cells = found.errors.cells[:_SHOWN_ERRORS]
    return {
        "errors": found.errors,
        "cells": [(cell, TEXTS[cell.reason]) for cell in cells],
        "more": found.errors.total - len(cells) - len(found.errors.others),
    }


def _parts(request: PageRequest) -> dict[str, Any]:
    corrects = request.POST.get("corrects", "").strip()
    return {
        "month": request.POST.get("month", "")[:7],
        "kind": request.POST.get("kind", TapeKind.MONTHLY.value)[:10],
        "corrects": int(corrects) if corrects.isdecimal() and len(corrects) < 18 else None,
    }


def _month_before(day: date | None) -> str:
    """The month that a tape is most likely about: the last one that is over."""
    if day is None:
        return ""
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    return f"{year:04d}-{month:02d}"


def _hint(each: Any) -> str:
    return " · ".join(one.code for one in each.fact.choices)
