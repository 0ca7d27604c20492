"""Undoing the act that one has just done, by an act of its own."""

from django.http import Http404, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from kejin.records.actions.action import action_kind
from kejin.web.acting import Refusal, attempt
from kejin.web.needs import ANY_MEMBER
from kejin.web.pages import page
from kejin.web.undoing import may_be_undone, undo_key, undone_by
from kejin.web.visitors import PageRequest
from kejin.web.words import say, word

_TOLD = ("done", "act", "undone")


@page(ANY_MEMBER, methods=("POST",))
def undo(request: PageRequest, number: int) -> HttpResponseBase:
    """Undo an act of one's own; sent twice, it is undone once."""
    act = may_be_undone(request.visitor, str(number))
    if act is None:
        raise Http404
    how, back = undone_by(act), _back(request)
    label = action_kind(act.code).label
    reason = say(word("web.undo_reason", label)) if action_kind(how.code).needs_reason else ""
    done = attempt(request.visitor, how.code, how.parts(act), key=undo_key(act), reason=reason)
    if isinstance(done, Refusal):
        context = {"refusal": done, "label": label, "back": back}
        return render(request, "web/undo_refused.html", context, status=409)
    return redirect(f"{back}{'&' if '?' in back else '?'}undone={act.code}")


def _back(request: PageRequest) -> str:
    """The page that offered it, without what it said of the act."""
    asked = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    path, _, query = asked.partition("?")
    left = QueryDict(query, mutable=True)
    for name in _TOLD:
        left.pop(name, None)
    return f"{path}?{left.urlencode()}" if left else path
