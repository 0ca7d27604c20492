"""From a request to its visitor: the session, the person behind it, the organisation that was chosen."""

import hmac
from datetime import timedelta

from django.conf import settings
from django.db.models.functions import Now
from django.http import HttpRequest
from django.utils import timezone

from kejin.records.parties.models import Person
from kejin.web.accounts.models import Session, StaffMode
from kejin.web.accounts.sessions import ACTING, PERSON, PROOF, STAFF
from kejin.web.visitors import Standing, Visitor, standings_of, today

_SEEN_EVERY = timedelta(minutes=5)


def visitor_of(request: HttpRequest) -> Visitor:
    """Who made the request. A barred person, or one whose password was changed elsewhere, is nobody."""
    number = request.session.get(PERSON)
    person = Person.objects.filter(pk=number, is_active=True).first() if number is not None else None
    if person is None or not hmac.compare_digest(
        str(request.session.get(PROOF, "")), person.get_session_auth_hash()
    ):
        return Visitor(request_id=request.request_id)  # type: ignore[attr-defined]
    day = today()
    standings = standings_of(person, day) if day is not None else ()
    acting = _chosen(standings, request.session.get(ACTING))
    return Visitor(
        person=person,
        standings=standings,
        acting=acting,
        day=day,
        staff_mode=_staff_mode(request, person, acting),
        request_id=request.request_id,  # type: ignore[attr-defined]
    )


def touch(request: HttpRequest) -> None:
    """Write down that the session was seen, not more often than is worth knowing."""
    Session.objects.filter(session_key=request.session.session_key, seen_at__lt=Now() - _SEEN_EVERY).update(
        seen_at=Now()
    )


def _chosen(standings: tuple[Standing, ...], number: int | None) -> Standing | None:
    for one in standings:
        if one.organisation.pk == number:
            return one
    return standings[0] if len(standings) == 1 else None


def _staff_mode(request: HttpRequest, person: Person, acting: Standing | None) -> int | None:
    number = request.session.get(STAFF)
    if number is None or acting is None:
        return None
    found = StaffMode.objects.filter(
        pk=number, person=person, organisation=acting.organisation, until__gt=timezone.now()
    ).first()
    return found.pk if found else None


def needs_factor(visitor: Visitor) -> bool:
    """Whether a second factor is a must: for all who act for others than enterprises, unless it is switched off."""
    return bool(settings.KEJIN_SECOND_FACTOR) and any(
        one.organisation.kind != "enterprise" for one in visitor.standings
    )
