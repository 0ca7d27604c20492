"""The list of checks that every approval goes through. The rooms above add theirs: they know what was funded."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kejin.records.conflicts.kinds import FindingKind, Weight
from kejin.records.conflicts.relations import path_between, people_in_common
from kejin.records.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class Matter:
    """What is to be approved, for those who look for conflicts.

    Attributes:
        kind: The approval's kind: `financing`, `compensation`, `subsidy`.
        subject: The record that it is about: kind and number.
        enterprise: Who gets it.
        givers: Who decides, lends or keeps the pool.
        on: The business day.
    """

    kind: str
    subject: tuple[str, int]
    enterprise: Organisation
    givers: tuple[Organisation, ...]
    on: date


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found: which record shows it, and what of it those who decide may know."""

    kind: FindingKind
    weight: Weight
    other: tuple[str, int]
    evidence: Mapping[str, Any] = field(default_factory=dict)


Check = Callable[[Matter], Iterable[Found]]
_CHECKS: list[Check] = []


def check(function: Check) -> Check:
    """Enter a check into the list; a decorator."""
    _CHECKS.append(function)
    return function


def found_in(matter: Matter) -> list[Found]:
    """Whatever the checks find."""
    return [found for each in _CHECKS for found in each(matter)]


@check
def related_parties(matter: Matter) -> Iterator[Found]:
    """Givers that are related to the enterprise through control, shareholdings, groups or parents."""
    for giver in matter.givers:
        path = path_between(giver, matter.enterprise, matter.on)
        if path:
            evidence = {"organisation": giver.name, "path": list(path)}
            yield Found(FindingKind.RELATED_PARTY, Weight.ASKS, ("organisation", giver.pk), evidence)


@check
def common_people(matter: Matter) -> Iterator[Found]:
    """People who have a role with a giver and act for the enterprise or for one that is related to it."""
    for giver in matter.givers:
        for evidence in people_in_common(giver, matter.enterprise, matter.on):
            number = int(evidence["person"])
            yield Found(FindingKind.PEOPLE_IN_COMMON, Weight.ASKS, ("person", number), evidence)
