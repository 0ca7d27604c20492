"""Take one decision apart: the tree of conditions, each with its sides, clause, parameter version and cell."""

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from kejin.facts import GRAINS, FactSet, Grain, Label
from kejin.policy.cautions import cautions_of
from kejin.policy.conditions import Condition
from kejin.policy.explanation import (
    ExplainedCondition,
    ExplainedInput,
    ExplainedValue,
    Explanation,
    FactAsk,
    InputKind,
    PlainValue,
    Verdict,
)
from kejin.policy.inputs import Inputs, label_of, plain_of
from kejin.policy.replay import Replay, Row, replay
from kejin.policy.resolve import constant_int_or_none
from kejin.policy.rules import Move, RuleSpec
from kejin.policy.ruleset import Decision, Node, Ruleset
from kejin.policy.sentences import (
    NO_BASE,
    causes_of,
    comparison_text,
    lacking,
    missed_text,
    open_text,
)
from kejin.policy.steps import steps_of
from kejin.policy.wording import explained, ratio_of, value_text

MET = Label("满足", "met")
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
    keys = pl.DataFrame({key: [value] for key, value in subject.items()})
    replayed = replay(ruleset, factset, [decision], subjects={decision.grain: keys})
    return Explainer(ruleset, lambda _: replayed).explain(decision_key, subject)


class Explainer:
    """Explains decisions for the subjects of a batch: many pages for the price of one replay per policy.

    Policies are replayed one by one and only when one of their decisions is asked for; `replayed` makes the replay
    of a policy.
    """

    def __init__(self, ruleset: Ruleset, replayed: Callable[[str], Replay]) -> None:
        self._ruleset = ruleset
        self._replayed = replayed
        self._builders: dict[str, _Builder] = {}

    @classmethod
    def of_enterprises(
        cls,
        ruleset: Ruleset,
        factset: FactSet,
        enterprise_ids: Sequence[str],
        *,
        decisions: Sequence[Decision] | None = None,
    ) -> "Explainer":
        """Replays the decisions that concern the enterprises: about themselves and what belongs to them."""
        chosen = [d for d in decisions or ruleset.decisions if _concerns_enterprises(d)]
        ids = pl.DataFrame({"enterprise_id": list(enterprise_ids)}, schema={"enterprise_id": pl.String})

        def replayed(policy: str) -> Replay:
            own = [decision for decision in chosen if decision.policy == policy]
            grains = dict.fromkeys([Grain.ENTERPRISE, *(decision.grain for decision in own)])
            return replay(ruleset, factset, own, subjects=dict.fromkeys(grains, ids))

        return cls(ruleset, replayed)

    def subjects(self, decision: Decision, enterprise_id: str) -> list[dict[str, PlainValue]]:
        """The keys of the enterprise's rows that a decision is asked of, in order."""
        keys = GRAINS[decision.grain].keys
        rows = self._builder(decision.policy).result.belonging(decision.grain, enterprise_id)
        found = [{key: plain_of(row.get(key)) for key in keys} for row in rows]
        return sorted(found, key=lambda subject: [str(value) for value in subject.values()])

    def _builder(self, policy: str) -> "_Builder":
        if policy not in self._builders:
            self._builders[policy] = _Builder(self._replayed(policy))
        return self._builders[policy]

    def explain(
        self, decision_key: str, subject: Mapping[str, PlainValue], *, brief: bool = False
    ) -> Explanation:
        """One decision for one subject of the replay. Raises as `explain` does.

        Where the answer is not "yes", a brief explanation names the conditions that are met and takes only the others
        apart.
        """
        decision = self._ruleset.decision(decision_key)
        builder = self._builder(decision.policy)
        result = builder.result
        row = result.subject(decision.grain, subject)
        brief = brief and row.get(decision.root) is not True
        tree = builder.condition(decision.root, row, brief=brief)
        amounts = tuple(builder.inputs.input(name, row) for name in decision.amounts)
        steps = steps_of(tree)
        near = tree.verdict is False and 0 < len(steps) <= decision.reach.conditions
        near = near and not any(step.far for step in steps)
        return Explanation(
            policy=decision.policy,
            decision=decision.id,
            label=decision.label,
            grain=decision.grain.value,
            subject=dict(subject),
            verdict=_verdict(answer=tree.verdict, near=near),
            tree=tree,
            amounts=amounts,
            ask=tuple(builder.asks(tree)),
            steps=steps,
            cautions=cautions_of(result.ruleset, decision, tree, amounts=amounts),
            dates=result.ruleset.dates,
            ruleset_digest=result.ruleset.digest,
        )


