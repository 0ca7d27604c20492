"""Take one decision apart: the tree of conditions, each with its sides, clause, parameter version and cell."""

from collections.abc import Mapping
from datetime import date

from kejin.facts import Fact, FactKind, FactSet, Grain, Label
from kejin.policy.cautions import cautions_of
from kejin.policy.conditions import Condition
from kejin.policy.documents import ClauseDocument
from kejin.policy.explanation import (
    ClauseRef,
    ExplainedCondition,
    ExplainedInput,
    Explanation,
    FactAsk,
    InputKind,
    PlainValue,
    Verdict,
)
from kejin.policy.moves import YEARLY_HOWS, base_year
from kejin.policy.pack import Policy
from kejin.policy.replay import Replay, Row, replay
from kejin.policy.resolve import constant_int_or_none
from kejin.policy.rules import Move, RuleSpec
from kejin.policy.ruleset import DayOfRun, Node, ResolvedParameter, ResolvedTable, Ruleset
from kejin.policy.steps import steps_of
from kejin.policy.terms import Term
from kejin.policy.wording import (
    comparison_text,
    explained,
    gap_text,
    missing_text,
    ratio_of,
    value_text,
)

NO_MEASURE = Label("", "")
FORM_LABELS = {
    "all": Label("以下全部满足", "All of the following"),
    "any": Label("以下任一满足", "Any of the following"),
    "not": Label("以下不成立", "Not the following"),
    "count": Label("以下若干项满足", "So many of the following"),
}


def explain(
    ruleset: Ruleset, factset: FactSet, decision_key: str, *, subject: Mapping[str, PlainValue]
) -> Explanation:
    """The explanation of one decision for the subject with the given keys (of the decision's grain).

    Raises `UnknownPolicyError` for a decision that is not there and `UnknownFactError` for a subject that is not.
    """
    decision = ruleset.decision(decision_key)
    result = replay(ruleset, factset, decision, subject=subject)
    builder = _Builder(result)
    tree = builder.condition(decision.root, result.subject)
    steps = steps_of(tree)
    near = tree.verdict is False and bool(steps) and len(steps) <= decision.reach.conditions
    near = near and not any(step.far for step in steps)
    verdict = _verdict(answer=tree.verdict, near=near)
    return Explanation(
        policy=decision.policy,
        decision=decision.id,
        label=decision.label,
        grain=decision.grain.value,
        subject=dict(subject),
        verdict=verdict,
        tree=tree,
        amounts=tuple(builder.input(name, result.subject) for name in decision.amounts),
        ask=tuple(builder.asks(tree)),
        steps=steps,
        cautions=cautions_of(ruleset, decision, result.nodes),
        dates=ruleset.dates,
        ruleset_digest=ruleset.digest,
    )


def _verdict(*, answer: bool | None, near: bool) -> Verdict:
    if answer is None:
        return Verdict.UNDETERMINED
    if answer:
        return Verdict.ELIGIBLE
    return Verdict.NEARLY if near else Verdict.NOT_ELIGIBLE


