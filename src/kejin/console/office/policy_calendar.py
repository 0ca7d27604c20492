"""The calendar of the law: every day on which something starts, changes or ends; as picture, list, and .ics file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kejin.console.common.tablefiles import FORMATS, Cell, download, table_file
from kejin.console.office.policy_reading import (
    Mark,
    choices,
    is_demonstration,
    jurisdiction,
    one_of,
    store_at_hand,
    store_mark,
    today_of,
)
from kejin.console.office.policy_timeline import Event, events_of
from kejin.facts import Label
from kejin.packs.naming import JURISDICTIONS
from kejin.policy import Policy
from kejin.policy.timetable import LegalEvent, timetable
from kejin.web.needs import ANY_MEMBER
from kejin.web.once import once
from kejin.web.pages import page
from kejin.web.visitors import PageRequest
from kejin.web.words import say, word

WHATS = ("policy", "decision", "parameter", "table", "rule", "check")
_SPANS = ("coming", "year", "all")
_HEADS = ("day", "policy", "what", "name", "becomes", "document", "at")
_LINE = 75
_STALE = timedelta(days=365)
_CHECK_AGAIN = Label("距上次核对满一年，请再核对", "a year since it was last checked: check again")


@dataclass(frozen=True, slots=True)
class Entry:
    """A change on a day, with the policy it belongs to."""

    event: Event
    policy: Policy

    @property
    def day(self) -> date:
        """The day."""
        return self.event.event.day


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the picture: its name, how many changes, and the height of its bar in pixels."""

    key: str
    count: int
    ends: int
    height: int
    is_now: bool

    @property
    def top(self) -> int:
        """Where its bar begins, from above."""
        return _HIGH + 4 - self.height


@page(ANY_MEMBER)
def calendar(request: PageRequest) -> HttpResponseBase:
    """The calendar; `?format=` gives it as CSV, Excel or `ics`."""
    today = today_of(request)
    what = one_of(request.GET.get("what", ""), WHATS)
    place = one_of(request.GET.get("jurisdiction", ""), tuple(JURISDICTIONS))
    span = one_of(request.GET.get("span", ""), _SPANS) or _SPANS[0]
    named = one_of(request.GET.get("policy", ""), tuple(store_at_hand().policies))
    month = request.GET.get("month", "")
    wanted = [
        entry
        for entry in _entries(store_mark())
        if what in ("", entry.event.event.what)
        and place in ("", entry.policy.head.jurisdiction)
        and named in ("", entry.policy.id)
    ]
    within = [entry for entry in wanted if _within(entry.day, span, today)]
    shown = [entry for entry in within if not month or entry.day.isoformat().startswith(month)]
    kind = request.GET.get("format", "")
    if kind == "ics":
        return _ics(shown, request.build_absolute_uri("/"))
    if kind in FORMATS:
        heads = [say(word(f"policy.{name}")) for name in _HEADS]
        return table_file(say(word("policy.calendar")), heads, map(_cells, shown), kind=kind)
    spans = [(name, word(f"policy.span_{name}")) for name in _SPANS]
    context = {
        "days": _by_day(shown),
        "count": len(shown),
        "months": _months(within, today),
        "month": month,
        "span": span,
        "today": today,
        "filters": [
            ("span", word("policy.by_span"), choices(spans, span)),
            (
                "what",
                word("policy.what"),
                choices([(one, word(f"policy.what_{one}")) for one in WHATS], what),
            ),
            ("jurisdiction", word("policy.by_jurisdiction"), choices(_places(), place)),
        ],
        "named": store_at_hand().policies.get(named),
    }
    return render(request, "console/office/policy_calendar.html", context)


@once(2)
def _entries(_mark: Mark) -> tuple[Entry, ...]:
    """Every change of the law, and the days by which a policy should be checked again."""
    held = store_at_hand().policies
    due = [
        LegalEvent(
            policy.head.checked_through + _STALE, policy.id, "check", policy.id, policy.label, _CHECK_AGAIN
        )
        for policy in held.values()
        if not is_demonstration(policy)
    ]
    every = sorted([*timetable(store_at_hand()), *due], key=lambda event: (event.day, event.policy))
    return tuple(Entry(events_of(held[one.policy], [one])[0], held[one.policy]) for one in every)


def _within(day: date, span: str, today: date) -> bool:
    if span == "all":
        return True
    return day >= today if span == "coming" else abs((day - today).days) <= _STALE.days


def _places() -> Iterator[tuple[str, Label]]:
    there = {policy.head.jurisdiction for policy in store_at_hand().policies.values()}
    yield from ((code, jurisdiction(code)) for code in JURISDICTIONS if code in there)


def _by_day(entries: Sequence[Entry]) -> list[tuple[date, list[Entry]]]:
    found: dict[date, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.day, []).append(entry)
    return list(found.items())


_HIGH, _MOST_MONTHS = 120, 36


def _months(entries: Sequence[Entry], today: date) -> list[Month]:
    """The months in which something changes, the nearest to today where there are many."""
    counts: dict[str, list[int]] = {}
    for entry in entries:
        one = counts.setdefault(f"{entry.day:%Y-%m}", [0, 0])
        one[entry.event.ends] += 1
    now = f"{today:%Y-%m}"
    keys = sorted(counts)
    first = max(0, min(sum(key < now for key in keys) - _MOST_MONTHS // 2, len(keys) - _MOST_MONTHS))
    keys = keys[first : first + _MOST_MONTHS]
    most = max((sum(counts[key]) for key in keys), default=1)
    return [
        Month(
            key, sum(counts[key]), counts[key][1], max(4, sum(counts[key]) * _HIGH // most), key == now,
        )
        for key in keys
    ]  # fmt: skip


def _cells(entry: Entry) -> list[Cell]:
    one, ref = entry.event.event, entry.event.clause
    return [
        one.day, say(entry.policy.label), say(entry.event.what), say(one.label), say(one.text),
        say(ref.title) if ref else None, ref.at if ref else None,
    ]  # fmt: skip


def _ics(entries: Sequence[Entry], home: str) -> HttpResponse:
    """The entries as a calendar file (RFC 5545), one whole day each."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kejin//policies//ZH", "CALSCALE:GREGORIAN"]
    for entry in entries:
        lines += _vevent(entry, home)
    lines.append("END:VCALENDAR")
    content = "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()
    return download(content, f"{say(word('policy.calendar'))}.ics", "text/calendar; charset=utf-8")


def _vevent(entry: Entry, home: str) -> Iterator[str]:
    one = entry.event.event
    address = home.rstrip("/") + reverse("policy", kwargs={"policy": entry.policy.id})
    yield "BEGIN:VEVENT"
    # Without a clock: the law's day stands for the moment of the entry.
    yield f"DTSTAMP:{one.day:%Y%m%d}T000000Z"
    # The same change has the same name in every file, so that a calendar that reads it again keeps it once.
    mark = crc32(one.text.zh.encode())
    yield f"UID:{one.day:%Y%m%d}-{one.policy}-{one.what}-{one.name}-{mark:08x}@kejin"
    yield f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(f'{say(entry.policy.label)}: {say(one.label)} {say(one.text)}')}"
    yield f"URL:{address}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, the further ones after a blank; no character is cut apart."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > _LINE:
            yield piece
            piece = " "
        piece += letter
    yield piece