def _concerns_enterprises(decision: Decision) -> bool:
    return decision.grain is Grain.ENTERPRISE or Grain.ENTERPRISE in GRAINS[decision.grain].parents


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
        self.inputs = Inputs(result)
        self._named: dict[str, ExplainedCondition] = {}

    def condition(self, name: str, row: Row | None, *, brief: bool = False) -> ExplainedCondition:
        """The condition of the node `name` on `row`, with its children; briefly, what is met is only named."""
        node = self.ruleset.nodes[name]
        condition = node.condition
        if brief and _flag(row, name) is True:
            return self._met(node)
        if condition is not None and condition.children:
            return self._compound(node, condition, row=row, brief=brief)
        return self._leaf(node, condition, row=row)

    def _met(self, node: Node) -> ExplainedCondition:
        """A condition that is met, named and cited, not taken apart."""
        if node.name not in self._named:
            self._named[node.name] = ExplainedCondition(
                rule=node.name,
                label=label_of(node),
                meaning=_meaning(node),
                form="flag",
                verdict=True,
                near=False,
                sentence=MET,
                clauses=self.inputs.clauses_of(node),
            )
        return self._named[node.name]

    def _compound(
        self, node: Node, condition: Condition, *, row: Row | None, brief: bool
    ) -> ExplainedCondition:
        children = tuple(self._part(node, child, row=row, brief=brief) for child in condition.children)
        verdict = _flag(row, node.name)
        return ExplainedCondition(
            rule=node.name,
            label=label_of(node),
            meaning=_meaning(node),
            form=condition.form,
            verdict=verdict,
            near=False,
            sentence=self._compound_sentence(condition, children),
            clauses=self.inputs.clauses_of(node),
            required=_needed(condition),
            children=children,
        )

    def _part(self, node: Node, child: Condition, *, row: Row | None, brief: bool) -> ExplainedCondition:
        # Below a "not" it is the met condition that needs its reasons.
        brief = brief and child.form != "not"
        if child.form == "named":
            return self.condition(child.origin.name, row, brief=brief)
        children = tuple(self._part(node, part, row=row, brief=brief) for part in child.children)
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
            required=_needed(child),
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
        inputs = tuple(self.inputs.input(need, row) for need in node.needs)
        if isinstance(node.spec, Move):
            inputs = self.inputs.input(node.name, row).inputs
        sides = condition.sides if condition is not None else None
        if sides is None or condition is None or row is None:
            form = "check" if sides is not None else ((condition.form if condition else "") or "flag")
            return ExplainedCondition(
                rule=node.name,
                label=label_of(node),
                meaning=_meaning(node),
                form="flag" if form in ("named", "flag_not", "choice") else form,
                verdict=verdict,
                near=False,
                sentence=self._flag_sentence(condition, inputs, verdict=verdict),
                clauses=self.inputs.clauses_of(node),
                inputs=inputs,
            )
        unit = sides.actual.unit
        measure = self.inputs.measure_of(sides.actual, node)
        actual = explained(plain_of(row.get(f"{node.name}#actual")), unit, measure)
        required = explained(plain_of(row.get(f"{node.name}#required")), unit, measure)
        apart = plain_of(row.get(f"{node.name}#margin"))
        margin = explained(
            lacking(apart, unit, sides.comparison) if isinstance(apart, int) else None,
            "days" if unit == "date" else unit,
            measure,
        )
        share = None
        shown = (actual.text, required.text)
        if sides.share is not None:
            share = explained(ratio_of(actual.value, plain_of(row.get(f"{node.name}#whole"))), "ppb")
            shown = (share.text, value_text(plain_of(row.get(f"{node.name}#asked")), "ppb"))
        if verdict is None:
            sentence = open_text(inputs, NO_BASE)
        elif verdict:
            sentence = comparison_text(sides.comparison, shown, verdict=True)
        else:
            sentence = missed_text(shown, margin, sides.comparison, measure=measure)
        return ExplainedCondition(
            rule=node.name,
            label=label_of(node),
            meaning=_meaning(node),
            form="check",
            verdict=verdict,
            near=verdict is False and row.get(f"{node.name}#near") is True,
            sentence=sentence,
            clauses=self.inputs.clauses_of(node),
            comparison=sides.comparison,
            actual=actual,
            required=required,
            margin=margin,
            share=share,
            inputs=inputs,
        )

    def _flag_sentence(
        self, condition: Condition | None, inputs: tuple[ExplainedInput, ...], *, verdict: bool | None
    ) -> Label:
        if verdict is None:
            return open_text(inputs)
        facts = [i for i in inputs if i.kind in (InputKind.FACT, InputKind.AGGREGATE, InputKind.RULE)]
        if condition is not None and condition.subject is not None and facts:
            text = facts[0].value.text
            return Label(f"{facts[0].label.zh}：{text.zh}", f"{facts[0].label.en}: {text.en}")
        return MET if verdict else Label("不满足", "not met")

    def asks(self, tree: ExplainedCondition) -> list[FactAsk]:
        """The unknown facts that keep the decision open, each once, in the order of the tree."""
        found: dict[tuple[str, int | None], FactAsk] = {}
        for leaf in _open_leaves(tree):
            for fact in causes_of(leaf.inputs).facts:
                key = (fact.name, fact.year)
                if key not in found:
                    found[key] = FactAsk(fact.name, fact.label, fact.year, fact.value.unit, leaf.label)
        return list(found.values())


def _needed(condition: Condition) -> ExplainedValue | None:
    """How many of a compound's parts are needed, where that is a number."""
    needed = constant_int_or_none(condition.needed)
    return explained(needed, "count") if needed is not None else None


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


def _meaning(node: Node) -> Label:
    if isinstance(node.spec, RuleSpec):
        return Label(node.spec.label.zh, " ".join(node.spec.meaning.split()))
    return label_of(node)


def _flag(row: Row | None, name: str) -> bool | None:
    value = row.get(name) if row is not None else None
    return value if isinstance(value, bool) else None
