"""How a view becomes a page: what it asks of its visitor is said above it, and nothing without that is served."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from kejin.web.accounts.entering import has_factor
from kejin.web.needs import Answer, Need
from kejin.web.recognising import needs_factor, touch, visitor_of
from kejin.web.visitors import PageRequest

P = ParamSpec("P")
View = Callable[Concatenate[PageRequest, P], HttpResponseBase]
_READING = frozenset({"GET", "HEAD"})


def page(
    need: Need, *, methods: tuple[str, ...] = ("GET",), before_factor: bool = False
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """Make a view a page.

    Args:
        need: What it asks of its visitor.
        methods: What it answers to; HEAD goes with GET.
        before_factor: Whether it is open to one who still has to set up a second factor.
    """

    def made(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def served(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method not in {*methods, *(["HEAD"] if "GET" in methods else [])}:
                return HttpResponseNotAllowed(methods)
            met = cast("PageRequest", request)
            met.visitor = visitor_of(request)
            turned = _turned_away(met, need, before_factor=before_factor)
            if turned is not None:
                return turned
            return view(met, *args, **kwargs)

        served.need = need  # type: ignore[attr-defined] # read by the test of the URL map
        served.methods = methods  # type: ignore[attr-defined]
        return served

    return made


def _turned_away(request: PageRequest, need: Need, *, before_factor: bool) -> HttpResponseBase | None:
    """The answer to one who may not come in; None to one who may."""
    visitor = request.visitor
    if visitor.person is not None:
        touch(request)
        if not before_factor and needs_factor(visitor) and not has_factor(visitor.person):
            return redirect("factor")
    answer = need.answer(visitor)
    if answer is Answer.COME_IN:
        return None
    if answer is Answer.LOG_IN:
        return _to_log_in(request)
    if answer is Answer.CHOOSE:
        return redirect("acting")
    return render(request, "web/not_yours.html", {"answer": answer.value}, status=403)


def _to_log_in(request: HttpRequest) -> HttpResponse:
    query = {"next": request.get_full_path()} if request.method in _READING else {}
    address = reverse("log_in") + (f"?{urlencode(query)}" if query else "")
    if request.headers.get("HX-Request"):
        # A fragment cannot show the page of the log-in; the browser goes there as a whole.
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return redirect(address)


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page; a restored history wants the whole."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-History-Restore-Request")


__all__ = ["is_fragment", "page"]
