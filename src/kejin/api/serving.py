"""The application of django-ninja, and what happens around each of its requests.

Whatever goes wrong is answered as a problem: refusals below, parameters that do not fit, a method that an address does
not have, and mistakes of ours.
"""

import hashlib
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from typing_extensions import override

from kejin.api.errors import MalformedError, NotFoundError, TooLargeError, UnusableError
from kejin.api.judging import lacks_form, problems_told
from kejin.api.problems import CONTENT_TYPE, mistake, problem, problem_of
from kejin.errors import KejinError
from kejin.records.actions.translating import translated

View = Callable[..., HttpResponseBase]


class Api(NinjaAPI):
    """All operations, with their errors as problems."""

    @override
    def set_default_exception_handlers(self) -> None:
        for kind, handler in _HANDLERS.items():
            self.add_exception_handler(kind, handler)

    @override
    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        return told(request, exc)


def served(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The addresses of an application, each with what happens around a request."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = _around(pattern.callback)
    return patterns


def _around(view: View) -> View:
    def handle(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except Exception as error:  # noqa: BLE001 - the last door: logged with its number, told as a problem
            response = told(request, error)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and response["Content-Type"] != CONTENT_TYPE:
            return _no_such_method(request, response["Allow"])
        if (
            request.method == "GET"
            and response.status_code == HTTPStatus.OK
            and isinstance(response, HttpResponse)
        ):
            return if_changed(request, response)
        return response

    handle.csrf_exempt = True  # type: ignore[attr-defined] # a token comes with each request, and no cookie counts
    handle.__name__ = getattr(view, "__name__", "operation")
    return handle


def told(request: HttpRequest, error: Exception) -> HttpResponse:
    """The answer to an error, by the nearest of its kinds that has one."""
    handler = next((_HANDLERS[kind] for kind in type(error).__mro__ if kind in _HANDLERS), mistake)
    return handler(request, error)


def if_changed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with its tag, or, to one who has it already, nothing but the tag."""
    response["ETag"] = tag = '"' + hashlib.sha256(response.content).hexdigest()[:32] + '"'
    response["Cache-Control"] = "private, no-cache"
    asked = {each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")}
    if tag not in asked:
        return response
    same = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    same["ETag"], same["Cache-Control"] = tag, response["Cache-Control"]
    del same["Content-Type"]
    return same


def _no_such_method(request: HttpRequest, allowed: str) -> HttpResponse:
    return problem(
        request, HTTPStatus.METHOD_NOT_ALLOWED, "api.method",
        parts={"detail": "This address does not have this method", "expected": allowed, "found": str(request.method)},
        headers={"Allow": allowed},
    )  # fmt: skip


def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """The answer under an address that no operation has."""
    return problem_of(request, NotFoundError("There is no such operation", found=rest[:200]))


nowhere.csrf_exempt = True  # type: ignore[attr-defined]


def _refused(request: HttpRequest, error: KejinError) -> HttpResponse:
    return problem_of(request, error)


def _no_object(request: HttpRequest, _error: Exception) -> HttpResponse:
    return problem_of(
        request, NotFoundError("There is no such object, or none that this organisation may know of")
    )


def _does_not_fit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    failure = MalformedError if lacks_form(error.errors) else UnusableError
    return problem_of(
        request, failure("A parameter cannot be taken as it is", found=problems_told(error.errors))
    )


def _bad_request(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem_of(request, MalformedError("The request cannot be read", found=str(error)[:200]))


def _too_large(request: HttpRequest, _error: Exception) -> HttpResponse:
    return problem_of(request, TooLargeError("The request is too large"))


def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == HTTPStatus.BAD_REQUEST:
        return problem_of(
            request, MalformedError("The body cannot be read", expected="JSON", found=str(error))
        )
    return mistake(request, error)


def _database(request: HttpRequest, error: DataError | OperationalError | InterfaceError) -> HttpResponse:
    """A value that no column takes, or a database that is away; everything else it says is a mistake of ours."""
    found = translated(error)
    return problem_of(request, found) if isinstance(found, KejinError) else mistake(request, error)


_HANDLERS: Mapping[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    KejinError: _refused,
    Http404: _no_object,
    ValidationError: _does_not_fit,
    HttpError: _other,
    RequestDataTooBig: _too_large,
    TooManyFieldsSent: _too_large,
    SuspiciousOperation: _bad_request,
    MultiPartParserError: _bad_request,
    DataError: _database,
    OperationalError: _database,
    InterfaceError: _database,
    Exception: mistake,
}
