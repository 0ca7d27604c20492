"""The answer to a request for a list: the page, the part of it that changed, or a file."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render

from kejin.web.lists.describing import ListSpec
from kejin.web.lists.exporting import FORMATS, export
from kejin.web.lists.showing import columns_of, listing_of, narrowed
from kejin.web.pages import is_fragment
from kejin.web.visitors import PageRequest


def list_page(
    request: PageRequest, spec: ListSpec, rows: QuerySet[Any], *, template: str, **context: object
) -> HttpResponseBase:
    """Answer a request for a list.

    Args:
        request: The request; `?format=csv` or `xlsx` asks for a file of exactly what is shown, all pages together,
            the columns that are shown and no others.
        spec: The list.
        rows: What the visitor may see of it.
        template: The page around it; it includes `web/list.html`.
        context: What else the page needs.
    """
    form = request.GET.get("format", "")
    if form in FORMATS:
        shown = replace(spec, columns=columns_of(spec, request.GET))
        return export(shown, narrowed(spec, rows, request.GET), form)
    listing = listing_of(spec, rows, request.GET)
    if is_fragment(request):
        return render(request, "web/list.html", {"listing": listing})
    return render(request, template, {"listing": listing, **context})
