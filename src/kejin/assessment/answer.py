"""What one enterprise is told: who it is, what every policy says to it and why, and what to do first.

Plain values only. A page, a terminal and JSON render the same `EnterpriseAnswer`; none of them computes anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kejin.assessment.reasons import reason
from kejin.facts import FactSource, Label
from kejin.policy import Caution, Dates, ExplainedInput, Explanation, FactAsk, Step, Verdict

# The order in which a person wants to hear it: what I have, what is within reach, what I must look up, what I cannot.
ORDER = (Verdict.ELIGIBLE, Verdict.NEARLY, Verdict.UNDETERMINED, Verdict.NOT_ELIGIBLE)


@dataclass(frozen=True, slots=True)
class IdentityFact:
    """One line under the name: a fact as it reads, and the cell it stands in."""

    name: str
    label: Label
    text: Label
    source: FactSource | None


@dataclass(frozen=True, slots=True)
class SubjectAnswer:
    """A decision for one subject. `subject` tells the loan or filing apart; None where it is the enterprise itself."""

    explanation: Explanation
    subject: Label | None
    reason: Label

    @property
    def money(self) -> tuple[ExplainedInput, ...]:
        """The amount of money to tell beside the verdict: the first that the policy names, if it names any.

        Told where eligible, even as unknown; where it may still become so if it is known already; never where the
        decision is "not eligible". All further figures stand with the reasons (`explanation.amounts`).
        """
        amounts = [amount for amount in self.explanation.amounts if amount.value.unit == "fen"][:1]
        if self.explanation.verdict is Verdict.ELIGIBLE:
            return tuple(amounts)
        if self.explanation.verdict is Verdict.NOT_ELIGIBLE:
            return ()
        return tuple(amount for amount in amounts if amount.value.value is not None)


@dataclass(frozen=True, slots=True)
class PolicyWords:
    """What a page says about the policy a decision belongs to: its name, what it offers, what is not checked here."""

    label: Label
    summary: Label
    left_out: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionAnswer:
    """A question of a policy with its answers, best first; `verdict` is the best of them.

    Attributes:
        key: "policy.decision".
        title: What the question is called on a page.
        words: The policy behind it.
        verdict: The best of the answers' verdicts.
        answers: One for each subject: the enterprise, or each of its loans.
        parts: The decisions this one rests on, as far as the policy names them, and its yearly limits.
        limit: Whether this is a yearly limit shown under another decision.
    """

    key: str
    title: Label
    words: PolicyWords
    verdict: Verdict
    answers: tuple[SubjectAnswer, ...]
    parts: tuple["DecisionAnswer", ...] = ()
    limit: bool = False

    @property
    def told(self) -> tuple[SubjectAnswer, ...]:
        """The answers worth a place of their own: all but the "not eligible" beside better ones."""
        return tuple(
            one for one in self.answers if self._alike or one.explanation.verdict is not Verdict.NOT_ELIGIBLE
        )

    @property
    def rest(self) -> tuple[SubjectAnswer, ...]:
        """The "not eligible" answers beside better ones."""
        return tuple(one for one in self.answers if one not in self.told)

    @property
    def _alike(self) -> bool:
        return self.verdict is Verdict.NOT_ELIGIBLE

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """What limits these answers and those of the parts, each said once."""
        own = [caution for answer in self.answers for caution in answer.explanation.cautions]
        below = [caution for part in self.parts for caution in part.cautions]
        return tuple(dict.fromkeys([*own, *below]))


@dataclass(frozen=True, slots=True)
class Request:
    """A fact to supply.

    Attributes:
        ask: The fact.
        waiting: What waits for it: decisions, each with the subject it is about.
        decisions: The same decisions, each once however many subjects it is about.
    """

    ask: FactAsk
    waiting: tuple[Label, ...]
    decisions: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Closest:
    """The next smallest step towards one decision that is nearly met."""

    decision: Label
    key: str
    subject: Label | None
    steps: tuple[Step, ...]


def _with_subject(title: Label, subject: Label | None) -> Label:
    return title if subject is None else Label(f"{title.zh}（{subject.zh}）", f"{title.en} ({subject.en})")


@dataclass(frozen=True, slots=True)
class EnterpriseAnswer:
    """Everything one answer page says; `decisions` are sorted by `ORDER`, then as the ruleset lists them."""

    enterprise_id: str
    name: str
    identity: tuple[IdentityFact, ...]
    decisions: tuple[DecisionAnswer, ...]
    dates: Dates
    ruleset_digest: str

    def count(self, verdict: Verdict) -> int:
        """How many decisions came out so."""
        return sum(decision.verdict is verdict for decision in self.decisions)

    def having(self, verdict: Verdict) -> tuple[DecisionAnswer, ...]:
        """The decisions that came out so."""
        return tuple(decision for decision in self.decisions if decision.verdict is verdict)

    @property
    def requests(self) -> tuple[Request, ...]:
        """The facts to ask for, each once, those that most decisions wait for first.

        A decision counts once: a formality of eighteen patents is not more urgent than a figure that three loans ask.
        """
        waiting: dict[tuple[str, int | None], tuple[FactAsk, dict[Label, Label]]] = {}
        for decision in self.decisions:
            for answer in decision.answers:
                for ask in answer.explanation.ask:
                    _, names = waiting.setdefault((ask.name, ask.year), (ask, {}))
                    names[_with_subject(decision.title, answer.subject)] = decision.title
        requests = [
            Request(ask, tuple(names), tuple(dict.fromkeys(names.values())))
            for ask, names in waiting.values()
        ]
        return tuple(sorted(requests, key=lambda request: (-len(request.decisions), -len(request.waiting))))

    @property
    def closest(self) -> tuple[Closest, ...]:
        """The steps of the decisions that are nearly met."""
        return tuple(
            Closest(decision.title, decision.key, answer.subject, answer.explanation.steps)
            for decision in self.having(Verdict.NEARLY)
            for answer in decision.answers
            if answer.explanation.verdict is Verdict.NEARLY and answer.explanation.steps
        )


def decision_answer(
    key: str,
    answers: Sequence[tuple[Explanation, Label | None]],
    *,
    title: Label,
    words: PolicyWords,
    parts: Sequence[DecisionAnswer] = (),
    limit: bool = False,
) -> DecisionAnswer:
    """One decision's explanations, each with what tells its subject apart, as an answer. Expects at least one."""
    told = [SubjectAnswer(explanation, subject, reason(explanation)) for explanation, subject in answers]
    told.sort(key=lambda answer: ORDER.index(answer.explanation.verdict))
    return DecisionAnswer(key, title, words, told[0].explanation.verdict, tuple(told), tuple(parts), limit)


def in_order(decisions: Sequence[DecisionAnswer]) -> tuple[DecisionAnswer, ...]:
    """Decisions sorted for a reader: eligible, nearly, undetermined, not eligible."""
    return tuple(sorted(decisions, key=lambda decision: ORDER.index(decision.verdict)))
