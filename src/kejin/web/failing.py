"""Pages of what went wrong: each says the request's number, and what was not lost."""

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kejin.errors import KejinError, UnknownFactError
from kejin.facts import Label
from kejin.records.errors import (
    BodyError,
    BusyError,
    ConstraintError,
    KeyReusedError,
    NotPermittedError,
    OutcomeUnknownError,
    RefusedError,
    UnknownRecordError,
)
from kejin.records.kept.reasons import reason_words
from kejin.web.answers import NoRunError, RealRunError
from kejin.web.recognising import visitor_of

_LOG = logging.getLogger("kejin.web")
_STATUSES: tuple[tuple[type[KejinError], int], ...] = (
    (NotPermittedError, 403),
    (UnknownRecordError, 404),
    (UnknownFactError, 404),
    (RefusedError, 409),
    (KeyReusedError, 409),
    (ConstraintError, 409),
    (BodyError, 400),
    (BusyError, 503),
    (OutcomeUnknownError, 503),
)


def status_of(error: KejinError) -> int:
    """The status of HTTP that fits a deliberate error; 500 for one that should not reach a visitor."""
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)


def failed(request: HttpRequest, error: KejinError) -> HttpResponse:
    """The page of a deliberate error."""
    if isinstance(error, NoRunError):
        return render(request, "web/no_run.html", {"status": 503}, status=503)
    if isinstance(error, RealRunError):
        return render(request, "web/real_run.html", {"status": 409}, status=409)
    status = status_of(error)
    if status >= 500:
        _LOG.error("request %s: %s", getattr(request, "request_id", ""), error, exc_info=error)
    why: Label | None = reason_words(error.reason) if isinstance(error, RefusedError) else None
    return render(request, "web/failed.html", {"error": error, "status": status, "why": why}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django names it
    """The page of a request that cannot be understood."""
    return _plain(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django names it
    """The page of what is not permitted."""
    return _plain(request, 403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page of a form that was not sent from our own page, or too late."""
    _LOG.warning("request %s: %s", getattr(request, "request_id", ""), reason)
    return render(request, "web/stale_form.html", {"status": 403}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django names it
    """The page of what is not there, or not for this visitor."""
    _recognise(request)
    return _plain(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of a mistake of ours."""
    return _plain(request, 500)


def _recognise(request: HttpRequest) -> None:
    """Find out who asks where no view did: an address that leads nowhere is no reason to take the menu away."""
    if hasattr(request, "visitor") or not hasattr(request, "session"):
        return
    try:
        request.visitor = visitor_of(request)  # type: ignore[attr-defined]
    except DatabaseError:
        _LOG.exception("request %s: nobody could be recognised", getattr(request, "request_id", ""))


def _plain(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, "web/error.html", {"status": status}, status=status)
