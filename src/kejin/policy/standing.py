"""How a policy stands: in force on a day, to come or expired; and how well its values are known."""

from datetime import date
from enum import StrEnum

from kejin.policy.explanation import Confidence
from kejin.policy.pack import Policy

MISSING = "missing"
"""How a value is counted that nobody has seen."""


class InForce(StrEnum):
    """Whether a policy is in force on a day."""

    NOW = "now"
    COMING = "coming"
    EXPIRED = "expired"


def in_force(policy: Policy, day: date) -> InForce:
    """Where the day lies: before the policy's first day, within its time, or after its last day."""
    if day < policy.head.start:
        return InForce.COMING
    return InForce.EXPIRED if policy.head.until is not None and day > policy.head.until else InForce.NOW


def confidences_of(policy: Policy) -> dict[str, int]:
    """How many values of the policy (versions of parameters and tables) are known how well; "missing" has no value."""
    counts = dict.fromkeys([*(confidence.value for confidence in Confidence), MISSING], 0)
    for parameter in policy.parameters.values():
        for version in parameter.versions:
            counts[MISSING if version.value is None else version.confidence.value] += 1
    for table in policy.tables.values():
        for edition in table.versions:
            counts[edition.confidence.value] += 1
    return {name: count for name, count in counts.items() if count}
