"""What a whole run says, as plain values: counts per decision, what fails most, what is missing most, amounts."""

from collections.abc import Mapping
from dataclasses import dataclass

from kejin.facts import Grain, Label
from kejin.policy import Dates, Verdict


@dataclass(frozen=True, slots=True)
class DecisionCount:
    """How often each verdict was given for one decision; a subject is whatever the decision's grain is.

    `part_of` is the key of the decision this one is shown under, empty where it stands on its own; `instrument` is one
    of the plan's six, as the policy's head says.
    """

    key: str
    policy: Label
    title: Label
    grain: Grain
    counts: Mapping[Verdict, int]
    part_of: str = ""
    instrument: str = "policy"

    @property
    def total(self) -> int:
        """How many subjects were decided."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Frequent:
    """Something that stands in the way often: a condition or a fact, how many subjects, and for which decisions."""

    name: str
    label: Label
    decisions: tuple[Label, ...]
    count: int


@dataclass(frozen=True, slots=True)
class AmountTotal:
    """The sum of one amount over the eligible subjects where it is known.

    A sum over unknown values is not the whole: `unknown` says how many of the eligible are missing from it. Where none
    is known, `total` is None: nothing was added up, and that is not zero.
    """

    decision: Label
    name: str
    label: Label
    unit: str
    total: int | None
    text: Label
    known: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The first page of a run."""

    enterprises: int
    decisions: tuple[DecisionCount, ...]
    failed: tuple[Frequent, ...]
    missing: tuple[Frequent, ...]
    amounts: tuple[AmountTotal, ...]
    dates: Dates
    ruleset_digest: str


@dataclass(frozen=True, slots=True)
class EnterpriseLine:
    """One enterprise in the list: its best verdict for every decision that concerns it."""

    enterprise_id: str
    name: str
    verdicts: Mapping[str, Verdict]
