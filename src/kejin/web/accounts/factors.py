"""Setting up and removing the second factor, and staff mode, which asks for it again."""

import time
from datetime import timedelta

import segno
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe

from kejin.facts import Label
from kejin.records.kept.texts import plain_text
from kejin.records.parties.models import Person
from kejin.web.accounts.door import is_own_password
from kejin.web.accounts.entering import From, has_factor, note, try_code
from kejin.web.accounts.models import DoorCode, Factor, StaffMode
from kejin.web.accounts.sessions import STAFF
from kejin.web.accounts.totp import address_of, matching_step, new_secret
from kejin.web.needs import LOGGED_IN, OFFICE
from kejin.web.pages import page
from kejin.web.recognising import needs_factor
from kejin.web.visitors import PageRequest
from kejin.web.words import word

STAFF_MODE = timedelta(minutes=30)
_MOST_REASON = 500


def _person(request: PageRequest) -> Person:
    assert request.visitor.person is not None  # noqa: S101 - the page is for those who are logged in
    return request.visitor.person


@page(LOGGED_IN, methods=("GET", "POST"), before_factor=True)
def factor(request: PageRequest) -> HttpResponseBase:
    """Show the secret until the person shows that the app has it."""
    person = _person(request)
    if has_factor(person):
        return redirect("account")
    found, _ = Factor.objects.get_or_create(person=person, defaults={"secret": new_secret()})
    if not found.secret:
        # It was encrypted under a secret of the site that is gone.
        found.secret = new_secret()
        found.save(update_fields=["secret"])
    if request.method != "POST":
        return _factor_page(request, found, None)
    digits = "".join(request.POST.get("code", "").split())
    step = matching_step(found.secret, digits, seconds=time.time(), after=0)
    if step is None:
        return _factor_page(request, found, word("account.code_wrong"), status=400)
    found.confirmed_at, found.last_step = timezone.now(), step
    found.save(update_fields=["confirmed_at", "last_step"])
    note(DoorCode.FACTOR_SET, From.of(request), username=person.username, person=person)
    return redirect("account")


@page(LOGGED_IN, methods=("POST",))
def remove(request: PageRequest) -> HttpResponseBase:
    """Remove the second factor; whoever must have one sets up another at once."""
    person = _person(request)
    if is_own_password(person, request.POST.get("password", "")):
        Factor.objects.filter(person=person).delete()
        note(DoorCode.FACTOR_REMOVED, From.of(request), username=person.username, person=person)
    else:
        note(DoorCode.WRONG_PASSWORD, From.of(request), username=person.username, person=person)
    return redirect("account")


@page(OFFICE, methods=("GET", "POST"))
def staff_mode(request: PageRequest) -> HttpResponseBase:
    """Turn staff mode on with a reason, the password and the code; or off."""
    if request.method != "POST":
        return _staff_page(request, None)
    if "end" in request.POST:
        request.session.pop(STAFF, None)
        return redirect("staff_mode")
    problem = _staff_problem(request)
    if problem is not None:
        return _staff_page(request, problem, 400)
    assert request.visitor.organisation is not None  # noqa: S101 - the page is for the office
    made = StaffMode.objects.create(
        person=_person(request),
        organisation=request.visitor.organisation,
        reason=plain_text(request.POST["reason"].strip()),
        until=timezone.now() + STAFF_MODE,
        request_id=request.request_id,
    )
    request.session[STAFF] = made.pk
    return redirect("home")


def _staff_problem(request: PageRequest) -> Label | None:
    person, reason = _person(request), request.POST.get("reason", "").strip()
    try:
        plain_text(reason)
    except ValueError:
        reason = ""
    if not 0 < len(reason) <= _MOST_REASON:
        return word("account.staff_reason_missing")
    if not is_own_password(person, request.POST.get("password", "")):
        note(DoorCode.WRONG_PASSWORD, From.of(request), username=person.username, person=person)
        return word("account.old_wrong")
    if has_factor(person) and try_code(person, request.POST.get("code", ""), From.of(request)).person is None:
        return word("account.code_wrong")
    return None


def _staff_page(request: PageRequest, problem: Label | None, status: int = 200) -> HttpResponseBase:
    context = {
        "problem": problem,
        "has_factor": has_factor(_person(request)),
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "web/staff_mode.html", context, status=status)


def _factor_page(
    request: PageRequest, found: Factor, problem: Label | None, *, status: int = 200
) -> HttpResponseBase:
    address = address_of(found.secret, _person(request).username)
    drawn = segno.make(address, error="m").svg_inline(scale=5, border=2, omitsize=False)
    context = {
        "secret": found.secret,
        # Drawn by segno out of our own address; it holds no text of anybody.
        "drawing": mark_safe(drawn),  # noqa: S308
        "problem": problem,
        "must": needs_factor(request.visitor),
    }
    return render(request, "web/factor.html", context, status=status)
