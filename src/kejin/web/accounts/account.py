"""A person's own account: sessions, password, what happened at the door."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import redirect, render

from kejin.facts import Label
from kejin.records.actions.performing import perform
from kejin.records.parties.models import Person
from kejin.web.accounts.acts import SetPassword
from kejin.web.accounts.door import is_own_password
from kejin.web.accounts.entering import From, has_factor, note
from kejin.web.accounts.models import DOOR_WORDS, DoorCode, DoorEvent, Session
from kejin.web.accounts.sessions import PROOF, others_of
from kejin.web.needs import ANY_MEMBER, LOGGED_IN
from kejin.web.pages import page
from kejin.web.visitors import PageRequest
from kejin.web.words import word

_RECENT = 20


def _person(request: PageRequest) -> Person:
    assert request.visitor.person is not None  # noqa: S101 - the page is for those who are logged in
    return request.visitor.person


@page(LOGGED_IN)
def overview(request: PageRequest) -> HttpResponseBase:
    """The account on one page."""
    return _overview(request)


def _overview(
    request: PageRequest,
    *,
    problems: list[Label | str] | None = None,
    done: Label | None = None,
    status: int = 200,
) -> HttpResponseBase:
    person = _person(request)
    events = DoorEvent.objects.filter(person=person).order_by("-id")[:_RECENT]
    context = {
        "sessions": Session.objects.filter(person=person).order_by("-seen_at"),
        "this": request.session.session_key,
        "events": [(event, DOOR_WORDS[event.code]) for event in events],
        "has_factor": has_factor(person),
        "problems": problems or [],
        "done": done,
    }
    return render(request, "web/account.html", context, status=status)


@page(LOGGED_IN, methods=("POST",))
def end_sessions(request: PageRequest) -> HttpResponseBase:
    """End one of one's own sessions, or all but this one."""
    person, where = _person(request), From.of(request)
    one = request.POST.get("session", "")
    if one:
        ended, _ = Session.objects.filter(person=person, session_key=one).delete()
    else:
        ended = others_of(person.pk, request.session.session_key)
    if ended:
        note(DoorCode.SESSION_ENDED, where, username=person.username, person=person)
    if one == request.session.session_key:
        request.session.flush()
        return redirect("log_in")
    return _overview(request, done=word("account.sessions_ended", ended))


@page(ANY_MEMBER, methods=("POST",))
def password(request: PageRequest) -> HttpResponseBase:
    """Change one's own password; every other session ends."""
    person, new = _person(request), request.POST.get("new", "")
    problems: list[Label | str] = []
    if not is_own_password(person, request.POST.get("old", "")):
        problems.append(word("account.old_wrong"))
    if new != request.POST.get("again", ""):
        problems.append(word("account.not_the_same"))
    try:
        validate_password(new, person)
    except ValidationError as error:
        problems += error.messages
    if problems:
        return _overview(request, problems=problems, status=400)
    perform(SetPassword(username=person.username, encoded=make_password(new)), request.visitor.caller())
    person.refresh_from_db()
    others_of(person.pk, request.session.session_key)
    request.session.cycle_key()
    request.session[PROOF] = person.get_session_auth_hash()
    note(DoorCode.PASSWORD_SET, From.of(request), username=person.username, person=person)
    return _overview(request, done=word("account.password_changed"))
