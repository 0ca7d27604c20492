"""From policies and three dates to an immutable `Ruleset`: names resolved, grains and kinds checked, digests taken.

Each rule's function is called once, with terms instead of numbers; what it returns is the column's expression. All
checks happen here, before any data moves.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import polars as pl

from kejin.errors import CycleError, KindError, PeriodError, RuleError
from kejin.errors import GrainError as FactGrainError
from kejin.facts import Fact, Grain, Label, dictionary
from kejin.policy.columns import fact_term, rule_column
from kejin.policy.conditions import Condition
from kejin.policy.documents import DecisionDocument
from kejin.policy.explanation import Dates, InputKind
from kejin.policy.market import quoted_names, support_names
from kejin.policy.moves import move_term
from kejin.policy.pack import Policy
from kejin.policy.resolve import constant_term, pivoted_term, resolve_parameter, resolve_table
from kejin.policy.rules import Move, RuleSpec
from kejin.policy.ruleset import DayOfRun, Decision, Node, Ruleset, reach_of
from kejin.policy.sharing_terms import sharing_terms
from kejin.policy.terms import (
    Count,
    Day,
    Days,
    Fen,
    Interval,
    Money,
    Origin,
    Share,
    Term,
)
from kejin.policy.values import EPOCH

TERM_KINDS: Mapping[str, type[Term]] = {
    "amount": Money,
    "rate": Share,
    "fee": Share,
    "once_fee": Share,
    "months": Count,
    "benefit": Fen,
    "value": Share,
    "yearly_cap": Fen,
    "amount_max": Fen,
    "years": Count,
    "response_days": Days,
    "ceiling": Share,
    "shared_cap": Fen,
}
"""What each term of a product or a support has to be."""
RUN_DAYS = {
    "law_date": Label("适用法律日", "Law date"),
    "facts_as_of": Label("事实截至日", "Facts as of"),
}


def digest_of(*parts: object) -> str:
    """A short content digest of plain values."""
    text = json.dumps(parts, ensure_ascii=False, default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def compile_policies(
    policies: Mapping[str, Policy],
    dates: Dates,
    overlay: Label | None = None,
    *,
    library: Mapping[str, Policy] | None = None,
) -> Ruleset:
    """Compile all policies that are in force on the law date. Raises a `PolicyError` naming rule and cause.

    `library` holds the policies whose names the compiled ones may use; by default these are the only ones.
    """
    compiler = _Compiler(library or policies, dates)
    decisions = []
    asleep = []
    terms: dict[str, str] = {}
    for policy in policies.values():
        for document in policy.head.decisions:
            if _in_force(policy, document, dates):
                decisions.append((policy, document, compiler.node(policy, document.rule)))
                for name in (*document.amounts, *([document.held] if document.held else [])):
                    compiler.node(policy, name)
            else:
                asleep.append(f"{policy.id}.{document.id}")
        terms |= compiler.market_terms(policy, asleep) | sharing_terms(policy, compiler.node, asleep)
    for policy in compiler.policies.values():
        # A stacking rule binds the contracts of every policy, also where its own was not chosen.
        for rule in policy.stacking.values():
            if rule.ceiling:
                compiler.node(policy, rule.ceiling)
    nodes = MappingProxyType(dict(compiler.nodes))
    shell = Ruleset(dates, nodes, (), MappingProxyType(dict(compiler.policies)), "", overlay, tuple(asleep))
    made = tuple(_decision(shell, policy, document, root=node) for policy, document, node in decisions)
    _check_masks(made)
    digest = digest_of(
        [(d.key, *(nodes[name].digest for name in d.names)) for d in made], sorted(terms.items()), str(dates)
    )
    return Ruleset(dates, nodes, made, shell.policies, digest, overlay, tuple(asleep))


def _in_force(policy: Policy, decision: DecisionDocument, dates: Dates) -> bool:
    starts = [d for d in (policy.head.start, decision.start) if d is not None]
    ends = [d for d in (policy.head.until, decision.until) if d is not None]
    return all(start <= dates.law for start in starts) and all(dates.law <= end for end in ends)


def _decision(ruleset: Ruleset, policy: Policy, document: DecisionDocument, *, root: Node) -> Decision:
    if root.condition is None or root.grain != document.grain:
        raise RuleError(
            "A decision's rule must answer yes or no at the decision's grain",
            expected=f"a condition at {document.grain}",
            found=f"{type(root.term).__name__} at {root.grain}",
            where=f"{policy.id}.{document.id}",
        )
    amounts = tuple(f"{policy.id}.{name}" for name in document.amounts)
    return Decision(
        key=f"{policy.id}.{document.id}",
        policy=policy.id,
        id=document.id,
        label=document.label.label,
        grain=document.grain,
        root=root.name,
        leaves=ruleset.leaves_of(root.name),
        amounts=amounts,
        reach=reach_of(policy),
        held=f"{policy.id}.{document.held}" if document.held else "",
        audience=document.audience or policy.head.audience,
    )


def _check_masks(decisions: tuple[Decision, ...]) -> None:
    for decision in decisions:
        if len(decision.leaves) > 62:
            raise RuleError(
                "Too many conditions for one mask",
                expected="up to 62",
                found=len(decision.leaves),
                where=decision.key,
            )


class _Compiler:
    """Resolves names to nodes, each once, and notices circles."""

    def __init__(self, policies: Mapping[str, Policy], dates: Dates) -> None:
        self.policies = policies
        self.dates = dates
        self.facts = dictionary()
        self.nodes: dict[str, Node] = {}
        self._open: list[str] = []

    def node(self, policy: Policy, name: str) -> Node:
        """The node an argument `name` stands for inside `policy`."""
        own = f"{policy.id}.{name}"
        if name in policy.uses:
            return self._borrowed(policy, name)
        key = own if name in policy.names else name
        if key in self.nodes:
            return self.nodes[key]
        if key in self._open:
            raise CycleError("Rules depend on one another in a circle", found=" > ".join([*self._open, key]))
        self._open.append(key)
        made = self._make(policy, name, own=own)
        self._open.pop()
        self.nodes[made.name] = made
        return made

    def _borrowed(self, policy: Policy, name: str) -> Node:
        other, leaf = policy.uses[name]
        if other not in self.policies or leaf not in self.policies[other].names:
            raise RuleError(
                "A borrowed name stands for nothing",
                expected="a rule, move, parameter or table of another policy",
                found=f"{other}.{leaf}",
                where=f"policy {policy.id}, uses {name}",
            )
        return self.node(self.policies[other], leaf)

    def market_terms(self, policy: Policy, asleep: Sequence[str]) -> dict[str, str]:
        """Compile the terms of products and supports whose decisions are in force; name to digest."""
        found: dict[str, str] = {}
        named = [(f"{p.id}.quote", p.decision, quoted_names(p.quote)) for p in policy.products.values()]
        named += [(s.id, s.decision, support_names(s)) for s in policy.supports.values()]
        named += [
            (p.id, p.decision, {"response_days": p.response_days})
            for p in policy.products.values()
            if p.response_days
        ]
        named += [
            (r.id, "", {"shared_cap" if r.kind == "yearly_cap" else "ceiling": r.ceiling})
            for r in policy.stacking.values()
            if r.ceiling
        ]
        for owner, decision, names in named:
            if f"{policy.id}.{decision}" in asleep:
                continue
            for term, name in names.items():
                node = self.node(policy, name)
                if node.grain not in (None, Grain.ENTERPRISE) or not isinstance(node.term, TERM_KINDS[term]):
                    raise RuleError(
                        "A term of a product or support is of the wrong kind",
                        expected=f"{TERM_KINDS[term].__name__} of an enterprise, or a constant",
                        found=f"{type(node.term).__name__} at {node.grain}",
                        where=f"{policy.id}.{owner}.{term}",
                    )
                found[f"{policy.id}.{owner}.{term}"] = node.digest
        return found

    def _make(self, policy: Policy, name: str, *, own: str) -> Node:
        if name in policy.rules:
            return self._rule(policy, policy.rules[name], own=own)
        if name in policy.moves:
            return self._move(policy, policy.moves[name], own=own)
        if name in policy.parameters:
            return self._parameter(policy, name, own=own)
        if name in policy.tables:
            return self._table(policy, name, own=own)
        if name in RUN_DAYS:
            return self._run_day(name)
        if name in self.facts:
            return self._fact(self.facts[name])
        raise RuleError(
            "A name stands for nothing",
            expected="a fact of the dictionary, or a rule, move, parameter or table of the policy",
            found=name,
            where=f"policy {policy.id}",
        )

    def _fact(self, fact: Fact) -> Node:
        term = fact_term(fact)
        return Node(
            fact.name, "", fact.name, InputKind.FACT, fact.grain, (), term, fact, digest_of("fact", fact.name)
        )

    def _run_day(self, name: str) -> Node:
        value = self.dates.law if name == "law_date" else self.dates.facts_as_of
        days = (value - EPOCH).days
        term = Day(pl.lit(value, pl.Date), Interval(days, days), value, Origin("constant", name))
        return Node(
            name,
            "",
            name,
            InputKind.DATE,
            None,
            (),
            term,
            DayOfRun(name, RUN_DAYS[name], value),
            digest_of(name, value),
        )

    def _parameter(self, policy: Policy, name: str, *, own: str) -> Node:
        document = policy.parameters[name]
        resolved = resolve_parameter(document, self.dates, own)
        if not document.pivot:
            value = resolved.current.value if resolved.current else None
            term = constant_term(document, value, own)
            digest = digest_of("parameter", document.kind, value)
            return Node(own, policy.id, name, InputKind.PARAMETER, None, (), term, resolved, digest)
        pivot = self.node(policy, document.pivot)
        if not isinstance(pivot.term, Day):
            raise KindError("A pivot is not a date", expected="a date fact", found=document.pivot, where=own)
        made, _ = pivoted_term(resolved, pivot.term, own)
        values = [(v.start, v.value) for v in resolved.versions]
        digest = digest_of("pivot", document.kind, values, resolved.until, pivot.digest)
        term = made.named(own)
        return Node(
            own,
            policy.id,
            name,
            InputKind.PARAMETER,
            pivot.grain,
            (pivot.name,),
            term,
            resolved,
            digest,
            made.expr,
        )

    def _table(self, policy: Policy, name: str, *, own: str) -> Node:
        document = policy.tables[name]
        inputs = {leaf: self.node(policy, leaf) for leaf in document.inputs}
        grain = self._one_grain(inputs, None, own=own)
        made, resolved = resolve_table(
            document, self.dates, {leaf: n.term for leaf, n in inputs.items()}, name=own
        )
        rows = [(r.row.id, r.row.model_dump(mode="json")) for r in resolved.rows]
        digest = digest_of("table", document.kind, document.hit, rows, [n.digest for n in inputs.values()])
        needs = tuple(n.name for n in inputs.values())
        return Node(
            own, policy.id, name, InputKind.TABLE, grain, needs, made.named(own), resolved, digest, made.expr
        )

    def _move(self, policy: Policy, move: Move, *, own: str) -> Node:
        source = self.node(policy, move.source)
        if source.grain is not None and source.grain != move.grain:
            raise FactGrainError(
                "A move starts from another grain than its source has",
                expected=move.grain.value,
                found=str(source.grain),
                where=own,
            )
        years = self.node(policy, move.years) if move.years else None
        extra = ["founded_on"] if move.since_founding else [*move.by[1:], *move.through]
        others = [self.node(policy, name) for name in extra]
        term = move_term(move, source.term, years.term if years else None, name=own)
        needs = tuple(n.name for n in (source, *([years] if years else []), *others))
        content = (
            move.how,
            move.grain,
            move.target,
            move.since_founding,
            move.by,
            move.through,
            self.dates.facts_as_of.year,
        )
        digest = digest_of("move", *content, [self.nodes[n].digest for n in needs])
        leaf = own.split(".", 1)[1]
        condition = (
            Condition(pl.col(own), origin=Origin("node", own)) if isinstance(term, Condition) else None
        )
        return Node(
            own, policy.id, leaf, InputKind.AGGREGATE, move.target, needs, term, move, digest, None, condition
        )

    def _rule(self, policy: Policy, versions: tuple[RuleSpec, ...], *, own: str) -> Node:
        spec = self._version(versions, own)
        inputs = {name: self.node(policy, name) for name in spec.arguments}
        for name, kind in spec.arguments.items():
            if not isinstance(inputs[name].term, kind):
                raise KindError(
                    "An argument is of another kind",
                    expected=kind.__name__,
                    found=type(inputs[name].term).__name__,
                    where=f"{own}({name})",
                )
        self._one_grain(inputs, spec.grain, own=own)
        made = spec.formula(**{name: node.term for name, node in inputs.items()})
        rounding = (spec.rounded.method, spec.rounded.cites) if spec.rounded else None
        digest = digest_of(
            "rule", spec.grain, spec.body_text(), rounding, [n.digest for n in inputs.values()]
        )
        needs = tuple(node.name for node in inputs.values())
        condition = made if isinstance(made, Condition) else None
        column = rule_column(made, spec, own)
        return Node(
            own,
            policy.id,
            spec.leaf,
            InputKind.RULE,
            spec.grain,
            needs,
            column.named(own),
            spec,
            digest,
            column.expr,
            condition,
        )

    def _version(self, versions: tuple[RuleSpec, ...], own: str) -> RuleSpec:
        for spec in versions:
            if spec.since <= self.dates.law <= spec.until:
                return spec
        periods = ", ".join(f"{s.since} to {s.until}" for s in versions)
        raise PeriodError(
            "A rule has no formula on the law date", expected=periods, found=str(self.dates.law), where=own
        )

    def _one_grain(self, inputs: Mapping[str, Node], wanted: Grain | None, *, own: str) -> Grain | None:
        grains = {name: node.grain for name, node in inputs.items() if node.grain is not None}
        wrong = {
            name: grain for name, grain in grains.items() if grain != (wanted or next(iter(grains.values())))
        }
        if wrong:
            raise FactGrainError(
                "An input lives at another grain",
                expected=f"{wanted or next(iter(grains.values()))}, or a named move (latest, total, parent, ...)",
                found=", ".join(f"{name} at {grain}" for name, grain in wrong.items()),
                where=own,
            )
        return next(iter(grains.values()), wanted)