class _Builder:
    """Builds conditions and inputs from the replayed rows; one per explanation."""

    def __init__(self, result: Replay) -> None:
        self.result = result
        self.ruleset = result.ruleset

    def condition(self, name: str, row: Row | None) -> ExplainedCondition:
        """The condition of the node `name` on `row`, with its children."""
        node = self.ruleset.nodes[name]
        condition = node.condition
        if condition is not None and condition.children:
            return self._compound(node, condition, row=row)
        return self._leaf(node, condition, row=row)

    def _compound(self, node: Node, condition: Condition, *, row: Row | None) -> ExplainedCondition:
        children = tuple(self._part(node, child, row=row) for child in condition.children)
        verdict = _flag(row, node.name)
        return ExplainedCondition(
            rule=node.name,
            label=_label(node),
            meaning=_meaning(node),
            form=condition.form,
            verdict=verdict,
            near=False,
            sentence=self._compound_sentence(condition, children),
            clauses=self._clauses(node),
            children=children,
        )

    def _part(self, node: Node, child: Condition, *, row: Row | None) -> ExplainedCondition:
        if child.form == "named":
            return self.condition(child.origin.name, row)
        children = tuple(self._part(node, part, row=row) for part in child.children)
        verdict = kleene(child.form, [c.verdict for c in children], constant_int_or_none(child.needed))
        return ExplainedCondition(
            rule="",
            label=FORM_LABELS[child.form],
            meaning=FORM_LABELS[child.form],
            form=child.form,
            verdict=verdict,
            near=False,
            sentence=self._compound_sentence(child, children),
            clauses=(),
            children=children,
        )

    def _compound_sentence(self, condition: Condition, children: tuple[ExplainedCondition, ...]) -> Label:
        met = sum(child.verdict is True for child in children)
        count = len(children)
        needed = constant_int_or_none(condition.needed)
        if condition.form == "any" or needed is not None:
            asked = needed or 1
            return Label(
                f"{count} 项中满足 {met} 项（需 {asked} 项）", f"{met} of {count} met ({asked} needed)"
            )
        return Label(f"{count} 项中满足 {met} 项", f"{met} of {count} met")

    def _leaf(self, node: Node, condition: Condition | None, *, row: Row | None) -> ExplainedCondition:
        verdict = _flag(row, node.name)
        inputs = tuple(self.input(need, row) for need in node.needs)
        if isinstance(node.spec, Move):
            inputs = self.input(node.name, row).inputs
        sides = condition.sides if condition is not None else None
        if sides is None or condition is None or row is None:
            form = "check" if sides is not None else ((condition.form if condition else "") or "flag")
            return ExplainedCondition(
                rule=node.name,
                label=_label(node),
                meaning=_meaning(node),
                form="flag" if form in ("named", "flag_not", "choice") else form,
                verdict=verdict,
                near=False,
                sentence=self._flag_sentence(condition, inputs, verdict=verdict),
                clauses=self._clauses(node),
                inputs=inputs,
            )
        unit = sides.actual.unit
        measure = self._measure(sides.actual, node)
        actual = explained(_plain(row.get(f"{node.name}#actual")), unit, measure)
        required = explained(_plain(row.get(f"{node.name}#required")), unit, measure)
        margin = _plain(row.get(f"{node.name}#margin"))
        share = None
        shown = (actual.text, required.text)
        if sides.share is not None:
            share = explained(ratio_of(actual.value, _plain(row.get(f"{node.name}#whole"))), "ppb")
            shown = (share.text, value_text(_plain(row.get(f"{node.name}#asked")), "ppb"))
        sentence = missing_text(_missing(inputs))
        if verdict is not None:
            sentence = comparison_text(sides.comparison, shown, verdict=verdict)
            if not verdict and isinstance(margin, int):
                gap = gap_text(explained(margin, unit), measure, sides.comparison)
                sentence = Label(f"{sentence.zh}，{gap.zh}", f"{sentence.en}, {gap.en}")
        elif not _missing(inputs):
            sentence = Label(
                "无法计算（分母不为正，或规定值未知）",
                "cannot be computed (base not positive, or the required value is not known)",
            )
        return ExplainedCondition(
            rule=node.name,
            label=_label(node),
            meaning=_meaning(node),
            form="check",
            verdict=verdict,
            near=verdict is False and row.get(f"{node.name}#near") is True,
            sentence=sentence,
            clauses=self._clauses(node),
            comparison=sides.comparison,
            actual=actual,
            required=required,
            margin=explained(margin, "days" if unit == "date" else unit, measure),
            share=share,
            inputs=inputs,
        )

    def _measure(self, term: Term, node: Node) -> Label:
        """How a count reads (people, items): the measure of the first counted fact below; empty for the rest."""
        if term.unit != "count":
            return NO_MEASURE
        start = self.ruleset.nodes.get(term.origin.name, node)
        for below in self.ruleset.closure([start.name]):
            if isinstance(below.spec, Fact) and below.spec.kind in (FactKind.COUNT, FactKind.YEAR):
                return below.spec.measure
        return NO_MEASURE

    def _flag_sentence(
        self, condition: Condition | None, inputs: tuple[ExplainedInput, ...], *, verdict: bool | None
    ) -> Label:
        if verdict is None:
            return missing_text(_missing(inputs))
        facts = [i for i in inputs if i.kind in (InputKind.FACT, InputKind.AGGREGATE, InputKind.RULE)]
        if condition is not None and condition.subject is not None and facts:
            text = facts[0].value.text
            return Label(f"{facts[0].label.zh}：{text.zh}", f"{facts[0].label.en}: {text.en}")
        return Label("满足", "met") if verdict else Label("不满足", "not met")

    def input(self, name: str, row: Row | None) -> ExplainedInput:
        """One input of a condition, down to its cell, clause or table row."""
        node = self.ruleset.nodes[name]
        spec = node.spec
        if isinstance(spec, Fact):
            return self._fact(spec, row)
        if isinstance(spec, DayOfRun):
            return ExplainedInput(name, InputKind.DATE, spec.label, explained(spec.value, "date"))
        if isinstance(spec, ResolvedParameter):
            return self._parameter(node, spec, row=row)
        if isinstance(spec, ResolvedTable):
            return self._table(node, spec, row=row)
        if isinstance(spec, Move):
            return self._move(node, spec, row=row)
        value = _value(node, row)
        nested = tuple(self.input(need, row) for need in node.needs)
        return ExplainedInput(
            name,
            InputKind.RULE,
            spec.label,
            explained(value, node.term.unit),
            self._clauses(node),
            inputs=nested,
        )

    def _fact(self, fact: Fact, row: Row | None, *, year: int | None = None) -> ExplainedInput:
        value = _plain(row.get(fact.name)) if row is not None else None
        choice = next((c for c in fact.choices if c.code == value), None)
        shown = explained(value, fact.unit, fact.measure)
        if choice is not None:
            shown = type(shown)(shown.value, shown.unit, choice.label)
        source = self.result.factset.locate(fact.name, row, year=year) if row is not None else None
        return ExplainedInput(fact.name, InputKind.FACT, fact.label, shown, year=year, source=source)

    def _parameter(self, node: Node, spec: ResolvedParameter, *, row: Row | None) -> ExplainedInput:
        version = spec.current
        if spec.document.pivot:
            index = row.get(f"{node.name}#version") if row is not None else None
            version = spec.versions[index] if isinstance(index, int) else None
        value = version.value if version is not None else None
        text = ", ".join(value) if isinstance(value, tuple) else value
        return ExplainedInput(
            name=node.name,
            kind=InputKind.PARAMETER,
            label=spec.document.label.label,
            value=explained(text, node.term.unit),
            clauses=(self.clause(node.policy, version.clause),) if version else (),
            confidence=version.confidence if version else None,
            since=version.start if version else None,
        )

    def _table(self, node: Node, spec: ResolvedTable, *, row: Row | None) -> ExplainedInput:
        index = row.get(f"{node.name}#row") if row is not None else None
        hit = spec.rows[index] if isinstance(index, int) else None
        return ExplainedInput(
            name=node.name,
            kind=InputKind.TABLE,
            label=spec.document.label.label,
            value=explained(_value(node, row), node.term.unit),
            clauses=(self.clause(node.policy, hit.clause),) if hit else (),
            confidence=hit.confidence if hit else None,
            since=hit.start if hit else None,
            row=hit.row.id if hit else "",
            row_label=hit.row.label.label if hit else None,
            inputs=tuple(self.input(need, row) for need in node.needs),
        )

    def _move(self, node: Node, move: Move, *, row: Row | None) -> ExplainedInput:
        nested: tuple[ExplainedInput, ...] = ()
        if row is not None and move.how in YEARLY_HOWS and move.grain is Grain.FILING:
            nested = tuple(
                self._year(node, move, row=row, year=year) for year in self._window(node, move, row=row)
            )
        elif row is not None and move.how == "parent":
            up = self.result.row_for(move.grain, move.target, row=row)
            nested = (self.input(node.needs[0], up),)
        elif row is not None and move.how in ("total", "tally"):
            nested = tuple(
                self.input(node.needs[0], child) for child in self.result.children_of(move, row)[:50]
            )
        value = explained(_value(node, row), node.term.unit, self._measure(node.term, node))
        return ExplainedInput(node.name, InputKind.AGGREGATE, move.label, value, inputs=nested)

    def _window(self, node: Node, move: Move, *, row: Row) -> list[int]:
        base = base_year(self.ruleset.dates.facts_as_of)
        years = (
            constant_int_or_none(self.ruleset.nodes[f"{node.policy}.{move.years}"].term) if move.years else 1
        )
        if move.how == "back":
            return [base - (years or 0)]
        first = base - (years or 1) + 1
        founded = row.get("founded_on")
        if move.since_founding and isinstance(founded, date):
            first = min(max(first, founded.year), base)
        return list(range(first, base + 1))

    def _year(self, node: Node, move: Move, *, row: Row, year: int) -> ExplainedInput:
        found = next(
            (child for child in self.result.children_of(move, row) if child.get("year") == year), None
        )
        source = self.ruleset.nodes[node.needs[0]]
        if isinstance(source.spec, Fact):
            return self._fact(source.spec, found, year=year)
        made = self.input(source.name, found)
        return ExplainedInput(
            made.name, made.kind, made.label, made.value, made.clauses, year=year, inputs=made.inputs
        )

    def clause(self, policy_id: str, document: ClauseDocument) -> ClauseRef:
        """A clause with its document's title, number and address."""
        return clause_ref(self.ruleset.policies[policy_id], document)

    def _clauses(self, node: Node) -> tuple[ClauseRef, ...]:
        if not isinstance(node.spec, RuleSpec):
            return ()
        policy = self.ruleset.policies[node.policy]
        refs = []
        for cite in node.spec.cites:
            doc, _, at = cite.partition("#")
            refs.append(clause_ref(policy, ClauseDocument(doc=doc, at=at)))
        return tuple(refs)

    def asks(self, tree: ExplainedCondition) -> list[FactAsk]:
        """The unknown facts that keep the decision open, each once, in the order of the tree."""
        found: dict[tuple[str, int | None], FactAsk] = {}
        for leaf in _open_leaves(tree):
            for fact in _unknown_facts(leaf.inputs):
                key = (fact.name, fact.year)
                if key not in found:
                    found[key] = FactAsk(fact.name, fact.label, fact.year, fact.value.unit, leaf.label)
        return list(found.values())


