"""How pages are shown: language and size of text. Both come back to the page they were asked from, filters and all."""

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from kejin.web.needs import ANYBODY
from kejin.web.pages import page
from kejin.web.visitors import PageRequest

TEXT_COOKIE = "kejin_text"
TEXT_SIZES = ("usual", "large")
_YEAR_SECONDS = 365 * 24 * 3600


@page(ANYBODY)
def language(request: PageRequest, code: str) -> HttpResponseBase:
    """Choose the language of the pages."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    return _back(request, settings.LANGUAGE_COOKIE_NAME, code)


@page(ANYBODY)
def text_size(request: PageRequest, size: str) -> HttpResponseBase:
    """Choose the size of text."""
    if size not in TEXT_SIZES:
        raise Http404
    return _back(request, TEXT_COOKIE, size)


@page(ANYBODY)
def up(request: PageRequest) -> HttpResponseBase:
    """Whether the server and its database answer; for whoever watches over it."""
    assert request.visitor is not None  # noqa: S101 - the session was read from the database
    return HttpResponse("up\n", content_type="text/plain; charset=utf-8")


def safe_next(request: PageRequest) -> str:
    """Where to go afterwards: an address of this site, never of another one."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    here = {request.get_host()}
    if asked.startswith("/") and url_has_allowed_host_and_scheme(
        asked, allowed_hosts=here, require_https=request.is_secure()
    ):
        return asked
    return reverse("home")


def _back(request: PageRequest, cookie: str, value: str) -> HttpResponseBase:
    response = redirect(safe_next(request))
    response.set_cookie(
        cookie,
        value,
        max_age=_YEAR_SECONDS,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response
