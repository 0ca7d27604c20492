"""Checks on what a policy borrows from others and on products, supports and stacking: every name leads somewhere."""

from collections.abc import Iterator

from kejin.facts import FactKind, Grain, dictionary
from kejin.policy.documents import Kind
from kejin.policy.lint.finding import Finding
from kejin.policy.pack import Policy
from kejin.policy.store import PolicyStore

CERTIFIED = (FactKind.FLAG, FactKind.DATE)


def lent_names(store: PolicyStore, policy: Policy) -> frozenset[str]:
    """The names of this policy that other policies use."""
    return frozenset(
        name for other in store.library.values() for owner, name in other.uses.values() if owner == policy.id
    )


def names_are_borrowed_from_somewhere(store: PolicyStore, policy: Policy) -> Iterator[Finding]:
    """Every borrowed name is a rule, move, parameter or table of a policy that is there."""
    for name, (owner, leaf) in policy.uses.items():
        if owner not in store.library or leaf not in store.library[owner].names:
            yield Finding(policy.id, "uses", "error", name, f"{owner}.{leaf} is not there")


def decisions_and_certificates_fit(store: PolicyStore, policy: Policy) -> Iterator[Finding]:
    """What a status certifies are flags and dates of the enterprise; products and supports have their decisions."""
    del store
    facts = dictionary()
    for decision in policy.head.decisions:
        for name in decision.certifies:
            fact = facts.get(name)
            if fact is None or fact.grain is not Grain.ENTERPRISE or fact.kind not in CERTIFIED:
                message = f"{name} is no flag and no date of an enterprise"
                yield Finding(policy.id, "certifies", "error", f"decision {decision.id}", message)
        if bool(decision.certifies) != bool(decision.held):
            message = "held and certifies go together"
            yield Finding(policy.id, "certifies", "error", f"decision {decision.id}", message)
    named = [(f"product {p.id}", p.decision) for p in policy.products.values()]
    named += [(f"support {s.id}", s.decision) for s in policy.supports.values()]
    for where, name in named:
        decision_of = policy.decisions.get(name)
        if decision_of is None or decision_of.grain is not Grain.ENTERPRISE:
            message = f"{name} is no decision of this policy about an enterprise"
            yield Finding(policy.id, "product-decision", "error", where, message)


def supports_resolve(store: PolicyStore, policy: Policy) -> Iterator[Finding]:
    """Every support that a product names is there and goes with products of its kind."""
    for product in policy.products.values():
        for key in product.supports:
            owner, _, name = key.partition(".")
            found = store.library[owner].supports.get(name) if owner in store.library else None
            if found is None:
                yield Finding(policy.id, "support", "error", f"product {product.id}", f"{key} is not there")
            elif found.products and product.kind not in found.products:
                message = f"{key} does not go with {product.kind}"
                yield Finding(policy.id, "support", "error", f"product {product.id}", message)


_TEMPLATES = {
    "loan": frozenset(
        {
            "bullet_loan",
            "interest_only_loan",
            "level_loan",
            "equal_principal_loan",
            "planned_loan",
            "stepped_loan",
            "balloon_loan",
            "grace_loan",
            "revolving_line",
            "renewal_loan",
            "growth_sharing_loan",
            "warrant_loan",
            "guarantee_cover",
        }
    ),
    "bond": frozenset({"bullet_bond", "securitisation"}),
    "equity": frozenset({"stake", "listing"}),
    "fund": frozenset({"stake"}),
    "futures": frozenset({"hedge"}),
    "policy": frozenset({"benefit", "insurance_cover"}),
}


def templates_fit(store: PolicyStore, policy: Policy) -> Iterator[Finding]:
    """Every product names the contract that its terms stand for, and one of its instrument."""
    del store
    for product in policy.products.values():
        if product.template not in _TEMPLATES[product.instrument]:
            message = f"{product.template or 'no template'} is no contract of a {product.instrument}"
            yield Finding(policy.id, "template", "error", f"product {product.id}", message)


def stacking_resolves(store: PolicyStore, policy: Policy) -> Iterator[Finding]:
    """Members of a stacking rule are supports, its source is cited, its ceiling a ratio parameter or a cap in money."""
    for rule in policy.stacking.values():
        where = f"stacking {rule.id}"
        for key in rule.members:
            owner, _, name = key.partition(".")
            if owner not in store.library or name not in store.library[owner].supports:
                yield Finding(policy.id, "stacking", "error", where, f"{key} is no support")
        ceiling = policy.parameters.get(rule.ceiling)
        kind = Kind.MONEY if rule.kind == "yearly_cap" else Kind.RATIO
        if (rule.kind == "one_of") == bool(rule.ceiling):
            message = "a ceiling goes with kind ceiling or yearly_cap alone"
            yield Finding(policy.id, "stacking", "error", where, message)
        elif rule.ceiling and (ceiling is None or ceiling.kind is not kind):
            yield Finding(policy.id, "stacking", "error", where, f"{rule.ceiling} is no {kind} parameter")
