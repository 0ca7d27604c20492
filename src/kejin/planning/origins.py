"""Where the figures of an offer come from: for each the rule that works it out, its clauses and its values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kejin.facts import Label
from kejin.planning.catalogue import Catalogue, Support, node_name
from kejin.planning.row import TERMS, OfferLine
from kejin.policy import ClauseRef, Confidence
from kejin.policy.grounds import GroundValue, clauses_behind, values_behind
from kejin.policy.inputs import label_of
from kejin.policy.market import quoted_names
from kejin.policy.ruleset import ResolvedParameter, ResolvedTable

# From the best known to the least.
_CONFIDENCES = (Confidence.OFFICIAL, Confidence.REPORTED, Confidence.WEAK, Confidence.UNCONFIRMED)
NET_COST = Label("补贴后首年净成本", "Net cost of the first year")
NET_HOW = Label(
    "首年利息与费用，减去已计入的补贴", "Interest and fees of the first year less the subsidies counted in"
)
WHOLE_COST = Label("补贴后年化成本", "Effective yearly cost after subsidies")
WHOLE_HOW = Label(
    "每笔现金流按其日期折现为零的年化利率，补贴按拨付日计入",
    "The yearly rate at which all flows at their dates come to nothing, subsidies on the days they are paid",
)
RELIEF_HOW = Label("已计入各项补贴的首年合计", "The first year of the subsidies counted in")
SHARED_HOW = Label("已计入各方按条款分担的比例之和", "The shares that others bear by their clauses, added up")


@dataclass(frozen=True, slots=True)
class FigureOrigin:
    """What one figure rests on.

    Attributes:
        figure: What the figure is called.
        rule: What works it out.
        clauses: The clauses that the rule cites.
        values: The values of the policy that it asks for.
    """

    figure: Label
    rule: Label
    clauses: tuple[ClauseRef, ...] = ()
    values: tuple[GroundValue, ...] = ()

    @property
    def confidence(self) -> Confidence | None:
        """How well its least known value is known; None where it rests on no value of a policy."""
        found = [value.confidence for value in self.values]
        return max(found, key=_CONFIDENCES.index) if found else None


def origins_of(catalogue: Catalogue, line: OfferLine) -> tuple[FigureOrigin, ...]:
    """The origins of the figures that an offer shows, in the order in which it shows them."""
    return tuple(_origins(catalogue, line))


def _origins(catalogue: Catalogue, line: OfferLine) -> Iterator[FigureOrigin]:
    paying = [support for support in line.applied if not support.bears_loss]
    if line.net_cost is not None:
        yield _of_supports(catalogue, NET_COST, how=NET_HOW, supports=paying)
    if line.effective_cost is not None:
        yield _of_supports(catalogue, WHOLE_COST, how=WHOLE_HOW, supports=paying)
    policy, shown = line.product.decision.policy, {label for label, _ in line.terms}
    for what, name in quoted_names(line.product.document.quote).items():
        if what in TERMS and TERMS[what] in shown:
            yield _figure(catalogue, policy, name, label=TERMS[what])
    if TERMS["relief"] in shown:
        yield _of_supports(catalogue, TERMS["relief"], how=RELIEF_HOW, supports=paying)
    if TERMS["loss_share"] in shown:
        bearing = [support for support in line.applied if support.bears_loss]
        yield _of_supports(catalogue, TERMS["loss_share"], how=SHARED_HOW, supports=bearing)
    days = line.product.document.response_days
    if days and TERMS["days"] in shown:
        yield _figure(catalogue, policy, days, label=TERMS["days"])


def _figure(catalogue: Catalogue, policy: str, name: str, *, label: Label) -> FigureOrigin:
    ruleset = catalogue.ruleset
    node = ruleset.nodes[node_name(ruleset.policies[policy], name)]
    values = values_behind(ruleset, node)
    is_value = isinstance(node.spec, ResolvedParameter | ResolvedTable)
    rule = values[0].label if is_value and values else label_of(node)
    return FigureOrigin(label, rule, clauses_behind(ruleset, node), values)


def _of_supports(
    catalogue: Catalogue, figure: Label, *, how: Label, supports: Sequence[Support]
) -> FigureOrigin:
    """A figure that rests on supports: their clauses; what is quoted is told beside it."""
    ruleset = catalogue.ruleset
    nodes = [ruleset.nodes[support.decision.root] for support in supports]
    clauses = dict.fromkeys(clause for node in nodes for clause in clauses_behind(ruleset, node))
    return FigureOrigin(figure, how, tuple(clauses))


__all__ = ["FigureOrigin", "origins_of"]
