"""One enterprise's answer out of a ruleset and the facts: every decision that concerns it, explained.

Concerned are decisions about the enterprise itself and about everything that belongs to it (its loans, its rights).
A decision about a bank's or a programme's year is nobody's answer and stays out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from kejin.assessment.answer import (
    DecisionAnswer,
    EnterpriseAnswer,
    IdentityFact,
    PolicyWords,
    decision_answer,
    in_order,
)
from kejin.assessment.concern import asked_of_enterprises, concerned_keys
from kejin.assessment.layout import Layout
from kejin.errors import UnknownFactError
from kejin.facts import GRAINS, FactSet, Grain, Label, dictionary
from kejin.policy import Decision, Explainer, Explanation, Policy, Ruleset
from kejin.policy.explanation import PlainValue
from kejin.policy.inputs import plain_of
from kejin.policy.wording import fact_text

Row = Mapping[str, object]
NAME = "enterprise_name"
# The few facts by which a person recognises the enterprise; those that are unknown are left away.
SHOWN = ("city_code", "district_code", "industry_code", "founded_on")


# One replay for so many enterprises: enough to share its cost, few enough to keep their rows in memory.
BATCH = 100


def answer_for(
    ruleset: Ruleset, factset: FactSet, enterprise_id: str, *, decisions: Iterable[Decision] | None = None
) -> EnterpriseAnswer:
    """Everything the policies for enterprises say to one, or what the given decisions say.

    Raises `UnknownFactError` when the facts hold no such enterprise.
    """
    return next(answers_for(ruleset, factset, [enterprise_id], decisions=decisions))


def answers_for(
    ruleset: Ruleset,
    factset: FactSet,
    enterprise_ids: Sequence[str],
    *,
    decisions: Iterable[Decision] | None = None,
    brief: bool = False,
    layout: Layout | None = None,
) -> Iterator[EnterpriseAnswer]:
    """The answers of many enterprises in the order of their ids, worked out in batches as they are asked for.

    Whoever asks again and again gives the layout of the decisions, which takes a fifth of the time of one answer. Brief
    answers name the conditions that are met and take apart only those that are not, unless all are.
    Raises `UnknownFactError` at the first batch with an id that the facts do not hold.
    """
    wanted = tuple(asked_of_enterprises(ruleset) if decisions is None else decisions)
    layout = layout or Layout.of(ruleset, wanted)
    found = {decision.key: concerned_keys(ruleset, factset, decision) for decision in wanted}
    concerned = {key: frozenset(keys.iter_rows()) for key, keys in found.items() if keys is not None}
    for batch in batched(enterprise_ids, BATCH):
        rows = _enterprise_rows(factset, batch)
        _refuse_strangers(batch, rows)
        explainer = Explainer.of_enterprises(ruleset, factset, batch, decisions=wanted)
        builder = _Builder(ruleset, factset, explainer, layout, wanted, concerned, brief)
        for enterprise_id in batch:
            yield builder.enterprise(enterprise_id, rows[enterprise_id])


def batched(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """The items in slices of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _refuse_strangers(enterprise_ids: Sequence[str], rows: Mapping[str, Row]) -> None:
    for enterprise_id in enterprise_ids:
        if enterprise_id not in rows:
            raise UnknownFactError(
                "No such enterprise in the facts",
                expected="an enterprise_id of the table",
                found=enterprise_id,
            )


def _enterprise_rows(factset: FactSet, enterprise_ids: Sequence[str]) -> dict[str, Row]:
    frame = factset.frames.get(Grain.ENTERPRISE)
    if frame is None:
        return {}
    found = frame.lazy().filter(pl.col("enterprise_id").is_in(list(enterprise_ids))).collect()
    return {row["enterprise_id"]: row for row in found.to_dicts()}


@dataclass(frozen=True, slots=True)
class _Builder:
    ruleset: Ruleset
    factset: FactSet
    explainer: Explainer
    layout: Layout
    wanted: tuple[Decision, ...]
    concerned: Mapping[str, frozenset[tuple[object, ...]]]
    brief: bool

    def enterprise(self, enterprise_id: str, row: Row) -> EnterpriseAnswer:
        """The answer of one enterprise of the batch."""
        answers = [self.decision(top, enterprise_id) for top in self.layout.tops]
        return EnterpriseAnswer(
            enterprise_id=enterprise_id,
            name=str(row.get(NAME) or enterprise_id),
            identity=tuple(identity_of(self.factset, row)),
            decisions=in_order([answer for answer in answers if answer is not None]),
            dates=self.ruleset.dates,
            ruleset_digest=self.ruleset.digest,
        )

    def decision(self, decision: Decision, enterprise_id: str) -> DecisionAnswer | None:
        """The decision with its parts; None where it concerns nothing of this enterprise."""
        explained = list(self._explained(decision, enterprise_id))
        if not explained:
            return None
        parts = [self.decision(part, enterprise_id) for part in self.layout.parts(decision.key, self.wanted)]
        return decision_answer(
            decision.key,
            explained,
            title=self.layout.titles[decision.key],
            words=_words(self.ruleset.policies[decision.policy]),
            parts=[part for part in parts if part is not None],
            limit=decision.key in self.layout.limits,
        )

    def _explained(
        self, decision: Decision, enterprise_id: str
    ) -> Iterator[tuple[Explanation, Label | None]]:
        if decision.grain is not Grain.ENTERPRISE and Grain.ENTERPRISE not in GRAINS[decision.grain].parents:
            return
        concerned = self.concerned.get(decision.key)
        for subject in self.explainer.subjects(decision, enterprise_id):
            if concerned is not None and tuple(subject.values()) not in concerned:
                continue
            explanation = self.explainer.explain(decision.key, subject, brief=self.brief)
            apart = None if decision.grain is Grain.ENTERPRISE else _told_apart(decision.grain, subject)
            yield explanation, apart


def _told_apart(grain: Grain, subject: Mapping[str, PlainValue]) -> Label:
    own = " / ".join(str(value) for key, value in subject.items() if key != "enterprise_id")
    label = GRAINS[grain].label
    return Label(f"{label.zh} {own}", f"{label.en} {own}")


def _words(policy: Policy) -> PolicyWords:
    return PolicyWords(policy.label, policy.summary, tuple(text.label for text in policy.head.missing))


def who_is(factset: FactSet, enterprise_id: str) -> tuple[str, str, tuple[IdentityFact, ...]]:
    """Identifier, name and the few facts by which one knows an enterprise.

    Raises `UnknownFactError` when the facts hold no such enterprise.
    """
    rows = _enterprise_rows(factset, [enterprise_id])
    _refuse_strangers([enterprise_id], rows)
    row = rows[enterprise_id]
    return enterprise_id, str(row.get(NAME) or enterprise_id), tuple(identity_of(factset, row))


def identity_of(factset: FactSet, row: Row) -> Iterator[IdentityFact]:
    """The facts of a row by which a person recognises the enterprise."""
    book = dictionary()
    for name in SHOWN:
        if name in book and row.get(name) is not None:
            yield IdentityFact(
                name, book[name].label, fact_text(book[name], plain_of(row[name])), factset.locate(name, row)
            )


__all__ = ["NAME", "DecisionAnswer", "answer_for", "answers_for", "who_is"]
