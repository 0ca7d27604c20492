"""Payment files: what is due made into a file, downloaded in its stated form, confirmed as paid by somebody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kejin.console.common.tablefiles import FORMATS, XLSX, download
from kejin.facts import Label
from kejin.records.errors import RefusedError
from kejin.records.kept.models import Act
from kejin.records.statements.payments import PaymentForm, payment_form, payment_table
from kejin.records.statements.writing import table_bytes
from kejin.records.subsidies.models import PaymentFile, Programme, Subsidy
from kejin.records.subsidies.paying import ConfirmPaid, MakePaymentFile, due_of
from kejin.records.subsidies.steps import State
from kejin.web.acting import ActForm, Done, ShownForm, after, do, done_label, may, shown
from kejin.web.fields import Field, Shape, amount_again
from kejin.web.lists import Column, ListSpec, list_page
from kejin.web.lists import Shape as ListShape
from kejin.web.needs import OFFICE
from kejin.web.pages import page
from kejin.web.permissions import one_visible, visible
from kejin.web.visitors import PageRequest, Visitor
from kejin.web.words import word

_SHOWN_OF_DIGEST = 12


@dataclass(frozen=True, slots=True)
class Due:
    """What a programme has to pay: subsidies whose public notice is over; and how many whose notice still runs."""

    programme: Programme
    rows: tuple[Subsidy, ...]
    running: int

    @property
    def total(self) -> int:
        """Of all that is due, in fen."""
        return sum(row.amount_minor for row in self.rows)


@page(OFFICE)
def payments(request: PageRequest) -> HttpResponseBase:
    """What is due, and every payment file; `?format=` gives the files as a table."""
    rows: QuerySet[PaymentFile] = visible(request.visitor, PaymentFile)
    rows = rows.select_related("programme", "act").annotate(
        number=Count("lines"),
        paid=Count("lines", filter=Q(lines__subsidy__state__in=(State.PAID, State.CLAWED_BACK))),
    )
    context = {"due": _due(request.visitor), "done": done_label(request), "is_office": True}
    return list_page(request, _spec(), rows, template="console/money/payments.html", **context)


@page(OFFICE, methods=("GET", "POST"))
def payments_due(request: PageRequest, programme: str) -> HttpResponseBase:
    """What is due of a programme, line by line; a treasurer lists all of it for payment."""
    due = next((one for one in _due(request.visitor) if one.programme.code == programme), None)
    if due is None:
        raise Http404
    makes = may(request.visitor, MakePaymentFile) and bool(due.rows)
    refused = None
    if request.method == "POST":
        if not makes:
            raise RefusedError(
                "There is nothing for you to list for payment", "wrong_state", found=programme,
                kept="Nothing was recorded.",
            )  # fmt: skip
        done = do(request, _make_form(due))
        if isinstance(done, Done):
            made = PaymentFile.objects.filter(programme=due.programme).latest("pk")
            return after(done, reverse("office_payment", args=[made.pk]), MakePaymentFile.code)
        refused = done
    context = {"due": due, "forms": shown([_make_form(due)], instead=refused) if makes else []}
    return render(request, "console/money/payments_due.html", context, status=200 if refused is None else 409)


@page(OFFICE)
def payment(request: PageRequest, number: int) -> HttpResponseBase:
    """One payment file; `?format=` gives it in its stated form."""
    found: PaymentFile = one_visible(request.visitor, PaymentFile, number)
    kind = request.GET.get("format", "")
    if kind in FORMATS:
        form = payment_form(found.pk)
        content = table_bytes([payment_table(form)], f".{kind}", made_on=form.day)
        return download(content, f"P{found.pk}.{kind}", "text/csv; charset=utf-8" if kind == "csv" else XLSX)
    return _shown(request, found)


@page(OFFICE, methods=("POST",))
def payment_confirm(request: PageRequest, number: int) -> HttpResponseBase:
    """Confirm that the file was paid: by another person than the one who made it."""
    found: PaymentFile = one_visible(request.visitor, PaymentFile, number)
    form = _confirm_form(request.visitor, found, payment_form(found.pk))
    if form is None:
        raise RefusedError(
            "This is not yours to confirm now", "wrong_state", found=str(found), kept="Nothing was recorded."
        )
    done = do(request, form)
    if isinstance(done, ShownForm):
        return _shown(request, found, refused=done)
    return after(done, reverse("office_payment", args=[found.pk]), form.code)


def _due(visitor: Visitor) -> list[Due]:
    rows: QuerySet[Programme] = visible(visitor, Programme).filter(office=visitor.organisation)
    return [_due_of(one, visitor.day) for one in rows.order_by("code") if visitor.day is not None]


def _due_of(programme: Programme, today: date) -> Due:
    noticed = Subsidy.objects.filter(programme=programme, state=State.NOTICED)
    ended = due_of(programme, today).select_related("enterprise", "contract")
    return Due(programme, tuple(ended.order_by("pk")), noticed.filter(notice_until__gte=today).count())


def _make_form(due: Due) -> ActForm:
    def build(_: Mapping[str, Any]) -> MakePaymentFile:
        return MakePaymentFile(programme=due.programme.code)

    return ActForm(
        MakePaymentFile, (amount_again(due.total),), build, grave=True, note=word("money.make_note")
    )


def _confirm_form(visitor: Visitor, found: PaymentFile, form: PaymentForm) -> ActForm | None:
    if not may(visitor, ConfirmPaid) or form.paid or visitor.person is None:
        return None
    if found.act.person_id == visitor.person.pk:
        return None
    begin = form.sha256[:_SHOWN_OF_DIGEST]
    # Whoever confirms has the file before him that the bank was given, and not only this page.
    fields = (
        amount_again(form.total_minor),
        Field("digest", word("money.digest_again"), Shape.LINE, hint=word("money.digest_hint", _SHOWN_OF_DIGEST)),
    )  # fmt: skip

    def build(values: Mapping[str, Any]) -> ConfirmPaid:
        typed = str(values["digest"]).strip().lower()
        if not form.sha256.startswith(typed) or len(typed) < _SHOWN_OF_DIGEST:
            raise RefusedError(
                "This is another file", "other_document", expected=begin, found=typed[:64], where=str(found),
                kept="Nothing was recorded.",
            )  # fmt: skip
        return ConfirmPaid(file_id=found.pk, sha256=form.sha256)

    return ActForm(ConfirmPaid, fields, build, grave=True, note=word("money.confirm_note"))


def _shown(request: PageRequest, found: PaymentFile, *, refused: ShownForm | None = None) -> HttpResponseBase:
    form = payment_form(found.pk)
    offered = _confirm_form(request.visitor, found, form)
    person = request.visitor.person
    confirmed = Act.objects.filter(
        code=ConfirmPaid.code, reply__subject_kind="payment_file", reply__subject_id=found.pk
    ).first()
    context = {
        "file": found,
        "form": form,
        "offered": shown([offered], instead=refused) if offered is not None else [],
        "problems": [refused] if refused is not None else [],
        "own_work": not form.paid and person is not None and found.act.person_id == person.pk,
        "confirmed": confirmed,
        "done": done_label(request),
    }
    status = 200 if refused is None else 409
    return render(request, "console/money/payment.html", context, status=status)


def _spec() -> ListSpec:
    columns = (
        Column("number", word("money.number"), str, link=lambda row: reverse("office_payment", args=[row.pk])),
        Column("programme", word("money.programme"), lambda row: row.programme.name),
        Column("day", word("money.made_on"), lambda row: row.act.business_date, ListShape.DAY, order="pk"),
        Column("count", word("money.payments_in_it"), lambda row: row.number, ListShape.COUNT),
        Column("total", word("money.total"), lambda row: row.total_minor, ListShape.MONEY, order="total_minor"),
        Column("state", word("institution.state"), _state, ListShape.LABEL),
        Column("sha256", word("money.digest"), lambda row: row.sha256[:_SHOWN_OF_DIGEST]),
    )  # fmt: skip
    return ListSpec(word("money.payments"), columns, empty=word("money.no_payments"))


def _state(row: Any) -> Label:
    return word("money.file_paid" if row.paid == row.number else "money.file_waits")


__all__ = ["Due", "payment", "payment_confirm", "payments", "payments_due"]
