"""The catalogue: every product that the packs offer on the law date, with its terms, supports and their stacking."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kejin.errors import CatalogueError
from kejin.facts import Label
from kejin.money import RATE_SCALE
from kejin.planning.stacking import StackingRule
from kejin.policy import (
    Decision,
    Policy,
    ProductDocument,
    Ruleset,
    StackingDocument,
    SupportDocument,
    quoted_names,
    support_names,
)
from kejin.policy.terms import Term

INSTRUMENTS: Mapping[str, Label] = {
    "fund": Label("基金", "Fund"),
    "loan": Label("贷款", "Loan"),
    "bond": Label("债券", "Bond"),
    "equity": Label("股权", "Equity"),
    "futures": Label("期货", "Futures"),
    "policy": Label("政策", "Policy"),
}
"""The six instruments of the plan, 基贷债股期政, in its order."""


@dataclass(frozen=True, slots=True, eq=False)
class Support:
    """A support of the catalogue: its decision and the terms behind its value and limits, by what each is."""

    key: str
    document: SupportDocument
    decision: Decision
    terms: Mapping[str, Term]

    @property
    def label(self) -> Label:
        """What it is called."""
        return self.document.label.label

    @property
    def bears_loss(self) -> bool:
        """Whether it shares the lender's loss; the others lower the borrower's cost."""
        return self.document.basis == "share_of_loss"


@dataclass(frozen=True, slots=True, eq=False)
class Product:
    """A product of the catalogue.

    Attributes:
        key: "policy.product".
        document: As the pack writes it.
        decision: The question that decides whether it is open to an enterprise.
        terms: The terms that the product quotes, by what each is (amount, rate, fee, once_fee, months, benefit).
        supports: The supports in force that may go with it, in the order of the pack.
        days: The term of the promised response time, if there is one.
        demonstration: Whether it is a product of the fictitious demonstration lender or another invention.
    """

    key: str
    document: ProductDocument
    decision: Decision
    terms: Mapping[str, Term]
    supports: tuple[Support, ...]
    days: Term | None
    demonstration: bool

    @property
    def label(self) -> Label:
        """What it is called."""
        return self.document.label.label

    @property
    def instrument(self) -> str:
        """One of the six instruments."""
        return self.document.instrument

    @property
    def currency(self) -> str:
        """The minor unit its amount is in; empty where it quotes none."""
        return self.terms["amount"].unit if "amount" in self.terms else ""


@dataclass(frozen=True)
class Catalogue:
    """Everything that can be had on the law date of a ruleset."""

    ruleset: Ruleset
    products: tuple[Product, ...]
    stacking: tuple[StackingRule, ...]

    @classmethod
    def of(cls, ruleset: Ruleset, policies: Iterable[str] | None = None) -> "Catalogue":
        """The products of the ruleset's policies, or of the named ones, whose decisions are in force."""
        wanted = list(ruleset.policies if policies is None else policies)
        decisions = {decision.key: decision for decision in ruleset.decisions}
        supports = {one.key: one for one in _supports(ruleset, decisions)}
        products = [
            _product(ruleset, policy, document, decision=decisions[key], supports=supports)
            for policy_id in wanted
            for policy in [ruleset.policies[policy_id]]
            for document in policy.products.values()
            if (key := f"{policy_id}.{document.decision}") in decisions
        ]
        return cls(ruleset, tuple(products), tuple(_rules(ruleset)))

    def product(self, key: str) -> Product:
        """The product "policy.product". Raises `CatalogueError` with the ones there are."""
        for product in self.products:
            if product.key == key:
                return product
        there = ", ".join(product.key for product in self.products)
        raise CatalogueError("No such product on this date", expected=f"one of {there}", found=key)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Every decision that an offer rests on, each once: the products' and their supports'."""
        found = [p.decision for p in self.products]
        found += [support.decision for p in self.products for support in p.supports]
        return tuple(dict.fromkeys(found))

    def rules_of(self, supports: Sequence[Support]) -> tuple[StackingRule, ...]:
        """The stacking rules that bind at least one of the supports."""
        keys = {support.key for support in supports}
        return tuple(rule for rule in self.stacking if rule.members & keys)


def _supports(ruleset: Ruleset, decisions: Mapping[str, Decision]) -> Iterable[Support]:
    for policy in ruleset.policies.values():
        for document in policy.supports.values():
            key = f"{policy.id}.{document.decision}"
            if key in decisions:
                terms = _terms(ruleset, policy, support_names(document))
                yield Support(f"{policy.id}.{document.id}", document, decisions[key], terms)


def _product(
    ruleset: Ruleset,
    policy: Policy,
    document: ProductDocument,
    *,
    decision: Decision,
    supports: Mapping[str, Support],
) -> Product:
    return Product(
        key=f"{policy.id}.{document.id}",
        document=document,
        decision=decision,
        terms=_terms(ruleset, policy, quoted_names(document.quote)),
        # A support whose policy is not in force on this date is not there.
        supports=tuple(supports[key] for key in document.supports if key in supports),
        days=_term(ruleset, policy, document.response_days) if document.response_days else None,
        demonstration=policy.head.jurisdiction == "demonstration",
    )


def _terms(ruleset: Ruleset, policy: Policy, names: Mapping[str, str]) -> dict[str, Term]:
    return {what: _term(ruleset, policy, name) for what, name in names.items()}


def _term(ruleset: Ruleset, policy: Policy, name: str) -> Term:
    return ruleset.nodes[node_name(policy, name)].term


def node_name(policy: Policy, name: str) -> str:
    """The node that a name stands for inside a policy: its own, one it borrows, or a fact."""
    if name in policy.uses:
        return ".".join(policy.uses[name])
    return f"{policy.id}.{name}" if name in policy.names else name


def _rules(ruleset: Ruleset) -> Iterable[StackingRule]:
    for policy in ruleset.policies.values():
        for document in policy.stacking.values():
            yield StackingRule(
                key=f"{policy.id}.{document.id}",
                label=document.label.label,
                clause=document.clause,
                members=frozenset(document.members),
                kind=document.kind,
                ceiling=_ceiling(ruleset, policy, document) if document.ceiling else None,
            )


def _ceiling(ruleset: Ruleset, policy: Policy, rule: StackingDocument) -> Fraction | None:
    value = ruleset.nodes[f"{policy.id}.{rule.ceiling}"].term.constant
    scale = 1 if rule.kind == "yearly_cap" else RATE_SCALE
    return Fraction(value, scale) if isinstance(value, int) else None
