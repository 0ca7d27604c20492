"""The document and the page of the documentation, from local files."""

import json
from functools import cache
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from kejin.api.application import application
from kejin.api.serving import if_changed


@cache
def document_text() -> str:
    """The OpenAPI document as text; the same in every process of one version."""
    return json.dumps(application().document(), ensure_ascii=False, indent=1) + "\n"


def document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, open to everybody: it says nothing about anybody."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    answer = HttpResponse(document_text(), status=HTTPStatus.OK, content_type="application/json")
    return if_changed(request, answer)
