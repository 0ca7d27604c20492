"""Lists: columns, filters that live in the address, order, pages, and an export of exactly what is shown.

SPEC = ListSpec(
    columns=(Column("number", word("…"), lambda row: str(row), link=…, order="id"), …),
    filters=(Filter("state", word("…"), options, lambda rows, value: rows.filter(state=value)), …),
)
return list_page(request, SPEC, visible(request.visitor, Financing), "console/institution/list.html")
"""

from kejin.web.lists.describing import Column, Filter, ListSpec, Shape
from kejin.web.lists.serving import list_page
from kejin.web.lists.showing import Listing, listing_of

__all__ = ["Column", "Filter", "ListSpec", "Listing", "Shape", "list_page", "listing_of"]
