"""What went wrong, as `application/problem+json` (RFC 9457) with the parts that every error of ours has."""

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

from kejin.api.errors import ApiError
from kejin.errors import InputError, KejinError, UnknownFactError
from kejin.records.errors import (
    BodyError,
    BusyError,
    ConstraintError,
    DatabaseError,
    KeyReusedError,
    NotPermittedError,
    OutcomeUnknownError,
    RefusedError,
    UnknownRecordError,
)
from kejin.records.kept.reasons import reason_words

CONTENT_TYPE = "application/problem+json"
_LOG = logging.getLogger("kejin.api")
_STATUSES: tuple[tuple[type[KejinError], HTTPStatus], ...] = (
    (NotPermittedError, HTTPStatus.FORBIDDEN),
    (UnknownRecordError, HTTPStatus.NOT_FOUND),
    (UnknownFactError, HTTPStatus.NOT_FOUND),
    (RefusedError, HTTPStatus.CONFLICT),
    (KeyReusedError, HTTPStatus.CONFLICT),
    (ConstraintError, HTTPStatus.CONFLICT),
    (BodyError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (BusyError, HTTPStatus.SERVICE_UNAVAILABLE),
    (OutcomeUnknownError, HTTPStatus.SERVICE_UNAVAILABLE),
    (DatabaseError, HTTPStatus.SERVICE_UNAVAILABLE),
    (InputError, HTTPStatus.UNPROCESSABLE_ENTITY),
    # Whatever else the rooms below refuse, they refuse what they were given.
    (KejinError, HTTPStatus.UNPROCESSABLE_ENTITY),
)
_RETRY_SECONDS = "1"
_PARTS = ("expected", "found", "where", "kept", "constraint", "problems")


def status_of(error: KejinError) -> HTTPStatus:
    """The status of HTTP that says what kind of error it is."""
    if isinstance(error, ApiError):
        return error.status
    return next(status for kind, status in _STATUSES if isinstance(error, kind))


def problem_of(request: HttpRequest, error: KejinError) -> HttpResponse:
    """The answer to a deliberate error."""
    status = status_of(error)
    said = error.as_dict()
    parts = {name: said[name] for name in _PARTS if said.get(name) not in (None, "")}
    if isinstance(error, RefusedError):
        words = reason_words(error.reason)
        parts["reason"] = {"code": error.reason, "zh": words.zh, "en": words.en}
    headers = dict(error.headers) if isinstance(error, ApiError) else {}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.setdefault("Retry-After", _RETRY_SECONDS)
    return problem(request, status, error.code, parts=_told(parts) | {"detail": error.what}, headers=headers)


def problem(
    request: HttpRequest,
    status: HTTPStatus,
    code: str,
    *,
    parts: Mapping[str, Any],
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """An answer that says what went wrong; `parts` has at least `detail`."""
    body: dict[str, Any] = {
        "type": f"urn:kejin:{code}",
        "title": status.phrase,
        "status": int(status),
        "code": code,
        "request_id": str(getattr(request, "request_id", "")),
    }
    body |= dict(parts)
    text = json.dumps(body, ensure_ascii=False, default=str)
    return HttpResponse(text, status=int(status), content_type=CONTENT_TYPE, headers=dict(headers or {}))


def mistake(request: HttpRequest, error: Exception) -> HttpResponse:
    """The answer to a mistake of ours: nothing of it is told but the request's number, under which it is logged."""
    _LOG.error("request %s failed", getattr(request, "request_id", ""), exc_info=error)
    return problem(
        request, HTTPStatus.INTERNAL_SERVER_ERROR, "api.mistake",
        parts={
            "detail": "Something went wrong on our side",
            "kept": "An act was recorded wholly or not at all; the same key tells which.",
        },
    )  # fmt: skip


def _told(parts: Mapping[str, Any]) -> dict[str, Any]:
    """The parts as texts, as the document promises; several errors stay a list."""
    return {name: value if isinstance(value, dict | list) else str(value) for name, value in parts.items()}
