"""Which decisions stand on their own, which are parts of another, and what each is called.

A policy may answer one question by way of several: the market's five sets are each a decision, and so is "meets one of
them". A decision whose rule another decision of the same policy and grain rests on is shown as a part of that one,
so that a reader counts questions and not steps. A yearly limit (a firm's cap, a bank's stop line, a programme's
ceiling) is shown under the first question of its policy: keeping within a limit is nothing that anybody is granted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kejin.assessment.concern import BY_YEAR
from kejin.facts import Label
from kejin.policy import Decision, Ruleset


@dataclass(frozen=True, slots=True)
class Layout:
    """The decisions of a page in their order.

    Attributes:
        tops: The decisions that stand on their own.
        part_of: For every other decision the key of the one it is shown under.
        limits: The parts that are yearly limits; their reasons do not stand in the tree of the whole.
        titles: What each is called: a policy's only question goes by the policy's own name.
    """

    tops: tuple[Decision, ...]
    part_of: Mapping[str, str]
    limits: frozenset[str]
    titles: Mapping[str, Label]

    @classmethod
    def of(cls, ruleset: Ruleset, decisions: Iterable[Decision] | None = None) -> "Layout":
        """The layout of the given decisions, of all the ruleset's without any.

        Titles do not depend on which decisions were asked for.
        """
        wanted = tuple(ruleset.decisions if decisions is None else decisions)
        everywhere = _part_of(ruleset, ruleset.decisions) | _limit_of(ruleset.decisions)
        limits = _limit_of(wanted)
        here = _part_of(ruleset, wanted) | limits
        lone = [decision.policy for decision in ruleset.decisions if decision.key not in everywhere]
        common = {label for label, owners in _owners(ruleset.decisions).items() if len(owners) > 1}
        titles = {
            decision.key: _title(
                ruleset.policies[decision.policy].label,
                decision.label,
                lone=decision.key not in everywhere and lone.count(decision.policy) == 1,
                common=decision.label in common,
            )
            for decision in wanted
        }
        tops = tuple(decision for decision in wanted if decision.key not in here)
        return cls(tops, here, frozenset(limits), titles)

    def parts(self, key: str, decisions: Iterable[Decision]) -> tuple[Decision, ...]:
        """The decisions shown under the one of that key."""
        return tuple(decision for decision in decisions if self.part_of.get(decision.key) == key)


def _owners(decisions: Iterable[Decision]) -> Mapping[Label, set[str]]:
    """The policies that call a decision so."""
    owners: dict[Label, set[str]] = {}
    for decision in decisions:
        owners.setdefault(decision.label, set()).add(decision.policy)
    return owners


def _title(policy: Label, decision: Label, *, lone: bool, common: bool) -> Label:
    """A policy's only question goes by the policy's name; one that many policies have says whose it is."""
    if lone:
        return policy
    if common:
        return Label(f"{policy.zh}：{decision.zh}", f"{policy.en}: {decision.en}")
    return decision


def _limit_of(decisions: tuple[Decision, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for limit in decisions:
        questions = [d.key for d in decisions if d.policy == limit.policy and d.grain not in BY_YEAR]
        if limit.grain in BY_YEAR and questions:
            found[limit.key] = questions[0]
    return found


def _part_of(ruleset: Ruleset, decisions: tuple[Decision, ...]) -> dict[str, str]:
    below = {d.key: {node.name for node in ruleset.closure([d.root])} - {d.root} for d in decisions}
    found: dict[str, str] = {}
    for part in decisions:
        wholes = [
            whole.key
            for whole in decisions
            if (whole.policy, whole.grain) == (part.policy, part.grain) and part.root in below[whole.key]
        ]
        # The outermost one: a part of a part is shown beside it, not inside it.
        outermost = [
            key for key in wholes if not any(_root(decisions, key) in below[other] for other in wholes)
        ]
        if outermost:
            found[part.key] = outermost[0]
    return found


def _root(decisions: tuple[Decision, ...], key: str) -> str:
    return next(decision.root for decision in decisions if decision.key == key)
