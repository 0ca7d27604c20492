"""The pages of the door: log-in, the code of the second factor, log-out, for whom one acts."""

from django import forms
from django.contrib.auth.hashers import check_password
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render

from kejin.facts import Label
from kejin.records.parties.models import Person
from kejin.web.accounts.entering import From, enter, has_factor, leave, try_code, try_password
from kejin.web.accounts.models import DoorCode
from kejin.web.accounts.sessions import ACTING, PENDING
from kejin.web.needs import ANYBODY, LOGGED_IN
from kejin.web.pages import page
from kejin.web.views.showing import safe_next
from kejin.web.visitors import PageRequest
from kejin.web.words import word

_REFUSALS = {
    DoorCode.WRONG_PASSWORD: "account.wrong",
    DoorCode.WRONG_FACTOR: "account.code_wrong",
    DoorCode.THROTTLED: "account.throttled",
    DoorCode.BARRED: "account.barred",
}
_TRIES_STATUS = {DoorCode.THROTTLED: 429}


class LogInForm(forms.Form):
    """Login name and password."""

    username = forms.CharField(max_length=60)
    password = forms.CharField(max_length=1000, strip=False)


@page(ANYBODY, methods=("GET", "POST"))
def log_in(request: PageRequest) -> HttpResponseBase:
    """Ask for login name and password."""
    if request.method != "POST":
        return _log_in_page(request, None, 200)
    form = LogInForm(request.POST)
    if not form.is_valid():
        return _log_in_page(request, word("account.fill_in"), 400)
    where = From.of(request)
    entry = try_password(form.cleaned_data["username"], form.cleaned_data["password"], where)
    if entry.person is None:
        refused = entry.refused or DoorCode.WRONG_PASSWORD
        return _log_in_page(request, word(_REFUSALS[refused]), _TRIES_STATUS.get(refused, 403))
    if has_factor(entry.person):
        request.session.cycle_key()
        request.session[PENDING] = {"person": entry.person.pk, "proof": entry.person.get_session_auth_hash()}
        request.session["next"] = safe_next(request)
        return redirect("log_in_code")
    enter(request, entry.person, where)
    return redirect(safe_next(request))


@page(ANYBODY, methods=("GET", "POST"))
def code(request: PageRequest) -> HttpResponseBase:
    """Ask for the code of the second factor of somebody whose password was right."""
    person = _half_way(request)
    if person is None:
        return redirect("log_in")
    if request.method != "POST":
        return render(request, "web/code.html", {"problem": None})
    where = From.of(request)
    entry = try_code(person, request.POST.get("code", ""), where)
    if entry.person is None:
        refused = entry.refused or DoorCode.WRONG_FACTOR
        return render(
            request,
            "web/code.html",
            {"problem": word(_REFUSALS[refused])},
            status=_TRIES_STATUS.get(refused, 403),
        )
    after = request.session.get("next") or "/"
    enter(request, entry.person, where)
    return redirect(after)


@page(LOGGED_IN, methods=("POST",), before_factor=True)
def log_out(request: PageRequest) -> HttpResponseBase:
    """End this session."""
    assert request.visitor.person is not None  # noqa: S101 - LOGGED_IN
    leave(request, request.visitor.person)
    return redirect("home")


@page(LOGGED_IN, methods=("GET", "POST"), before_factor=True)
def acting(request: PageRequest) -> HttpResponseBase:
    """Choose for whom to act."""
    if request.method == "POST":
        numbers = {str(one.organisation.pk): one.organisation.pk for one in request.visitor.standings}
        chosen = numbers.get(request.POST.get("organisation", ""))
        if chosen is None:
            raise Http404
        request.session[ACTING] = chosen
        return redirect("home")
    return render(request, "web/acting.html")


def _half_way(request: PageRequest) -> Person | None:
    pending = request.session.get(PENDING)
    if not isinstance(pending, dict):
        return None
    number = pending.get("person")
    if not isinstance(number, int):
        return None
    person = Person.objects.filter(pk=number, is_active=True).first()
    if person is None or pending.get("proof") != person.get_session_auth_hash():
        return None
    return person


def _log_in_page(request: PageRequest, problem: Label | None, status: int) -> HttpResponseBase:
    context = {"problem": problem, "username": request.POST.get("username", ""), "next": safe_next(request)}
    return render(request, "web/log_in.html", context, status=status)


def is_own_password(person: Person, password: str) -> bool:
    """Whether this is the person's password; nothing is counted, for whoever asks is logged in already."""
    return check_password(password, person.password)
