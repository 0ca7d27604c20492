"""What was sent to the organisation that one acts for: which act, what became of the file, why it was refused."""

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from kejin.records.work.asking import Asker
from kejin.records.work.notices import Told, notices_of
from kejin.web.acting import attempt
from kejin.web.needs import ANY_MEMBER
from kejin.web.pages import page
from kejin.web.places import address_of
from kejin.web.visitors import PageRequest, Visitor

_AT_A_TIME, _MOST = 30, 600
UNREAD = "unread"


@page(ANY_MEMBER)
def notices(request: PageRequest) -> HttpResponseBase:
    """The latest notices, newest first; `?show=unread` those that one has not read."""
    visitor = request.visitor
    only = request.GET.get("show", "") == UNREAD
    told = notices_of(_asker(request.visitor), unseen=only, most=_MOST)
    here = Paginator(told, _AT_A_TIME).get_page(request.GET.get("page", "1"))
    context = {
        "rows": [(one, address_of(visitor, *one.subject)) for one in here],
        "page": here,
        "unread": [one.notice_id for one in here if not one.seen],
        "only": only,
    }
    return render(request, "web/notices.html", context)


@page(ANY_MEMBER, methods=("POST",))
def read_notices(request: PageRequest) -> HttpResponseBase:
    """Record that one has read the notices that were sent with the form; those of others are none."""
    mine = {one.notice_id for one in notices_of(_asker(request.visitor), unseen=True, most=_MOST)}
    chosen = [int(text) for text in request.POST.getlist("notice")[:_AT_A_TIME] if text.isdecimal()]
    for number in dict.fromkeys(chosen):
        if number in mine:
            attempt(request.visitor, "notice.see", {"notice_id": number})
    shown = request.POST.get("show", "")
    return redirect(reverse("notices") + (f"?show={UNREAD}" if shown == UNREAD else ""))


def latest(visitor: Visitor, most: int) -> list[tuple[Told, str | None]]:
    """The latest notices of the visitor's organisation, each with the address of its subject where that has one."""
    return [(one, address_of(visitor, *one.subject)) for one in notices_of(_asker(visitor), most=most)]


def _asker(visitor: Visitor) -> Asker:
    assert visitor.person is not None  # noqa: S101 - the page asks for a member
    assert visitor.organisation is not None  # noqa: S101 - likewise
    assert visitor.day is not None  # noqa: S101 - and so the records were founded
    return Asker(visitor.person, visitor.organisation, visitor.day)
