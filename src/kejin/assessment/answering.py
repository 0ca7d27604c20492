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
from kejin.assessment.layout import Layout
from kejin.errors import UnknownFactError
from kejin.facts import GRAINS, Fact, FactKind, FactSet, Grain, Label, dictionary
from kejin.policy import Decision, Explainer, Explanation, Policy, Ruleset
from kejin.policy.explanation import PlainValue
from kejin.policy.wording import value_text

Row = Mapping[str, object]
NAME = "enterprise_name"
# The few facts by which a person recognises the enterprise; those that are unknown are left away.
SHOWN = ("city_code", "district_code", "industry_code", "founded_on")


def answer_for(
    ruleset: Ruleset, factset: FactSet, enterprise_id: str, *, decisions: Iterable[Decision] | None = None
) -> EnterpriseAnswer:
    """Everything the policies say to one enterprise, or what the given decisions say.

    Raises `UnknownFactError` when the facts hold no such enterprise.
    """
    return next(answers_for(ruleset, factset, [enterprise_id], decisions=decisions))


def answers_for(
    ruleset: Ruleset,
    factset: FactSet,
    enterprise_ids: Sequence[str],
    *,
    decisions: Iterable[Decision] | None = None,
) -> Iterator[EnterpriseAnswer]:
    """The answers of several enterprises out of one replay, in the order given; see `answer_for`."""
    wanted = tuple(ruleset.decisions if decisions is None else decisions)
    layout = Layout.of(ruleset, wanted)
    explainer = Explainer.of_enterprises(ruleset, factset, enterprise_ids, decisions=wanted)
    rows = _enterprise_rows(factset, enterprise_ids)
    for enterprise_id in enterprise_ids:
        if enterprise_id not in rows:
            raise UnknownFactError(
                "No such enterprise in the facts",
                expected="an enterprise_id of the table",
                found=enterprise_id,
            )
        builder = _Builder(ruleset, explainer, layout, wanted, enterprise_id)
        yield _answer(builder, factset, rows[enterprise_id])


def _answer(builder: "_Builder", factset: FactSet, row: Row) -> EnterpriseAnswer:
    ruleset, enterprise_id = builder.ruleset, builder.enterprise_id
    answers = [answer for top in builder.layout.tops if (answer := builder.answer(top)) is not None]
    return EnterpriseAnswer(
        enterprise_id=enterprise_id,
        name=str(row.get(NAME) or enterprise_id),
        identity=tuple(_identity(factset, row)),
        decisions=in_order(answers),
        dates=ruleset.dates,
        ruleset_digest=ruleset.digest,
    )


@dataclass(frozen=True, slots=True)
class _Builder:
    ruleset: Ruleset
    explainer: Explainer
    layout: Layout
    wanted: tuple[Decision, ...]
    enterprise_id: str

    def answer(self, decision: Decision) -> DecisionAnswer | None:
        """The decision with its parts; None where it concerns nothing of this enterprise."""
        explained = list(_explained(self.explainer, decision, self.enterprise_id))
        if not explained:
            return None
        parts = [self.answer(part) for part in self.layout.parts(decision.key, self.wanted)]
        return decision_answer(
            decision.key,
            explained,
            title=self.layout.titles[decision.key],
            words=_words(self.ruleset.policies[decision.policy]),
            parts=[part for part in parts if part is not None],
        )


def _enterprise_rows(factset: FactSet, enterprise_ids: Sequence[str]) -> dict[str, Row]:
    frame = factset.frames.get(Grain.ENTERPRISE)
    if frame is None:
        return {}
    found = frame.lazy().filter(pl.col("enterprise_id").is_in(list(enterprise_ids))).collect().to_dicts()
    return {row["enterprise_id"]: row for row in found}


def _explained(
    explainer: Explainer, decision: Decision, enterprise_id: str
) -> Iterator[tuple[Explanation, Label | None]]:
    if decision.grain is not Grain.ENTERPRISE and Grain.ENTERPRISE not in GRAINS[decision.grain].parents:
        return
    for subject in explainer.subjects(decision.grain, enterprise_id):
        apart = None if decision.grain is Grain.ENTERPRISE else _told_apart(decision.grain, subject)
        yield explainer.explain(decision.key, subject), apart


def _told_apart(grain: Grain, subject: Mapping[str, PlainValue]) -> Label:
    own = " / ".join(str(value) for key, value in subject.items() if key != "enterprise_id")
    label = GRAINS[grain].label
    return Label(f"{label.zh} {own}", f"{label.en} {own}")


def _words(policy: Policy) -> PolicyWords:
    return PolicyWords(policy.label, policy.summary, tuple(text.label for text in policy.head.missing))


def _identity(factset: FactSet, row: Row) -> Iterator[IdentityFact]:
    book = dictionary()
    for name in SHOWN:
        if name in book and row.get(name) is not None:
            yield IdentityFact(
                name, book[name].label, _text(book[name], row[name]), factset.locate(name, row)
            )


def _text(fact: Fact, value: object) -> Label:
    if fact.kind is FactKind.CHOICE:
        return next(
            (choice.label for choice in fact.choices if choice.code == value), Label(str(value), str(value))
        )
    if isinstance(value, int | str) or hasattr(value, "isoformat"):
        return value_text(value, fact.unit)  # type: ignore[arg-type]
    return Label(str(value), str(value))


__all__ = ["NAME", "DecisionAnswer", "answer_for", "answers_for"]
