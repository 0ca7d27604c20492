"""Public notices as the office keeps them: lists drafted from a run, published by another person; objections."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kejin.console.office.notice_rows import list_file, names_of, rows_shown, standing_of, title_of
from kejin.facts import Label
from kejin.records.errors import RefusedError
from kejin.records.publications.acts import (
    AnswerObjection,
    ConcludeList,
    DraftList,
    ListedEnterprise,
    PublishList,
    TakeObjection,
    digest_of,
    standing_rows,
)
from kejin.records.publications.models import Objection, PublicList
from kejin.runs.naming import listable, named_by
from kejin.runs.opening import OpenRun
from kejin.web.acting import ActForm, Done, ShownForm, after, chosen, do, done_label, may, shown
from kejin.web.answers import present_run
from kejin.web.fields import Field, Shape
from kejin.web.lists import Column, Filter, ListSpec, list_page
from kejin.web.lists import Shape as ListShape
from kejin.web.needs import OFFICE
from kejin.web.pages import page
from kejin.web.permissions import one_visible, visible
from kejin.web.visitors import PageRequest, Visitor
from kejin.web.words import word

_FOLDER = "console/notice"
_ANSWERS = {"upheld": True, "dismissed": False}


@page(OFFICE)
def notices(request: PageRequest) -> HttpResponseBase:
    """Every list: drafted, on public notice, over."""
    rows: QuerySet[PublicList] = visible(request.visitor, PublicList).select_related(
        "publication", "conclusion", "act"
    )
    rows = rows.annotate(open_objections=Count("objections", filter=Q(objections__answer=None)))
    context = {"may_draft": may(request.visitor, DraftList), "done": done_label(request), "tab": "lists"}
    return list_page(request, _spec(request.visitor), rows, template=f"{_FOLDER}/notices.html", **context)


@page(OFFICE, methods=("GET", "POST"))
def notice_new(request: PageRequest) -> HttpResponseBase:
    """Draft a list of those who, by the present run, meet a decision."""
    if not may(request.visitor, DraftList):
        raise RefusedError("A handler drafts lists", "wrong_party", kept="Nothing was recorded.")
    run = present_run()
    form = _draft_form(run)
    refused = None
    if request.method == "POST":
        done = do(request, form)
        if isinstance(done, Done):
            made = PublicList.objects.filter(office=request.visitor.organisation).latest("pk")
            return after(done, reverse("office_notice", args=[made.pk]), DraftList.code)
        refused = done
    context = {"forms": shown([form], instead=refused), "synthetic": run.synthetic}
    return render(request, f"{_FOLDER}/notice_new.html", context, status=200 if refused is None else 409)


@page(OFFICE)
def notice(request: PageRequest, number: int) -> HttpResponseBase:
    """One list; `?format=` gives it as a file."""
    found: PublicList = one_visible(request.visitor, PublicList, number)
    return list_file(request, found) or _shown(request, found)


@page(OFFICE, methods=("POST",))
def notice_act(request: PageRequest, number: int, code: str) -> HttpResponseBase:
    """Publish the list, or take an objection in."""
    found: PublicList = one_visible(request.visitor, PublicList, number)
    form = chosen(_forms(request.visitor, found), code, where=str(found))
    done = do(request, form)
    if isinstance(done, ShownForm):
        return _shown(request, found, refused=done)
    return after(done, reverse("office_notice", args=[found.pk]), form.code)


@page(OFFICE)
def objections(request: PageRequest) -> HttpResponseBase:
    """Every objection, to lists and to subsidies."""
    rows: QuerySet[Objection] = visible(request.visitor, Objection)
    rows = rows.select_related("list", "subsidy__enterprise", "answer", "act")
    return list_page(
        request, _objections_spec(), rows, template=f"{_FOLDER}/objections.html", tab="objections"
    )


@page(OFFICE, methods=("GET", "POST"))
def objection(request: PageRequest, number: int) -> HttpResponseBase:
    """One objection; an approver who did not take it in answers it."""
    found: Objection = one_visible(request.visitor, Objection, number)
    form = _answer_form(request.visitor, found)
    refused = None
    if request.method == "POST":
        if form is None:
            raise RefusedError("This is not yours to answer now", "wrong_state", found=str(found))
        done = do(request, form)
        if isinstance(done, Done):
            return after(done, reverse("office_objection", args=[found.pk]), AnswerObjection.code)
        refused = done
    context = {
        "found": found,
        "title": title_of(found.list) if found.list is not None else None,
        "answer": getattr(found, "answer", None),
        "forms": shown([form], instead=refused) if form is not None else [],
        "done": done_label(request),
    }
    return render(request, f"{_FOLDER}/objection.html", context, status=200 if refused is None else 409)


def _shown(request: PageRequest, found: PublicList, *, refused: ShownForm | None = None) -> HttpResponseBase:
    visitor = request.visitor
    publication = getattr(found, "publication", None)
    drafted = visitor.person is not None and found.act.person_id == visitor.person.pk
    context = {
        "found": found,
        "title": title_of(found),
        "standing": standing_of(found, visitor.day),
        "publication": publication,
        "rows": rows_shown(found, request.GET.get("q", "")),
        "query": request.GET.get("q", ""),
        "objections": found.objections.select_related("answer").order_by("pk"),
        "conclusion": getattr(found, "conclusion", None),
        "waits": _waits(visitor, found),
        "own_work": publication is None and drafted and may(visitor, PublishList),
        "forms": shown(_forms(visitor, found), instead=refused),
        "done": done_label(request),
    }
    return render(request, f"{_FOLDER}/notice.html", context, status=200 if refused is None else 409)


def _draft_form(run: OpenRun) -> ActForm:
    decisions = {one.key: one for one in listable(run.ruleset)}
    fields = (
        Field("list_key", word("notice.of_whom"), Shape.CHOICE,
              options=[(key, one.label) for key, one in decisions.items()]),
        Field("title_zh", word("notice.title_zh"), Shape.LINE),
        Field("title_en", word("notice.title_en"), Shape.LINE),
        Field("notice_days", word("money.notice_days"), Shape.COUNT, hint=word("money.notice_days_hint"),
              suggested="5"),
    )  # fmt: skip

    def build(values: Mapping[str, Any]) -> DraftList:
        rows = named_by(run, decisions[values["list_key"]])
        if not rows:
            raise RefusedError(
                "By this run no enterprise meets it",
                "wrong_state",
                found=values["list_key"],
                kept="Nothing was recorded.",
            )
        days = run.manifest.three_dates
        basis = {
            "law": days.law.isoformat(), "facts_as_of": days.facts_as_of.isoformat(),
            "known_by": days.known_by.isoformat(), "ruleset": run.manifest.ruleset_digest,
            "facts": run.manifest.snapshot_digest, "synthetic": str(run.synthetic).lower(),
        }  # fmt: skip
        return DraftList(
            list_key=values["list_key"], title_zh=values["title_zh"], title_en=values["title_en"],
            rows=[
                ListedEnterprise(credit_code=row.code, name=row.name or row.code, place=row.city_code) for row in rows
            ],
            basis=basis, notice_days=values["notice_days"],
        )  # fmt: skip

    return ActForm(DraftList, fields, build, note=word("notice.draft_note"))


def _forms(visitor: Visitor, found: PublicList) -> list[ActForm]:
    publication = getattr(found, "publication", None)
    offered: list[ActForm] = []
    drafted = visitor.person is not None and found.act.person_id == visitor.person.pk
    if publication is None and may(visitor, PublishList) and not drafted:
        offered.append(
            ActForm(
                PublishList, (), lambda _: PublishList(list_id=found.pk, sha256=found.sha256), grave=True,
                note=word("notice.publish_note", found.notice_days),
            )
        )  # fmt: skip
    on_notice = publication is not None and visitor.day is not None and publication.until >= visitor.day
    if publication is not None and not on_notice and _may_conclude(visitor, found):
        offered.append(_conclude_form(found))
    if on_notice and may(visitor, TakeObjection):
        offered.append(_objection_form(found))
    return offered


def _waits(visitor: Visitor, found: PublicList) -> Label | None:
    """What a list whose notice is over waits for; None where it waits for nothing, or for the visitor himself."""
    publication = getattr(found, "publication", None)
    over = publication is not None and visitor.day is not None and publication.until < visitor.day
    if not over or getattr(found, "conclusion", None) is not None or _may_conclude(visitor, found):
        return None
    if found.objections.filter(answer=None).exists():
        return word("notice.waits_for_answers")
    return word("notice.waits_for_announcer")


def _may_conclude(visitor: Visitor, found: PublicList) -> bool:
    """Whether the visitor may announce the list: nobody did, no objection is open, and it is not his own work."""
    own = visitor.person is None or visitor.person.pk in (
        found.act.person_id,
        found.publication.act.person_id,
    )
    done = getattr(found, "conclusion", None) is not None
    return (
        not own
        and not done
        and may(visitor, ConcludeList)
        and not found.objections.filter(answer=None).exists()
    )


def _conclude_form(found: PublicList) -> ActForm:
    rows = standing_rows(found)
    note = word("notice.conclude_note", len(rows), len(found.rows) - len(rows))
    digest = digest_of(rows)
    return ActForm(
        ConcludeList, (), lambda _: ConcludeList(list_id=found.pk, sha256=digest), grave=True, note=note
    )


def _objection_form(found: PublicList) -> ActForm:
    fields = (Field("credit_code", word("money.credit_code"), Shape.LINE), *said_fields())

    def build(values: Mapping[str, Any]) -> TakeObjection:
        return TakeObjection(
            list_id=found.pk, credit_code=values["credit_code"], by=values["by"], ground=values["ground"]
        )

    return ActForm(TakeObjection, fields, build, note=word("notice.objection_note"))


def said_fields() -> tuple[Field, Field]:
    """Who objects, and what he says."""
    return (
        Field("by", word("notice.by"), Shape.LINE, hint=word("notice.by_hint")),
        Field("ground", word("notice.ground"), Shape.TEXT),
    )


def _answer_form(visitor: Visitor, found: Objection) -> ActForm | None:
    took_in = visitor.person is not None and found.act.person_id == visitor.person.pk
    if getattr(found, "answer", None) is not None or took_in or not may(visitor, AnswerObjection):
        return None
    options = [(name, word(f"notice.{name}")) for name in _ANSWERS]
    fields = (
        Field("outcome", word("notice.outcome"), Shape.CHOICE, options=options),
        Field("words", word("notice.words"), Shape.TEXT),
    )

    def build(values: Mapping[str, Any]) -> AnswerObjection:
        return AnswerObjection(
            objection_id=found.pk, upheld=_ANSWERS[values["outcome"]], words=values["words"]
        )

    note = word("notice.answer_note_subsidy" if found.subsidy_id else "notice.answer_note")
    return ActForm(AnswerObjection, fields, build, grave=True, note=note)


def _spec(visitor: Visitor) -> ListSpec:
    columns = (
        Column("number", word("money.number"), str, link=lambda row: reverse("office_notice", args=[row.pk]),
               order="pk"),
        Column("title", word("notice.title"), title_of, ListShape.LABEL),
        Column("count", word("notice.names"), lambda row: len(names_of(row)), ListShape.COUNT),
        Column("since", word("money.since"), lambda row: _of(row, "since"), ListShape.DAY),
        Column("until", word("money.notice_until"), lambda row: _of(row, "until"), ListShape.DAY),
        Column("open", word("notice.open_objections"), lambda row: row.open_objections, ListShape.COUNT),
        Column("state", word("institution.state"), lambda row: standing_of(row, visitor.day), ListShape.LABEL),
    )  # fmt: skip
    return ListSpec(word("notice.notices"), columns, empty=word("notice.no_lists"))


def _of(row: PublicList, name: str) -> Any:
    publication = getattr(row, "publication", None)
    return getattr(publication, name) if publication is not None else None


def _objections_spec() -> ListSpec:
    columns = (
        Column("number", word("money.number"), str, link=lambda row: reverse("office_objection", args=[row.pk]),
               order="pk"),
        Column("to", word("notice.to"), _about, ListShape.LABEL),
        Column("day", word("notice.taken_in"), lambda row: row.act.business_date, ListShape.DAY),
        Column("state", word("institution.state"), _outcome, ListShape.LABEL),
    )  # fmt: skip
    states = {"open": Q(answer=None), "upheld": Q(answer__upheld=True), "dismissed": Q(answer__upheld=False)}
    state = Filter(
        "state", word("institution.state"), lambda rows, value: rows.filter(states[value]),
        [(name, word(f"notice.{name}")) for name in states],
    )  # fmt: skip
    return ListSpec(word("notice.objections"), columns, (state,), empty=word("notice.no_objections"))


def _about(row: Objection) -> Label:
    if row.subsidy is not None:
        text = f"{row.subsidy} {row.subsidy.enterprise.name}"
        return Label(text, text)
    assert row.list is not None  # noqa: S101 - the database has it so: to a list or to a subsidy
    title = title_of(row.list)
    return Label(f"{title.zh} {row.credit_code}", f"{title.en} {row.credit_code}")


def _outcome(row: Objection) -> Label:
    answer = getattr(row, "answer", None)
    if answer is None:
        return word("notice.open")
    return word("notice.upheld" if answer.upheld else "notice.dismissed")


__all__ = ["notice", "notice_act", "notice_new", "notices", "objection", "objections", "said_fields"]
