"""What is asked of a list, as text that can be kept; and the views that a visitor finds above a list."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.http import urlencode

from kejin.web.permissions import organisation_number, visible
from kejin.web.saved.models import LONGEST_QUERY, SavedView
from kejin.web.visitors import Visitor

# Where one is in a list, in which form one wants it and what one has just done are no part of what is asked of it.
_PASSING = frozenset({"page", "format", "removed", "done", "act", "undone", "csrfmiddlewaretoken"})
TO_UNDO = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Bar:
    """What stands above a list.

    Attributes:
        page: The name of its address.
        query: What is asked of it now.
        views: The visitor's own views and those that his organisation shares, by name.
        current: The view that is shown now.
        mine: Whether the visitor may rename or remove that one.
        removed: A view that he has just removed and may have back.
    """

    page: str
    query: str
    views: tuple[SavedView, ...]
    current: SavedView | None
    mine: bool
    removed: SavedView | None


def asked(query: QueryDict) -> str:
    """What is asked of a list, in one order and without what passes; empty where nothing is, or far too much."""
    pairs = sorted(
        (name, value.replace("\0", ""))
        for name, values in query.lists()
        if name not in _PASSING
        for value in values
        if value.strip()
    )
    text = urlencode(pairs)
    return text if len(text) <= LONGEST_QUERY else ""


def bar_of(request: HttpRequest, visitor: Visitor) -> Bar | None:
    """What stands above the list that is asked for; None for one who acts for nobody, or on a page of one thing."""
    match = request.resolver_match
    if match is None or match.kwargs or match.args or not match.url_name:
        return None
    if visitor.person is None or visitor.acting is None or not visitor.acting.is_active:
        return None
    rows = tuple(views_of(visitor, match.url_name).select_related("person").order_by("name", "pk"))
    query = asked(request.GET)
    mine = [one for one in rows if one.person_id == visitor.person.pk]
    current = next((one for one in [*mine, *rows] if one.query == query), None) if query else None
    return Bar(match.url_name, query, rows, current, current in mine, _removed(request, visitor))


def views_of(visitor: Visitor, page: str) -> QuerySet[SavedView]:
    """The views of a list that are the visitor's own or shared by the organisation that he acts for now."""
    rows: QuerySet[SavedView] = visible(visitor, SavedView)
    return rows.filter(organisation_id=organisation_number(visitor), page=page, removed_at__isnull=True)


def _removed(request: HttpRequest, visitor: Visitor) -> SavedView | None:
    number = request.GET.get("removed", "")
    if not number.isdecimal() or len(number) > 18:
        return None
    since = timezone.now() - TO_UNDO
    found: SavedView | None = (
        visible(visitor, SavedView)
        .filter(pk=int(number), person=visitor.person, removed_at__gte=since)
        .first()
    )
    return found
