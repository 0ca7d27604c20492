"""The list of policies: searched, narrowed in the address, with how well each is known; also as a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kejin.console.common.tablefiles import FORMATS, Cell, table_file
from kejin.console.office.policy_reading import (
    WEAK,
    choices,
    instrument,
    is_demonstration,
    jurisdiction,
    one_of,
    store_at_hand,
    today_of,
)
from kejin.facts import Label
from kejin.packs.naming import AUDIENCES, JURISDICTIONS
from kejin.planning import INSTRUMENTS
from kejin.policy import Policy
from kejin.policy.standing import MISSING, InForce, confidences_of, in_force
from kejin.web.needs import ANY_MEMBER
from kejin.web.pages import page
from kejin.web.search.serving import Hit
from kejin.web.visitors import PageRequest, Visitor
from kejin.web.words import say, word

FLAGS = ("missing", "unconfirmed", "weak", "questions", "unchecked", "demonstration")
_TONES = {InForce.NOW: "good", InForce.COMING: "open", InForce.EXPIRED: "shut"}
_HEADS = (
    "policy", "id", "jurisdiction", "instrument", "audience", "state", "from", "until", "checked", "official",
    "reported", "weak", "unconfirmed", "missing", "questions",
)  # fmt: skip
_MOST_HITS = 6


@dataclass(frozen=True, slots=True)
class Line:
    """A policy as the list shows it.

    Attributes:
        values: How many values are known how well.
        unchecked: Whether nobody checked it through the day.
    """

    policy: Policy
    state: InForce
    values: Mapping[str, int]
    unchecked: bool

    @classmethod
    def of(cls, policy: Policy, day: date) -> "Line":
        """A policy on a day."""
        unchecked = policy.head.checked_through < day
        return cls(policy, in_force(policy, day), confidences_of(policy), unchecked)

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return _TONES[self.state]

    @property
    def state_word(self) -> Label:
        """Its state in words."""
        return word(f"policy.state_{self.state.value}")

    @property
    def jurisdiction(self) -> Label:
        """Whose policy it is."""
        return jurisdiction(self.policy.head.jurisdiction)

    @property
    def instrument(self) -> Label:
        """The instrument that it belongs to."""
        return instrument(self.policy.head.instrument)

    @property
    def audience(self) -> Label:
        """Whose question it is."""
        return AUDIENCES[self.policy.head.audience]

    @property
    def demonstration(self) -> bool:
        """Whether it is invented."""
        return is_demonstration(self.policy)

    @property
    def known(self) -> list[tuple[Label, int]]:
        """How many values are known how well, in words; those without a value not."""
        return [
            (word(f"web.confidence_{name}"), count) for name, count in self.values.items() if name != MISSING
        ]

    @property
    def weak(self) -> int:
        """How many values rest on little."""
        return sum(self.values.get(name, 0) for name in WEAK)

    @property
    def missing(self) -> int:
        """How many values nobody has seen."""
        return self.values.get(MISSING, 0)

    @property
    def questions(self) -> int:
        """How many questions the sources left open."""
        return len(self.policy.head.missing)

    def flagged(self, flag: str) -> bool:
        """Whether one of `FLAGS` is up."""
        found = {
            "missing": self.missing, "unconfirmed": self.values.get("unconfirmed", 0),
            "weak": self.values.get("weak", 0), "questions": self.questions, "unchecked": self.unchecked,
            "demonstration": self.demonstration,
        }  # fmt: skip
        return bool(found[flag])


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; empty for all."""

    query: str
    jurisdiction: str
    instrument: str
    audience: str
    state: str
    flag: str

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        """What a query asks for; what it names wrongly is as if it were not named."""
        return cls(
            query.get("q", "").replace("\0", "").strip()[:60],
            one_of(query.get("jurisdiction", ""), tuple(JURISDICTIONS)),
            one_of(query.get("instrument", ""), tuple(INSTRUMENTS)),
            one_of(query.get("audience", ""), tuple(AUDIENCES)),
            one_of(query.get("state", ""), [state.value for state in InForce]),
            one_of(query.get("flag", ""), FLAGS),
        )

    def takes(self, line: Line) -> bool:
        """Whether a line is asked for."""
        head = line.policy.head
        pairs = (
            (self.jurisdiction, head.jurisdiction), (self.instrument, head.instrument),
            (self.audience, head.audience), (self.state, line.state.value),
        )  # fmt: skip
        fits = all(not wanted or wanted == found for wanted, found in pairs)
        return fits and (not self.flag or line.flagged(self.flag)) and matches(line.policy, self.query)

    @property
    def set_filters(self) -> list[tuple[str, Label]]:
        """The parameters of the address that narrow the list, with what they are called."""
        names = {"q": self.query} | {
            name: str(getattr(self, name))
            for name in ("jurisdiction", "instrument", "audience", "state", "flag")
        }
        return [(name, word(f"policy.by_{name}")) for name, value in names.items() if value]


