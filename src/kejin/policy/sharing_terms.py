"""The names behind a policy's sharing agreements, compiled: each leads to a node of the right kind and grain."""

from collections.abc import Callable, Collection, Mapping

from kejin.errors import RuleError
from kejin.facts import Grain
from kejin.policy.conditions import Condition
from kejin.policy.pack import Policy
from kejin.policy.ruleset import Node
from kejin.policy.sharing import sharing_names
from kejin.policy.terms import Count, Day, Fen, Share, Term

_CONSTANT = None
KINDS: Mapping[str, tuple[type[Term], tuple[Grain | None, ...]]] = {
    "cap": (Fen, (_CONSTANT,)),
    "ratio": (Share, (_CONSTANT,)),
    "whole": (Fen, (Grain.INSTITUTION_YEAR,)),
    "condition": (Condition, (Grain.LOAN,)),
    "loan_money": (Fen, (Grain.LOAN, _CONSTANT)),
    "loan_share": (Share, (Grain.LOAN, _CONSTANT)),
    "day": (Day, (Grain.LOAN,)),
    "count": (Count, (_CONSTANT,)),
}
"""What each name has to be, and of what."""


def sharing_terms(
    policy: Policy, node: Callable[[Policy, str], Node], asleep: Collection[str]
) -> dict[str, str]:
    """Compile the names of the agreements whose decisions are in force; name to digest.

    Raises `RuleError` for a name of the wrong kind or grain.
    """
    if policy.sharing is None:
        return {}
    awake = [a for a in policy.sharing.agreements if f"{policy.id}.{a.decision}" not in asleep]
    bound = {name for agreement in awake for name in (*agreement.limits, *agreement.stop_lines)}
    wanted = {agreement.id for agreement in awake} | bound
    found: dict[str, str] = {}
    for where, what, name in sharing_names(policy.sharing):
        if where not in wanted:
            continue
        made = node(policy, name)
        kind, grains = KINDS[what]
        if not isinstance(made.term, kind) or made.grain not in grains:
            raise RuleError(
                "A name of a sharing agreement is of the wrong kind",
                expected=f"{kind.__name__} of {' or '.join(str(g or 'a constant') for g in grains)}",
                found=f"{name}: {type(made.term).__name__} at {made.grain}",
                where=f"{policy.id}, sharing {where}",
            )
        found[f"{policy.id}.sharing.{where}.{what}.{name}"] = made.digest
    return found
