"""What a page of the handbook is written from: the policies, one of them, a language, and what was told already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from kejin.cli.handbook.markdown import escaped, link
from kejin.cli.handbook.words import WORDS
from kejin.cli.pages.environment import slug
from kejin.cli.pages.wording import CONFIDENCE
from kejin.facts import Label
from kejin.policy import Confidence, Dates, Policy, PolicyStore, Ruleset
from kejin.policy.documents import ClauseDocument, DecisionDocument, ParameterDocument, TableDocument
from kejin.policy.figures import bounds_of, figure, name_in
from kejin.policy.market import StackingDocument
from kejin.policy.places import article

Language = Literal["zh", "en"]
# The handbook knows all that was ever recorded.
LATEST = date(9999, 12, 31)


@dataclass(frozen=True)
class Book:
    """All policies with what leads from one to another, and the rulesets that were compiled on the way."""

    store: PolicyStore
    _rulesets: dict[tuple[str, date], Ruleset] = field(default_factory=dict)

    def ruleset(self, policy: Policy, day: date) -> Ruleset:
        """One policy (and what it borrows) compiled for a law date."""
        key = (policy.id, day)
        if key not in self._rulesets:
            self._rulesets[key] = self.store.only([policy.id]).compile(Dates(day, day, LATEST))
        return self._rulesets[key]

    @cached_property
    def borrowers(self) -> Mapping[str, list[tuple[Policy, str, str]]]:
        """For each policy who borrows from it: the borrower, the name here, the name there."""
        found: dict[str, list[tuple[Policy, str, str]]] = {}
        for policy in self.store.policies.values():
            for name, (owner, leaf) in policy.uses.items():
                found.setdefault(owner, []).append((policy, leaf, name))
        return found

    @cached_property
    def stackings(self) -> Mapping[str, list[tuple[Policy, StackingDocument]]]:
        """For each support the stacking rules that name it, with the policy that states them."""
        found: dict[str, list[tuple[Policy, StackingDocument]]] = {}
        for policy in self.store.policies.values():
            for rule in policy.stacking.values():
                for member in rule.members:
                    found.setdefault(member, []).append((policy, rule))
        return found


def day_shown(policy: Policy, decision: DecisionDocument | None = None) -> date:
    """The law date at which a policy or a decision is told: through which it was checked, while it was in force."""
    own = (decision.start, decision.until) if decision is not None else (None, None)
    first = max(start for start in (policy.head.start, own[0]) if start is not None)
    lasts = [until for until in (policy.head.until, own[1]) if until is not None]
    return max(first, min([policy.head.checked_through, *lasts]))


@dataclass
class Page:
    """One page in the making. `told` holds the rules that stand on it already."""

    book: Book
    policy: Policy
    language: Language
    told: set[str] = field(default_factory=set)

    def say(self, label: Label) -> str:
        """A label in the page's language."""
        return escaped(label.zh if self.language == "zh" else label.en)

    def word(self, key: str, *parts: str) -> str:
        """A fixed text with its gaps filled."""
        return self.say(WORDS[key]).format(*parts)

    def listed(self, texts: Iterable[str]) -> str:
        """Several texts in a row."""
        return ("、" if self.language == "zh" else ", ").join(texts)

    def noted(self, text: str, note: str) -> str:
        """A text with a note in brackets, if there is one."""
        if not note:
            return text
        return f"{text}（{note}）" if self.language == "zh" else f"{text} ({note})"

    def pair(self, name: str, text: str) -> str:
        """A name and what it says."""
        return f"{name}：{text}" if self.language == "zh" else f"{name}: {text}"

    def clause(self, document: ClauseDocument) -> str:
        """A place in a source, by number or title, leading to the source at the end of the page."""
        source = self.policy.sources.get(document.doc)
        if source is None:
            return escaped(document.doc)
        name = escaped(source.number) if source.number else self.say(source.title.label)
        text = link(name, f"#source-{slug(document.doc)}")
        if document.at:
            text = f"{text} {self.say(article(document.at))}"
        return self.noted(text, self.word("unread") if document.unread else "")

    def cited(self, cites: Iterable[str]) -> str:
        """Clauses written as "document#place"."""
        places = [cite.partition("#") for cite in cites]
        return self.listed(self.clause(ClauseDocument(doc=doc, at=at)) for doc, _, at in places)

    def confidence(self, confidence: Confidence) -> str:
        """How well a value is known."""
        return self.say(CONFIDENCE[confidence])

    def to_policy(self, policy: Policy) -> str:
        """A link to the page of another policy."""
        return link(self.say(policy.label), f"{policy.id}.md")

    def other(self, policy_id: str) -> str:
        """A link to a policy by its id, or the id where no such policy is there."""
        policy = self.book.store.library.get(policy_id)
        return self.to_policy(policy) if policy is not None else escaped(policy_id)


def label_in(page: Page, name: str, policy: Policy | None = None) -> Label:
    """What a name means inside a policy: its own, one it borrows, a fact, or a day of the run."""
    return name_in(page.book.store.library, policy or page.policy, name)


def figure_text(
    page: Page, value: str | list[str] | None, document: ParameterDocument | TableDocument
) -> str:
    """A figure as people read it: money in its largest fitting unit, a list by the labels of its codes."""
    return page.say(figure(page.policy, value, document))


def shown_bounds(page: Page, document: ParameterDocument) -> str:
    """The interval in which a parameter may be moved, if it has one."""
    ends = bounds_of(page.policy, document)
    return "" if ends is None else page.word("bounds", *map(page.say, ends))
