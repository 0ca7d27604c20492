"""What changed between two rulesets, in words an officer can check: values, clauses, rules, and what they touch."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kejin.facts import Label
from kejin.policy.rules import Move, RuleSpec
from kejin.policy.ruleset import Node, ResolvedParameter, ResolvedRow, ResolvedTable, Ruleset
from kejin.policy.wording import value_text


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: `what` is added, removed, value, clause, formula, row or decision; `touches` lists decisions."""

    policy: str
    what: str
    name: str
    label: Label
    before: Label
    after: Label
    clause: str = ""
    touches: tuple[str, ...] = ()


NOTHING = Label("—", "—")


def diff_rulesets(before: Ruleset, after: Ruleset) -> list[Change]:
    """The differences of two compiled rulesets (two law dates, two overlays, two pack releases), by name."""
    changes = list(_decision_changes(before, after))
    touched = _touched(after) | _touched(before)
    for name in dict.fromkeys([*before.nodes, *after.nodes]):
        one, two = before.nodes.get(name), after.nodes.get(name)
        if "." not in name:  # facts and the days of the run are no law
            continue
        where = tuple(sorted(touched.get(name, set())))
        changes.extend(replace(change, touches=where) for change in _node_changes(one, two))
    return changes


def _decision_changes(before: Ruleset, after: Ruleset) -> Iterator[Change]:
    one = {d.key: d for d in before.decisions}
    two = {d.key: d for d in after.decisions}
    yes, no = Label("有效", "in force"), Label("未生效", "not in force")
    for key in dict.fromkeys([*one, *two]):
        if (key in one) != (key in two):
            decision = one.get(key) or two[key]
            was, now = (yes, no) if key in one else (no, yes)
            yield Change(decision.policy, "decision", key, decision.label, was, now, touches=(key,))


def _touched(ruleset: Ruleset) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for decision in ruleset.decisions:
        for node in ruleset.closure(decision.names):
            found.setdefault(node.name, set()).add(decision.key)
    return found


def _node_changes(one: Node | None, two: Node | None) -> Iterator[Change]:
    node = two or one
    assert node is not None  # noqa: S101 - the caller looked
    label = _label(node)
    if one is None or two is None:
        what = "added" if one is None else "removed"
        yield Change(node.policy, what, node.name, label, _shown(one), _shown(two), _clause(node), ())
        return
    if isinstance(one.spec, ResolvedTable) and isinstance(two.spec, ResolvedTable):
        yield from _row_changes(one, one.spec, two.spec)
    elif isinstance(one.spec, ResolvedParameter) and isinstance(two.spec, ResolvedParameter):
        if _shown(one) != _shown(two):
            yield Change(node.policy, "value", node.name, label, _shown(one), _shown(two), _clause(two), ())
        elif _clause(one) != _clause(two):
            # The value stayed while its legal basis moved: a version of its own.
            before, after = Label(_clause(one), _clause(one)), Label(_clause(two), _clause(two))
            yield Change(node.policy, "clause", node.name, label, before, after, _clause(two), ())
    elif isinstance(one.spec, RuleSpec) and isinstance(two.spec, RuleSpec):
        if one.spec.body_text() != two.spec.body_text() or one.spec.rounded != two.spec.rounded:
            before, after = (
                Label(one.spec.meaning, one.spec.meaning),
                Label(two.spec.meaning, two.spec.meaning),
            )
            yield Change(
                node.policy, "formula", node.name, label, before, after, ", ".join(two.spec.cites), ()
            )
    elif isinstance(one.spec, Move) and one.spec != two.spec:
        yield Change(node.policy, "formula", node.name, label, NOTHING, NOTHING, "", ())


def _row_changes(node: Node, one: ResolvedTable, two: ResolvedTable) -> Iterator[Change]:
    before = {r.row.id: r for r in one.rows}
    after = {r.row.id: r for r in two.rows}
    for row_id in dict.fromkeys([*before, *after]):
        old, new = before.get(row_id), after.get(row_id)
        if old is not None and new is not None and old.row == new.row:
            continue
        row = new or old
        assert row is not None  # noqa: S101 - the id came from one of the two
        clause = f"{row.clause.doc} {row.clause.at}".strip()
        name = f"{node.name}#{row_id}"
        yield Change(node.policy, "row", name, row.row.label.label, _row_text(old), _row_text(new), clause)


def _row_text(resolved: ResolvedRow | None) -> Label:
    if resolved is None:
        return NOTHING
    tests = [f"{name} {test.model_dump(exclude_defaults=True)}" for name, test in resolved.row.when.items()]
    text = f"{resolved.row.value} ({', '.join(tests)})"
    return Label(text, text)


def _label(node: Node) -> Label:
    spec = node.spec
    if isinstance(spec, ResolvedParameter | ResolvedTable):
        return spec.document.label.label
    return spec.label if isinstance(spec, RuleSpec | Move) else Label(node.leaf, node.leaf)


def _shown(node: Node | None) -> Label:
    if node is None:
        return NOTHING
    spec = node.spec
    if isinstance(spec, ResolvedParameter):
        if spec.document.pivot:
            parts = [f"{v.start}: {value_text(_plain(v.value), node.term.unit).en}" for v in spec.versions]
            return Label("; ".join(parts), "; ".join(parts))
        return value_text(_plain(spec.current.value) if spec.current else None, node.term.unit)
    return Label(spec.label.zh, spec.label.en) if isinstance(spec, RuleSpec | Move) else NOTHING


def _plain(value: object) -> int | bool | str | None:
    if isinstance(value, tuple):
        return ", ".join(value)
    return value if isinstance(value, int | bool | str) or value is None else str(value)


def _clause(node: Node) -> str:
    if isinstance(node.spec, ResolvedParameter) and node.spec.current is not None:
        return f"{node.spec.current.clause.doc} {node.spec.current.clause.at}".strip()
    return ""
