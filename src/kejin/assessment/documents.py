"""The documents that an answer rests on, each once: what a reader looks up when a clause is named."""

from collections.abc import Iterable, Iterator

from kejin.assessment.answer import DecisionAnswer, EnterpriseAnswer
from kejin.policy import ClauseRef, ExplainedCondition, ExplainedInput


def documents_of(answer: EnterpriseAnswer) -> tuple[ClauseRef, ...]:
    """One clause of every document cited anywhere in the answer, in the order in which a reader meets them."""
    found: dict[str, ClauseRef] = {}
    for decision in answer.decisions:
        for clause in _of_decision(decision):
            found.setdefault(clause.document, clause)
    return tuple(found.values())


def _of_decision(decision: DecisionAnswer) -> Iterator[ClauseRef]:
    for answer in decision.answers:
        yield from _of_condition(answer.explanation.tree)
        yield from _of_inputs(answer.explanation.amounts)
    for part in decision.parts:
        yield from _of_decision(part)


def _of_condition(condition: ExplainedCondition) -> Iterator[ClauseRef]:
    yield from condition.clauses
    yield from _of_inputs(condition.inputs)
    for child in condition.children:
        yield from _of_condition(child)


def _of_inputs(inputs: Iterable[ExplainedInput]) -> Iterator[ClauseRef]:
    for one in inputs:
        yield from one.clauses
        yield from _of_inputs(one.inputs)
