"""What every template knows: the visitor, the menu, the language and the size of text."""

from typing import Any

from django.http import HttpRequest

from kejin.web.menu import menu_of
from kejin.web.renewing.telling import under_way
from kejin.web.views.showing import TEXT_COOKIE, TEXT_SIZES
from kejin.web.visitors import Visitor
from kejin.web.words import is_chinese


def every_page(request: HttpRequest) -> dict[str, Any]:
    """The context of every page; on pages of errors there may be no visitor."""
    visitor = getattr(request, "visitor", None) or Visitor()
    size = request.COOKIES.get(TEXT_COOKIE, "")
    return {
        "visitor": visitor,
        "menu": menu_of(visitor, request.path),
        "chinese": is_chinese(),
        "other_language": "en" if is_chinese() else "zh-hans",
        "here": request.get_full_path(),
        "text_size": size if size in TEXT_SIZES else TEXT_SIZES[0],
        "new_run": under_way(),
        "request_id": getattr(request, "request_id", ""),
    }
