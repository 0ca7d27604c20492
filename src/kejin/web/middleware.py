"""What happens to every request: an id, errors in words, and in staff mode a line in the log."""

import logging
import uuid
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from kejin.errors import KejinError
from kejin.web.accounts.models import StaffRequest
from kejin.web.failing import failed

GetResponse = Callable[[HttpRequest], HttpResponseBase]
HEADER = "X-Request-Id"
_LOG = logging.getLogger("kejin.web")


def request_ids(get_response: GetResponse) -> Callable[[HttpRequest], HttpResponseBase]:
    """Give every request a number, which its acts, its log lines and its answer carry.

    A number that the caller brings is not taken: who could choose it could hide among somebody else's lines.
    """

    def handle(request: HttpRequest) -> HttpResponseBase:
        request.request_id = uuid.uuid4()  # type: ignore[attr-defined]
        response = get_response(request)
        response[HEADER] = str(request.request_id)  # type: ignore[attr-defined]
        if "Cache-Control" not in response:
            # Pages are of one person; neither a proxy nor the back button after logging out shows them again.
            response["Cache-Control"] = "no-store"
        return response

    return handle


class ErrorsInWords:
    """Deliberate errors become pages that say what was expected, found, and not lost."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """The page of a deliberate error; None leaves all others to Django's handlers."""
        if isinstance(error, KejinError):
            return failed(request, error)
        if not isinstance(error, (Http404, PermissionDenied)):
            _LOG.exception("request %s failed", getattr(request, "request_id", ""))
        return None


def staff_log(get_response: GetResponse) -> Callable[[HttpRequest], HttpResponseBase]:
    """Write down every request that was made in staff mode, whatever came of it."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        visitor = getattr(request, "visitor", None)
        if visitor is not None and visitor.staff_mode is not None:
            StaffRequest.objects.create(
                mode_id=visitor.staff_mode,
                method=str(request.method)[:10],
                path=request.get_full_path(),
                status=response.status_code,
                request_id=visitor.request_id,
            )
        return response

    return handle