def clause_ref(policy: Policy, document: ClauseDocument) -> ClauseRef:
    """A clause reference with what its source is called; an unknown source keeps its id (lint reports it)."""
    source = policy.sources.get(document.doc)
    title = source.title.label if source else Label(document.doc, document.doc)
    return ClauseRef(
        document=document.doc,
        at=document.at,
        title=title,
        number=source.number if source else "",
        quote=document.quote,
        url=source.read if source else "",
        unread=document.unread,
    )


def kleene(form: str, verdicts: list[bool | None], needed: int | None) -> bool | None:
    """The three-valued result of a compound from its children's."""
    if form == "not":
        return None if verdicts[0] is None else not verdicts[0]
    asked = len(verdicts) if form == "all" else (needed if form == "count" and needed else 1)
    yes = sum(v is True for v in verdicts)
    maybe = sum(v is not False for v in verdicts)
    if yes >= asked:
        return True
    return False if maybe < asked else None


def _open_leaves(tree: ExplainedCondition) -> list[ExplainedCondition]:
    if tree.verdict is not None:
        return []
    if not tree.children:
        return [tree]
    return [leaf for child in tree.children for leaf in _open_leaves(child)]


def _unknown_facts(inputs: tuple[ExplainedInput, ...]) -> list[ExplainedInput]:
    found = []
    for item in inputs:
        if item.kind is InputKind.FACT and item.value.value is None:
            found.append(item)
        found.extend(_unknown_facts(item.inputs))
    return found


def _missing(inputs: tuple[ExplainedInput, ...]) -> list[Label]:
    names: dict[Label, None] = {}
    for fact in _unknown_facts(inputs):
        year = (f"{fact.year}年", f"{fact.year} ") if fact.year else ("", "")
        names[Label(year[0] + fact.label.zh, year[1] + fact.label.en)] = None
    return list(names)


def _label(node: Node) -> Label:
    if isinstance(node.spec, RuleSpec | Move):
        return node.spec.label
    return Label(node.leaf, node.leaf)


def _meaning(node: Node) -> Label:
    if isinstance(node.spec, RuleSpec):
        return Label(node.spec.label.zh, " ".join(node.spec.meaning.split()))
    return _label(node)


def _flag(row: Row | None, name: str) -> bool | None:
    value = row.get(name) if row is not None else None
    return value if isinstance(value, bool) else None


def _value(node: Node, row: Row | None) -> PlainValue:
    value = _plain(row.get(node.name)) if row is not None else None
    scale = getattr(node.term, "scale", None)
    if isinstance(value, int) and not isinstance(value, bool) and isinstance(scale, int):
        return value * (10**9 // scale)
    return value


def _plain(value: object) -> PlainValue:
    return value if isinstance(value, int | bool | str | date) else None
