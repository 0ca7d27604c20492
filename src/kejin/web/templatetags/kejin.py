"""Tags and filters that every template may load with `{% load kejin %}`."""

from datetime import date, datetime
from typing import Any

from django import template
from django.db.models import Model
from django.http import QueryDict
from django.template.context import RequestContext
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from kejin.assessment import ORDER
from kejin.errors import KejinError
from kejin.facts import Label
from kejin.money import short_yuan
from kejin.planning.row import OfferLine
from kejin.policy import Confidence, Verdict, places
from kejin.policy.wording import rate_text, value_text
from kejin.records.actions.action import action_kinds
from kejin.runs.opening import OpenRun
from kejin.web.answers import is_synthetic, present_run_day
from kejin.web.finality import Finality, days_stale
from kejin.web.lists.describing import Column, Shape
from kejin.web.lists.showing import Listing, ShownFilter, option_label
from kejin.web.origins import Origin, offer_origin, record_kind, record_origin, run_lines
from kejin.web.saved.asking import bar_of
from kejin.web.saved.serving import NewViewForm, ViewForm
from kejin.web.undoing import may_be_undone
from kejin.web.words import is_chinese, say, word

register = template.Library()
_TONES = {
    Verdict.ELIGIBLE: "good",
    Verdict.NEARLY: "near",
    Verdict.UNDETERMINED: "open",
    Verdict.NOT_ELIGIBLE: "shut",
}
_MARKS = {
    Verdict.ELIGIBLE: "✓",
    Verdict.NEARLY: "≈",
    Verdict.UNDETERMINED: "?",
    Verdict.NOT_ELIGIBLE: "✗",
}
_SIGNS = {">=": "≥", "<=": "≤", "==": "="}


@register.simple_tag
def w(key: str, *values: object) -> str:
    """A fixed sentence in the page's language; what fills its gaps is escaped like everything else."""
    return say(word(key, *values))


@register.simple_tag(takes_context=True)
def problem_in_title(context: RequestContext) -> str:
    """The word before a page's title where something on it has to be put right, for who hears the title first."""
    form, forms, problems = (context.get(name) for name in ("form", "forms", "problems"))
    wrong = (
        bool(context.get("refusal") or context.get("problem"))
        or bool(getattr(form, "is_bound", False) and getattr(form, "errors", None))
        or bool(problems)
        or any(getattr(one, "is_open", False) for one in forms or ())
        or bool(getattr(context.get("one"), "is_open", False))
    )
    return say(word("web.wrong_input")) if wrong else ""


@register.filter(name="say")
def say_label(label: Label | None) -> str:
    """A label in the page's language; nothing for None."""
    return "" if label is None else say(label)


@register.filter
def short_money(fen: int | None) -> str:
    """An amount of fen with the unit that people use: 元, 万元, 亿元; unknown for None."""
    if fen is None:
        return say(word("web.unknown"))
    return short_yuan(fen, language="zh" if is_chinese() else "en")


@register.filter
def money(fen: int | None, unit: str = "fen") -> str:
    """An amount in full."""
    return say(value_text(fen, unit))


@register.filter
def percent(ppb: int | None) -> str:
    """A rate in parts per billion as per cent."""
    return say(word("web.unknown")) if ppb is None else rate_text(ppb)


@register.filter
def day(value: date | datetime | None) -> str:
    """A day; of an instant, the day in the time of the law."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return say(value_text(value, ""))


@register.filter
def moment(value: datetime | None) -> str:
    """A day and a time of day, in the time of the law."""
    return "" if value is None else timezone.localtime(value).strftime("%Y-%m-%d %H:%M")


@register.filter
def tone(verdict: Verdict | None) -> str:
    """The class of a verdict in the style sheet."""
    return _TONES[verdict] if verdict is not None else "none"


@register.filter
def mark(verdict: Verdict) -> str:
    """The sign of a verdict, so that colour is never alone in telling it."""
    return _MARKS[verdict]


@register.filter
def verdict_word(verdict: Verdict) -> str:
    """A verdict in words."""
    return say(word(f"web.{verdict.value}"))


@register.filter
def comparison(sign: str) -> str:
    """A comparison as it is written by hand."""
    return _SIGNS.get(sign, sign)


@register.filter
def article(at: str) -> Label:
    """Where a clause stands, in words."""
    return places.article(at)


@register.filter
def confidence_word(confidence: Confidence) -> str:
    """How well a value is known."""
    return say(word(f"web.confidence_{confidence.value}"))


@register.filter
def is_address(url: str) -> bool:
    """Whether a clause's address may become a link; a script or a local file may not."""
    return url.startswith(("https://", "http://"))


@register.filter
def rank(verdict: Verdict) -> int:
    """A verdict's place in the order in which people want to hear it."""
    return ORDER.index(verdict)


