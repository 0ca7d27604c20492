"""The document and the pages of the documentation, from local files alone."""

import json
from functools import cache
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render

from kejin.api.application import application
from kejin.api.serving import if_changed
from kejin.facts import Label
from kejin.web.needs import ANYBODY
from kejin.web.pages import page
from kejin.web.visitors import PageRequest


@cache
def document_text() -> str:
    """The OpenAPI document as text; the same in every process of one version."""
    return json.dumps(_document(), ensure_ascii=False, indent=1) + "\n"


@cache
def _document() -> dict[str, Any]:
    return application().document()


def document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, open to everybody: it says nothing about anybody."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    answer = HttpResponse(document_text(), status=HTTPStatus.OK, content_type="application/json")
    return if_changed(request, answer)


@page(ANYBODY)
def contents(request: PageRequest) -> HttpResponseBase:
    """All operations, by group."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for each in _operations().values():
        groups.setdefault(each["tag"], []).append(each)
    return render(
        request, "api/contents.html", {"groups": sorted(groups.items()), "count": len(_operations())}
    )


@page(ANYBODY)
def operation(request: PageRequest, name: str) -> HttpResponseBase:
    """One operation with its examples."""
    found = _operations().get(name)
    if found is None:
        raise Http404
    return render(request, "api/operation.html", {"operation": found})


@cache
def _operations() -> dict[str, dict[str, Any]]:
    made = {}
    for path, methods in _document()["paths"].items():
        for method, each in methods.items():
            made[each["operationId"]] = _shown(method, path, each)
    return made


def _shown(method: str, path: str, each: dict[str, Any]) -> dict[str, Any]:
    content = each.get("requestBody", {}).get("content", {})
    example = next((part.get("example") for part in content.values()), None)
    return {
        "name": each["operationId"],
        "tag": each.get("tags", [""])[0],
        "method": method.upper(),
        "path": path,
        "label": Label(each["x-summary"]["zh"], each["x-summary"]["en"]),
        "description": each.get("description", ""),
        "parameters": each["parameters"],
        "body": json.dumps(example, ensure_ascii=False, indent=2) if example is not None else "",
        "samples": each["x-codeSamples"],
        "answers": [(status, _what(answer)) for status, answer in each["responses"].items()],
    }


def _what(answer: dict[str, Any]) -> str:
    name = answer.get("$ref", "").rpartition("/")[2]
    found = _document()["components"]["responses"][name] if name else answer
    return str(found["description"])
