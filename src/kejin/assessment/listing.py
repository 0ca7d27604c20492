"""Distance to listing: every set of every board, how many of its conditions are met, and what stands between."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kejin.assessment.answer import DecisionAnswer, EnterpriseAnswer
from kejin.assessment.reasons import tally
from kejin.facts import Label
from kejin.policy import Ruleset, Step, Verdict


@dataclass(frozen=True, slots=True)
class Distance:
    """One set of one board for one enterprise.

    `steps` is the smallest set of changes that would meet it; empty where it is met or waits for facts. Market value is
    what somebody stated, so a distance in it is as good as that statement.
    """

    board: Label
    key: str
    label: Label
    verdict: Verdict
    met: int
    missed: int
    open: int
    steps: tuple[Step, ...]


def listing_keys(ruleset: Ruleset) -> tuple[str, ...]:
    """The decisions in force that are boards: those of products of the kind "listing", each once."""
    boards = [
        f"{policy.id}.{product.decision}"
        for policy in ruleset.policies.values()
        for product in policy.products.values()
        if product.kind == "listing"
    ]
    there = {decision.key for decision in ruleset.decisions}
    return tuple(key for key in dict.fromkeys(boards) if key in there)


def distances(answer: EnterpriseAnswer, boards: Sequence[str]) -> tuple[Distance, ...]:
    """The distance to every set of the boards; a board without sets of its own is one line."""
    asked = {decision.key: decision for decision in answer.decisions}
    return tuple(distance for key in boards if key in asked for distance in _of_board(asked[key]))


def _of_board(board: DecisionAnswer) -> Iterator[Distance]:
    for part in board.parts or (board,):
        explanation = part.answers[0].explanation
        met, missed, unknown = tally(explanation.tree)
        yield Distance(
            board.words.label, part.key, part.title, part.verdict, met, missed, unknown, explanation.steps
        )