def matches(policy: Policy, query: str) -> bool:
    """Whether the words of a query stand in the name, the summary or the sources of a policy, in either language."""
    if not query:
        return True
    texts = [policy.id, policy.label.zh, policy.label.en, policy.summary.zh, policy.summary.en]
    texts += [part for one in policy.sources.values() for part in (one.title.zh, one.title.en, one.number)]
    whole = "\n".join(texts).casefold()
    return all(part in whole for part in query.casefold().split())


@page(ANY_MEMBER)
def policies(request: PageRequest) -> HttpResponseBase:
    """The list of policies; `?format=` gives it as a file."""
    day, asked = today_of(request), Asked.of(request.GET.dict())
    lines = [Line.of(policy, day) for policy in store_at_hand().policies.values()]
    shown = [line for line in lines if asked.takes(line)]
    kind = request.GET.get("format", "")
    if kind in FORMATS:
        heads = [say(word(f"policy.{name}")) for name in _HEADS]
        return table_file(say(word("policy.policies")), heads, [_cells(line) for line in shown], kind=kind)
    states = [(state.value, word(f"policy.state_{state.value}")) for state in InForce]
    flags = [(flag, word(f"policy.flag_{flag}")) for flag in FLAGS]
    context = {
        "lines": shown,
        "count": len(shown),
        "of": len(lines),
        "asked": asked,
        "day": day,
        "filters": [
            ("jurisdiction", word("policy.by_jurisdiction"), choices(_there(lines), asked.jurisdiction)),
            ("instrument", word("policy.by_instrument"), choices(INSTRUMENTS.items(), asked.instrument)),
            ("audience", word("policy.by_audience"), choices(AUDIENCES.items(), asked.audience)),
            ("state", word("policy.by_state"), choices(states, asked.state)),
            ("flag", word("policy.by_flag"), choices(flags, asked.flag)),
        ],
    }
    return render(request, "console/office/policies.html", context)


def _there(lines: list[Line]) -> Iterator[tuple[str, Label]]:
    there = {line.policy.head.jurisdiction for line in lines}
    yield from ((code, label) for code, label in JURISDICTIONS.items() if code in there)


def _cells(line: Line) -> list[Cell]:
    head = line.policy.head
    return [
        say(line.policy.label), line.policy.id, say(line.jurisdiction), say(line.instrument), say(line.audience),
        say(line.state_word), head.start, head.until, head.checked_through,
        *(line.values.get(name, 0) for name in ("official", "reported", "weak", "unconfirmed", MISSING)),
        line.questions,
    ]  # fmt: skip


def sought(visitor: Visitor, query: str) -> Iterator[Hit]:
    """Policies of a name, for the search."""
    if visitor.organisation is None:
        return
    found = (policy for policy in store_at_hand().policies.values() if matches(policy, query))
    for policy, _ in zip(found, range(_MOST_HITS), strict=False):
        yield Hit(policy.label, word("policy.policy"), reverse("policy", kwargs={"policy": policy.id}))