@register.simple_tag
def job_state_word(state: str) -> str:
    """The state of a job in words."""
    return say(word(f"job.{state}"))


@register.simple_tag
def notice_kind(kind: str) -> str:
    """What a notice is about, in words."""
    return say(record_kind(kind))


@register.simple_tag(takes_context=True)
def with_query(context: RequestContext, **changes: Any) -> str:
    """The query of this page with some parameters changed; an empty value takes a parameter away."""
    query: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        if value in {None, ""}:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def without_filter(context: RequestContext, name: str) -> str:
    """The query of this page without one of its filters, from the first page on."""
    return with_query(context, **{name: "", "page": ""})


@register.simple_tag(takes_context=True)
def without_filters(context: RequestContext, listing: Listing) -> str:
    """The query of this page without any filter; order and columns stay."""
    return with_query(context, page="", **{one.filter.name: "" for one in listing.filters})


@register.filter(name="option_label")
def option_words(one: ShownFilter) -> Label:
    """The words of the value that a filter is set to."""
    return option_label(one)


@register.inclusion_tag("web/undo_line.html", takes_context=True)
def undo_line(context: RequestContext) -> dict[str, object]:
    """What can be undone of what one has just done, or that it was undone; nothing on most pages."""
    request = context.get("request")
    asked = request.GET if request is not None else {}
    visitor = getattr(request, "visitor", None)
    if request is None or visitor is None or not ("act" in asked or "undone" in asked):
        return {}
    act = may_be_undone(visitor, asked.get("act", ""))
    kind = action_kinds().get(act.code if act is not None else asked.get("undone", ""))
    return {
        "act": act,
        "label": kind.label if kind is not None else None,
        "here": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("web/saved_views.html", takes_context=True)
def saved_views(context: RequestContext) -> dict[str, object]:
    """The visitor's views of this list, and forms to keep, rename and remove one."""
    request = context["request"]
    bar = bar_of(request, context["visitor"])
    if bar is None:
        return {"bar": None}
    new = NewViewForm(initial={"page": bar.page, "query": bar.query}, auto_id="view-new-%s")
    own = bar.current if bar.mine else None
    change = ViewForm(initial={"name": own.name, "shared": own.shared}, auto_id="view-%s") if own else None
    return {
        "bar": bar,
        "new": new,
        "change": change,
        "request": request,
        "path": request.path,
        "visitor": context["visitor"],
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def cell(column: Column, value: object) -> str:
    """A value of a list in words."""
    if value is None:
        return "–"
    if isinstance(value, Label):
        return say(value)
    writers = {
        Shape.MONEY: money,
        Shape.PERCENT: percent,
        Shape.DAY: day,
        Shape.MOMENT: moment,
    }
    writer = writers.get(column.shape)
    if writer is not None:
        return str(writer(value))  # type: ignore[operator] # by its shape
    return f"{value:,}" if column.shape is Shape.COUNT and isinstance(value, int) else str(value)


@register.inclusion_tag("web/synthetic_band.html", takes_context=True)
def synthetic_band(context: RequestContext) -> dict[str, object]:
    """That all is invented, once above each page, where it is."""
    shown = is_synthetic()
    context["request"].band_shown = shown
    return {"shown": shown}


@register.inclusion_tag("web/finality.html")
def finality(how: Finality) -> dict[str, object]:
    """Whether figures may still change, said beside them."""
    return {"how": how.value, "label": word(f"web.{how.value}"), "why": word(f"web.{how.value}_why")}


@register.inclusion_tag("web/run_age.html", takes_context=True)
def run_age(context: RequestContext) -> dict[str, object]:
    """That the facts of the present run are older than a page of today should be, where they are."""
    day = context["visitor"].day
    try:
        since = present_run_day()
    except KejinError:
        return {"days": 0}
    return {"days": days_stale(since, day) if day is not None else 0, "since": since}


@register.inclusion_tag("web/origin.html", name="offer_origin")
def offer_origin_card(run: OpenRun, line: OfferLine) -> dict[str, object]:
    """Where the figures of an offer come from, folded."""
    return {"origin": offer_origin(run, line)}


@register.inclusion_tag("web/origin.html", name="record_origin")
def record_origin_card(row: Model, how: Label | None = None) -> dict[str, object]:
    """Where a row of the records comes from, folded; `how` says how figures are counted from it."""
    return {"origin": record_origin(row, how)}


@register.inclusion_tag("web/origin.html", name="run_origin")
def run_origin_card(run: OpenRun) -> dict[str, object]:
    """What a page read out of a run rests on as a whole, folded."""
    return {"origin": Origin(word("origin.run"), tuple(run_lines(run.manifest)))}


@register.simple_tag
def html_language() -> SafeString:
    """The language of the page as HTML names it."""
    return mark_safe("zh-Hans" if is_chinese() else "en")  # noqa: S308 - one of two constants
