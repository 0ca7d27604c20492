"""What an agreement rests on in the law: its parameters and table rows, each with clause and confidence."""

from collections.abc import Iterator

from kejin.facts import Label
from kejin.policy import ExplainedInput, InputKind, Ruleset
from kejin.policy.explanation import ExplainedValue
from kejin.policy.inputs import clause_ref
from kejin.policy.ruleset import Node, ResolvedParameter, ResolvedTable
from kejin.policy.wording import explained
from kejin.risk.agreements import Arrangement


def names_of(arrangement: Arrangement) -> list[str]:
    """The nodes by which an arrangement shares a loss: what it covers, shares, limits and stop lines, in that order.

    Not what it asks of the bad loan, nor what institutions report of the losses of their year.
    """
    found: list[str] = []
    for agreement in arrangement.agreements:
        names = agreement.names
        found += [names.covers, names.covered, names.opens, names.years, names.ceiling]
        found += [taker.share for taker in agreement.takers]
    for limit in arrangement.limits:
        found += [limit.amount, limit.share]
    for stop in arrangement.stop_lines:
        found += [stop.share, stop.over]
    return [name for name in dict.fromkeys(found) if name]


def cited_values(arrangement: Arrangement) -> list[ExplainedInput]:
    """The parameters and rows of tables behind an arrangement, and what counts as a loss, each with its clause."""
    ruleset = arrangement.ruleset
    found = [_loss(ruleset, place, arrangement) for place in range(len(arrangement.agreements))]
    for node in ruleset.closure(names_of(arrangement)):
        found += _cited(ruleset, node)
    return found


def _loss(ruleset: Ruleset, place: int, arrangement: Arrangement) -> ExplainedInput:
    agreement = arrangement.agreements[place]
    document = agreement.document.loss
    clause = clause_ref(ruleset.policies[agreement.policy], document.clause)
    return ExplainedInput(
        agreement.key, InputKind.RULE, agreement.label, explained(None, ""), (clause,), document.confidence
    )


def _cited(ruleset: Ruleset, node: Node) -> Iterator[ExplainedInput]:
    spec = node.spec
    if isinstance(spec, ResolvedParameter) and spec.current is not None:
        version = spec.current
        value = None if isinstance(version.value, tuple) else explained(version.value, node.term.unit)
        if value is not None:
            clause = clause_ref(ruleset.policies[node.policy], version.clause)
            yield ExplainedInput(
                node.name, InputKind.PARAMETER, spec.document.label.label, value, (clause,), version.confidence
            )  # fmt: skip
    if isinstance(spec, ResolvedTable):
        label = spec.document.label.label
        for row in spec.rows:
            text = row.row.value or ""
            clause = clause_ref(ruleset.policies[node.policy], row.clause)
            named = Label(f"{label.zh}：{row.row.label.zh}", f"{label.en}: {row.row.label.en}")
            value = explained(None, "") if not text else _as_written(text)
            yield ExplainedInput(
                f"{node.name}#{row.row.id}", InputKind.TABLE, named, value, (clause,), row.confidence
            )  # fmt: skip


def _as_written(text: str) -> ExplainedValue:
    """The value of a row as its table has it."""
    return ExplainedValue(text, "", Label(text, text))
