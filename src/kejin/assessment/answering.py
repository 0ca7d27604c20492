"""One enterprise's answer out of a ruleset and the facts: every decision that concerns it, explained.

Concerned are decisions about the enterprise itself and about everything that belongs to it (its loans, its rights).
A decision about a bank's or a programme's year is nobody's answer and stays out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

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
from kejin.policy import Decision, Explanation, Policy, Ruleset, explain
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
    row = _enterprise_row(factset, enterprise_id)
    wanted = tuple(ruleset.decisions if decisions is None else decisions)
    builder = _Builder(ruleset, factset, Layout.of(ruleset, wanted), wanted, enterprise_id)
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
    factset: FactSet
    layout: Layout
    wanted: tuple[Decision, ...]
    enterprise_id: str

    def answer(self, decision: Decision) -> DecisionAnswer | None:
        """The decision with its parts; None where it concerns nothing of this enterprise."""
        explained = list(_explained(self.ruleset, self.factset, (decision, self.enterprise_id)))
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


def _enterprise_row(factset: FactSet, enterprise_id: str) -> Row:
    found = _rows(factset, Grain.ENTERPRISE, enterprise_id)
    if not found:
        raise UnknownFactError(
            "No such enterprise in the facts", expected="an enterprise_id of the table", found=enterprise_id
        )
    return found[0]


def _rows(factset: FactSet, grain: Grain, enterprise_id: str) -> list[dict[str, object]]:
    frame = factset.frames.get(grain)
    if frame is None:
        return []
    return frame.lazy().filter(pl.col("enterprise_id") == enterprise_id).collect().to_dicts()


def _explained(
    ruleset: Ruleset, factset: FactSet, asked: tuple[Decision, str]
) -> Iterator[tuple[Explanation, Label | None]]:
    decision, enterprise_id = asked
    spec = GRAINS[decision.grain]
    if decision.grain is Grain.ENTERPRISE:
        yield explain(ruleset, factset, decision.key, subject={"enterprise_id": enterprise_id}), None
        return
    if Grain.ENTERPRISE not in spec.parents:
        return
    for row in sorted(
        _rows(factset, decision.grain, enterprise_id), key=lambda row: [str(row[k]) for k in spec.keys]
    ):
        subject = {key: _plain(row[key]) for key in spec.keys}
        yield explain(ruleset, factset, decision.key, subject=subject), _told_apart(decision.grain, subject)


def _plain(value: object) -> PlainValue:
    return value if isinstance(value, int | str | date) else None


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


__all__ = ["NAME", "DecisionAnswer", "answer_for"]
