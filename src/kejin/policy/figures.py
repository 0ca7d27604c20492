"""Figures of a pack as people read them: values, bounds, rows of tables, and what the names in them mean."""

from collections.abc import Iterable, Mapping

from kejin.facts import Label, dictionary
from kejin.policy.documents import ConditionDocument, Kind, ParameterDocument, RowDocument, TableDocument
from kejin.policy.pack import Policy
from kejin.policy.resolve import number_term
from kejin.policy.terms import Choice
from kejin.policy.values import parse_value
from kejin.policy.wording import NO, NO_MEASURE, UNKNOWN, YES, value_text

SIGNS = {"at_least": "≥", "above": ">", "at_most": "≤", "below": "<"}
OTHERWISE = Label("其余情形", "otherwise")
_NONE = Label("—", "—")


def listed(labels: Iterable[Label]) -> Label:
    """Several labels in a row."""
    found = list(labels)
    return Label("、".join(one.zh for one in found), ", ".join(one.en for one in found))


def name_in(library: Mapping[str, Policy], policy: Policy, name: str) -> Label:
    """What a name means inside a policy: its own, one it borrows, a fact, or a day of the run."""
    if name in policy.uses:
        owner, leaf = policy.uses[name]
        there = library.get(owner)
        return name_in(library, there, leaf) if there is not None else Label(name, name)
    if name in policy.rules:
        return policy.rules[name][0].label
    if name in policy.moves:
        return policy.moves[name].label
    document = policy.parameters.get(name) or policy.tables.get(name)
    if document is not None:
        return document.label.label
    fact = dictionary().get(name)
    return fact.label if fact is not None else Label(name, name)


def figure(
    policy: Policy, value: str | list[str] | None, document: ParameterDocument | TableDocument
) -> Label:
    """A figure as people read it: money in its largest fitting unit, a list by the labels of its codes."""
    if value is None:
        return UNKNOWN
    if document.kind is Kind.CHOICES:
        labels = choice_labels(policy, document.id)
        codes = value if isinstance(value, list) else [value]
        return listed(labels.get(code, Label(code, code)) for code in codes) if codes else _NONE
    return plain_figure(value, document.kind, document.unit, where=f"{policy.id}.{document.id}")


def plain_figure(value: str | list[str], kind: Kind, unit: str, *, where: str) -> Label:
    """A figure that is no list. Raises `SchemaError` naming `where` for a text that is none."""
    scalar = parse_value(value, kind, unit, where=where)
    if isinstance(scalar, tuple):
        return Label(str(value), str(value))
    measure = Label(unit, unit) if kind is Kind.COUNT else NO_MEASURE
    return value_text(scalar, unit_of(kind, unit), measure)


def unit_of(kind: Kind, unit: str) -> str:
    """The unit in which the engine keeps a figure of this kind."""
    if kind is Kind.RATIO:
        return "ppb"
    if kind in (Kind.MONEY, Kind.COUNT, Kind.POINTS, Kind.DAYS):
        return number_term(kind, unit).unit
    return kind.value


def bounds_of(policy: Policy, document: ParameterDocument) -> tuple[Label, Label] | None:
    """The closed interval in which a parameter may be moved; None where it has none."""
    if document.bounds is None:
        return None
    return figure(policy, document.bounds.min, document), figure(policy, document.bounds.max, document)


def choice_labels(policy: Policy, name: str) -> Mapping[str, Label]:
    """What the codes of a list are called, from the fact that the rules compare with it."""
    for versions in policy.rules.values():
        for spec in versions:
            if name not in spec.arguments:
                continue
            for argument, kind in spec.arguments.items():
                labels = code_labels(policy, argument) if kind is Choice else {}
                if labels:
                    return labels
    return {}


def code_labels(policy: Policy, name: str) -> Mapping[str, Label]:
    """What the codes of a fact are called; of a move, those of the fact that it brings."""
    source = policy.moves[name].source if name in policy.moves else name
    fact = dictionary().get(source)
    return {choice.code: choice.label for choice in fact.choices} if fact is not None else {}


def when_text(library: Mapping[str, Policy], policy: Policy, row: RowDocument) -> Label:
    """When a row of a table applies, in words."""
    parts = []
    for name, test in row.when.items():
        label, tested = name_in(library, policy, name), _tested(policy, name, test)
        parts.append(Label(f"{label.zh} {tested.zh}", f"{label.en} {tested.en}"))
    if not parts:
        return OTHERWISE
    return Label("；".join(one.zh for one in parts), "; ".join(one.en for one in parts))


def _tested(policy: Policy, name: str, test: ConditionDocument) -> Label:
    if test.is_in is not None:
        labels = code_labels(policy, name)
        codes = listed(labels.get(code, Label(code, code)) for code in test.is_in)
        return Label(f"∈ {codes.zh}", f"∈ {codes.en}")
    if test.equals is not None:
        return YES if test.equals == "true" else NO
    parts = []
    for key, sign in SIGNS.items():
        bound: str | None = getattr(test, key)
        if bound is not None:
            text = _bound(bound, test.unit)
            parts.append(Label(f"{sign} {text.zh}", f"{sign} {text.en}"))
    return listed(parts)


def _bound(bound: str, unit: str) -> Label:
    if unit.endswith("元"):
        return plain_figure(bound, Kind.MONEY, unit, where="bound")
    return Label(f"{bound}{unit}", f"{bound}{unit}")
