"""What a run says to one enterprise at first sight: read from what it wrote, and explained only where that says more.

A full answer takes every decision apart, which takes a second. At first sight nobody reads that: verdicts, terms and
the counts of conditions stand in the run's files, and only the few decisions that are nearly met are explained, since
what would change them is what the reader came for. All else is explained when it is unfolded.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kejin.assessment import ORDER, Closest, DecisionAnswer, IdentityFact, Layout
from kejin.assessment.brief import Briefs
from kejin.facts import Label
from kejin.planning.costing import costs_of
from kejin.planning.row import Row, Why, row_from
from kejin.policy import Decision, Verdict
from kejin.runs.stored import Stored, StoredVerdict

MOST_STEPS = 3


@dataclass(frozen=True, slots=True)
class ToldBriefly:
    """A decision in one line.

    Attributes:
        key: "policy.decision".
        title: What it is called.
        verdict: The best of its verdicts.
        reason: Why it is so.
        subjects: How many it is about.
        waits: Whether it is open for one of them.
    """

    key: str
    title: Label
    verdict: Verdict
    reason: Label
    subjects: int
    waits: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """What a run says to one enterprise at first sight.

    Attributes:
        enterprise_id: The enterprise.
        name: Its name.
        identity: The few facts by which one knows it.
        row: Its row of the matrix with terms, net costs and costs to the end; None where no pack offers anything.
        decisions: Every decision, best first.
        closest: The next smallest steps, the first few.
    """

    enterprise_id: str
    name: str
    identity: tuple[IdentityFact, ...]
    row: Row | None
    decisions: tuple[ToldBriefly, ...]
    closest: tuple[Closest, ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """Reads the overviews of a run.

    Attributes:
        briefs: The counts of conditions.
        layout: Which decisions stand on their own, and what they are called.
        explained: Takes a decision apart for an enterprise; None where it does not concern it.
    """

    briefs: Briefs
    layout: Layout
    explained: Callable[[str, str], DecisionAnswer | None]

    def overview(self, who: tuple[str, str, tuple[IdentityFact, ...]], stored: Stored) -> Overview:
        """The overview of an enterprise (identifier, name, identity) from what was written about it."""
        best = {d.key: _best(found) for d in self.layout.tops if (found := stored.verdicts[d.key])}
        tops = [decision for decision in self.layout.tops if decision.key in best]
        closest, steps = self._closest(who[0], [d for d in tops if best[d.key].verdict is Verdict.NEARLY])
        reasons = {decision.key: self._reason(decision, best[decision.key]) for decision in tops}
        told = [self._briefly(d, stored.verdicts[d.key], reasons[d.key]) for d in tops]
        told.sort(key=lambda one: ORDER.index(one.verdict))
        return Overview(*who, self._row(stored, reasons, steps), tuple(told), closest)

    def _briefly(self, decision: Decision, found: Sequence[StoredVerdict], reason: Label) -> ToldBriefly:
        return ToldBriefly(
            key=decision.key,
            title=self.layout.titles[decision.key],
            verdict=_best(found).verdict,
            reason=reason,
            subjects=len(found),
            waits=any(one.verdict is Verdict.UNDETERMINED for one in found),
        )

    def _reason(self, decision: Decision, found: StoredVerdict) -> Label:
        return self.briefs.reason(decision, found.verdict, (found.fails, found.unknowns))

    def _row(self, stored: Stored, reasons: Mapping[str, Label], steps: Mapping[str, Why]) -> Row | None:
        if stored.offers is None:
            return None
        told = dict(self._told(stored, reasons)) | dict(steps)
        start = self.briefs.ruleset.dates.law
        return row_from(stored.offers, told, costs=costs_of(stored.offers, start=start))

    def _told(self, stored: Stored, reasons: Mapping[str, Label]) -> Iterator[tuple[str, Why]]:
        """What is said beside offers; their decisions are not all questions that stand on their own."""
        for product, _ in stored.offers.offers if stored.offers is not None else ():
            decision = product.decision
            found = stored.verdicts.get(decision.key)
            if decision.key in reasons:
                yield decision.key, Why(reasons[decision.key])
            elif found:
                yield decision.key, Why(self._reason(decision, _best(found)))

    def _closest(
        self, enterprise_id: str, nearly: Sequence[Decision]
    ) -> tuple[tuple[Closest, ...], Mapping[str, Why]]:
        """The first steps, and what the decisions that were taken apart for them say beside their offers."""
        found: list[Closest] = []
        whys: dict[str, Why] = {}
        for decision in nearly:
            if len(found) >= MOST_STEPS:
                break
            answer = self.explained(enterprise_id, decision.key)
            if answer is None:
                continue
            first = answer.answers[0]
            whys[decision.key] = Why(first.reason, first.explanation.steps)
            found += [
                Closest(answer.title, answer.key, one.subject, one.explanation.steps)
                for one in answer.answers
                if one.explanation.verdict is Verdict.NEARLY and one.explanation.steps
            ]
        return tuple(found[:MOST_STEPS]), whys


def _best(found: Sequence[StoredVerdict]) -> StoredVerdict:
    return min(found, key=lambda one: ORDER.index(one.verdict))
