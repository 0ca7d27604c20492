"""What a run counts and in which order: fixed before the first part, and the same for every part."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kejin.assessment import Layout, asked_of_enterprises
from kejin.assessment.carrying import Tree
from kejin.facts import Fact
from kejin.planning.catalogue import Catalogue
from kejin.policy import Decision, Ruleset
from kejin.policy.moves import base_year


@dataclass(frozen=True)
class Scheme:
    """The questions of a run and what lies behind them.

    Attributes:
        ruleset: What is asked.
        decisions: The decisions of the run.
        told: The keys of those that enterprises are told; all of them where somebody chose.
        catalogue: What is offered; without products there are no counts of products and no matrix.
    """

    ruleset: Ruleset
    decisions: tuple[Decision, ...]
    told: frozenset[str]
    catalogue: Catalogue

    @classmethod
    def of(cls, ruleset: Ruleset, decisions: Iterable[str] | None = None) -> "Scheme":
        """The scheme of a run over the decisions named, over all without any."""
        chosen = ruleset.chosen(decisions)
        told = chosen if decisions is not None else asked_of_enterprises(ruleset)
        return cls(ruleset, chosen, frozenset(decision.key for decision in told), Catalogue.of(ruleset))

    @cached_property
    def layout(self) -> Layout:
        """Which decisions stand on their own."""
        return Layout.of(self.ruleset, self.decisions)

    @cached_property
    def tops(self) -> frozenset[str]:
        """The keys of the decisions that stand on their own."""
        return frozenset(decision.key for decision in self.layout.tops)

    @cached_property
    def trees(self) -> Mapping[str, Tree]:
        """The tree of each decision that stands on its own, by its key."""
        return {decision.key: Tree.of(self.ruleset, decision) for decision in self.layout.tops}

    @cached_property
    def facts_behind(self) -> Mapping[str, tuple[Fact, ...]]:
        """For each leaf condition the facts it rests on."""
        leaves = dict.fromkeys(leaf for decision in self.decisions for leaf in decision.leaves)
        return {
            leaf: tuple(n.spec for n in self.ruleset.closure([leaf]) if isinstance(n.spec, Fact))
            for leaf in leaves
        }

    @property
    def last_year(self) -> int:
        """The last full year before the day as of which facts count."""
        return base_year(self.ruleset.dates.facts_as_of)
