"""Rules in words: what a condition asks and how an amount is worked out, from the compiled rules themselves.

The words come from the labels of facts, parameters, tables, moves and rules, and from how the engine combines them. A
sentence here cannot drift from the formula: it is read off the formula.
"""

from collections.abc import Callable, Mapping, Sequence

from kejin.facts import GRAINS, Fact, Label
from kejin.money import Rounding
from kejin.policy.conditions import Condition, Sides
from kejin.policy.inputs import label_of
from kejin.policy.quotients import Quotient
from kejin.policy.rules import Move, RuleSpec
from kejin.policy.ruleset import DayOfRun, Node, ResolvedParameter, ResolvedTable, Ruleset
from kejin.policy.terms import Origin, Product, Term
from kejin.policy.wording import SIGNS, UNKNOWN, value_text

MANY_CODES = 12
LOOSE = ("add", "sub")
HOW: Mapping[str, Label] = {
    "latest": Label("最近一个完整年度的{0}", "{0} of the last full year"),
    "back": Label("最近一个完整年度再往前的{0}（{1}）", "{0}, so many years before the last full year ({1})"),
    "total": Label("{0}合计（{1}）", "Sum of {0} ({1})"),
    "total_of": Label("全部{2}的{0}合计", "Sum of {0} over all rows ({2})"),
    "highest": Label("{0}最高值（{1}）", "Highest {0} ({1})"),
    "lowest": Label("{0}最低值（{1}）", "Lowest {0} ({1})"),
    "every": Label("每年均满足：{0}（{1}）", "In each year: {0} ({1})"),
    "some": Label("至少一年满足：{0}（{1}）", "In at least one year: {0} ({1})"),
    "tally": Label("满足“{0}”的{2}数", "Number of rows ({2}) that meet: {0}"),
    "parent": Label("所属{2}的{0}", "{0} of its parent ({2})"),
    "running": Label("{0}逐笔累计（含本笔）", "Running total of {0}, this one included"),
}
ROUNDINGS: Mapping[Rounding, Label] = {
    Rounding.HALF_UP: Label("四舍五入", "rounded half up"),
    Rounding.HALF_EVEN: Label("四舍六入五成双", "rounded half to even"),
    Rounding.DOWN: Label("舍去尾数", "rounded toward nothing"),
    Rounding.UP: Label("进一", "rounded away from nothing"),
    Rounding.FLOOR: Label("向下取整", "rounded down"),
    Rounding.CEILING: Label("向上取整", "rounded up"),
}


def name_of(ruleset: Ruleset, name: str) -> Label:
    """What a named thing is called: a fact, parameter, table, move, rule or a day of the run."""
    node = ruleset.nodes.get(name)
    if node is None:
        return Label(name, name)
    spec = node.spec
    if isinstance(spec, ResolvedParameter | ResolvedTable):
        return spec.document.label.label
    return spec.label if isinstance(spec, Fact | DayOfRun) else label_of(node)


def term_words(ruleset: Ruleset, term: Term | Product | Quotient) -> Label:
    """A term as it is made: names, products, sums, differences, the smaller of two."""
    if isinstance(term, Quotient):
        return _filled("{0} ÷ {1}", "{0} ÷ {1}", [_tight(ruleset, part) for part in (term.part, term.whole)])
    origin = term.origin
    if origin.op in ("node", "table", "pivot"):
        return name_of(ruleset, origin.name)
    if origin.op == "constant":
        return _constant(ruleset, origin.name)
    made = _MADE.get(origin.op)
    return made(ruleset, origin) if made is not None else Label("—", "—")


def _constant(ruleset: Ruleset, name: str) -> Label:
    node = ruleset.nodes.get(name)
    label = name_of(ruleset, name)
    if node is None or not isinstance(node.spec, ResolvedParameter):
        return label
    value = node.spec.current.value if node.spec.current else None
    text = value_text(", ".join(value) if isinstance(value, tuple) else value, node.term.unit)
    return Label(f"{label.zh}（{text.zh}）", f"{label.en} ({text.en})")


def _filled(zh: str, en: str, parts: Sequence[Label]) -> Label:
    return Label(zh.format(*(p.zh for p in parts)), en.format(*(p.en for p in parts)))


def _parts(ruleset: Ruleset, origin: Origin) -> list[Label]:
    return [term_words(ruleset, term) for term in origin.terms]


def _tight(ruleset: Ruleset, term: Term) -> Label:
    words = term_words(ruleset, term)
    return Label(f"({words.zh})", f"({words.en})") if term.origin.op in LOOSE else words


def _joined(sign: str) -> Callable[[Ruleset, Origin], Label]:
    def made(ruleset: Ruleset, origin: Origin) -> Label:
        first, second = origin.terms
        left = term_words(ruleset, first) if sign != "×" else _tight(ruleset, first)
        right = term_words(ruleset, second) if sign == "+" else _tight(ruleset, second)
        return _filled(f"{{0}} {sign} {{1}}", f"{{0}} {sign} {{1}}", [left, right])

    return made


def _extreme(zh: str, en: str) -> Callable[[Ruleset, Origin], Label]:
    def made(ruleset: Ruleset, origin: Origin) -> Label:
        parts = _parts(ruleset, origin)
        return Label(
            f"（{'；'.join(part.zh for part in parts)}）{zh}",
            f"the {en} of ({'; '.join(p.en for p in parts)})",
        )

    return made


def _shaped(zh: str, en: str) -> Callable[[Ruleset, Origin], Label]:
    return lambda ruleset, origin: _filled(zh, en, _parts(ruleset, origin))


def _only_if(ruleset: Ruleset, origin: Origin) -> Label:
    condition, amount = origin.terms
    asked = condition_words(ruleset, condition) if isinstance(condition, Condition) else Label("—", "—")
    words = term_words(ruleset, amount)
    return Label(f"{words.zh}（仅当{asked.zh}，否则为零）", f"{words.en} (if {asked.en}, else nothing)")


def _share_of(ruleset: Ruleset, origin: Origin) -> Label:
    return _filled("{0} × {1}", "{0} × {1}", [_tight(ruleset, term) for term in origin.terms])


_MADE: Mapping[str, Callable[[Ruleset, Origin], Label]] = {
    "add": _joined("+"),
    "sub": _joined("−"),
    "product": _joined("×"),
    "min": _extreme("中较小者", "smallest"),
    "max": _extreme("中较大者", "largest"),
    "days": _shaped("{1}至{0}的天数", "days from {1} to {0}"),
    "plus_days": _shaped("{0}之后{1}", "{0} plus {1}"),
    "plus_years": _shaped("{0}起满{1}年之日", "so many years after {0}: {1}"),
    "only_if": _only_if,
    "share_of": _share_of,
    "growth_of": _shaped("{0} ×（1 + {1}）的{2}次方", "{0} × (1 + {1}) to the power of {2}"),
    "mean_growth_of": _shaped(
        "使两年增长率平均达到{2}的数额（以{1}、{0}计）",
        "what makes two years' growth average {2} (from {1} and {0})",
    ),
}


def condition_words(ruleset: Ruleset, condition: Condition) -> Label:
    """What a condition asks, in one line; a compound is told by its form, its parts stand below it."""
    if condition.form == "named":
        return name_of(ruleset, condition.origin.name)
    if condition.sides is not None:
        return _side_words(ruleset, condition.sides)
    if condition.form in ("flag", "flag_not", "choice") and condition.subject is not None:
        return _subject_words(ruleset, condition)
    if condition.form == "not":
        asked = condition_words(ruleset, condition.children[0])
        return Label(f"并非“{asked.zh}”", f"not: {asked.en}")
    parts = [condition_words(ruleset, child) for child in condition.children]
    words = compound_words(ruleset, condition)
    return Label(
        f"{words.zh}：" + "、".join(p.zh for p in parts), f"{words.en}: " + "; ".join(p.en for p in parts)
    )


def compound_words(ruleset: Ruleset, condition: Condition) -> Label:
    """How the parts of a compound count together."""
    if condition.form == "count" and condition.needed is not None:
        needed = term_words(ruleset, condition.needed)
        return Label(f"至少满足若干项：{needed.zh}", f"so many of the following: {needed.en}")
    if condition.form == "not":
        return Label("以下不成立", "the following does not hold")
    if condition.form == "any":
        return Label("任一满足即可", "any of the following")
    return Label("须全部满足", "all of the following")


def _side_words(ruleset: Ruleset, sides: Sides) -> Label:
    if sides.share is not None:
        part, whole, asked = sides.share
        left = _filled("{0} ÷ {1}", "{0} ÷ {1}", [_tight(ruleset, term) for term in (part, whole)])
        right = term_words(ruleset, asked)
    elif sides.growth is not None:
        last, first, rate, intervals = sides.growth
        parts = [term_words(ruleset, term) for term in (last, first, intervals)]
        left = _filled(
            "{0}比{1}的年均复合增长率（{2}个年度）",
            "yearly compound growth of {0} over {1} ({2} years)",
            parts,
        )
        right = term_words(ruleset, rate)
    else:
        left, right = term_words(ruleset, sides.actual), term_words(ruleset, sides.required)
    return _filled(
        f"{{0}} {SIGNS[sides.comparison]} {{1}}", f"{{0}} {SIGNS[sides.comparison]} {{1}}", [left, right]
    )


def _subject_words(ruleset: Ruleset, condition: Condition) -> Label:
    subject = condition.subject
    assert subject is not None  # noqa: S101 - the caller looked
    name = term_words(ruleset, subject)
    if condition.form == "choice":
        return Label(f"{name.zh}在规定之列", f"{name.en} is among those laid down")
    if subject.unit != "flag":
        return Label(f"{name.zh}已知", f"{name.en} is known")
    yes = condition.form == "flag"
    return Label(f"{name.zh}：{'是' if yes else '否'}", f"{name.en}: {'yes' if yes else 'no'}")


def rule_words(ruleset: Ruleset, node: Node) -> Label:
    """What the rule or move of a node asks or works out, in one line."""
    if isinstance(node.spec, Move):
        return move_words(ruleset, node)
    if node.condition is not None:
        if node.condition.children:
            return compound_words(ruleset, node.condition)
        words = condition_words(ruleset, node.condition)
        codes = _codes(ruleset, node) if node.condition.form == "choice" else None
        return Label(f"{words.zh}：{codes.zh}", f"{words.en}: {codes.en}") if codes else words
    if not isinstance(node.spec, RuleSpec):
        return name_of(ruleset, node.name)
    terms = {
        name: ruleset.nodes[need].term for name, need in zip(node.spec.arguments, node.needs, strict=True)
    }
    return term_words(ruleset, node.spec.formula(**terms))


def _codes(ruleset: Ruleset, node: Node) -> Label | None:
    """The list that a code has to be on: what it is called and, where it is short, what stands in it."""
    needs = [ruleset.nodes[need] for need in node.needs]
    named = next((need for need in needs if isinstance(need.spec, ResolvedParameter)), None)
    if named is None or not isinstance(named.spec, ResolvedParameter):
        return None
    label = named.spec.document.label.label
    value = named.spec.current.value if named.spec.current else None
    if not isinstance(value, tuple):
        return Label(f"{label.zh}（{UNKNOWN.zh}）", f"{label.en} ({UNKNOWN.en})")
    if len(value) > MANY_CODES:
        return Label(f"{label.zh}（{len(value)} 项）", f"{label.en} ({len(value)})")
    choices = ruleset.code_labels.get(named.name, {})
    names = [choices.get(code, Label(code, code)) for code in value]
    return Label(
        f"{label.zh}（{'、'.join(n.zh for n in names)}）", f"{label.en} ({', '.join(n.en for n in names)})"
    )


def move_words(ruleset: Ruleset, node: Node) -> Label:
    """Where a move reads and how it gathers."""
    move = node.spec
    assert isinstance(move, Move)  # noqa: S101 - the caller looked
    source = name_of(ruleset, node.needs[0])
    how = HOW["total_of" if move.how == "total" and not move.years else move.how]
    return _filled(how.zh, how.en, [source, _window(ruleset, node, move), GRAINS[move.grain].label])


def _window(ruleset: Ruleset, node: Node, move: Move) -> Label:
    if not move.years:
        return Label("全部", "all of them")
    years = _constant(ruleset, node.needs[1])
    if move.since_founding:
        return Label(f"{years.zh}，不早于成立年度", f"{years.en}, from the founding year at the earliest")
    return years


def rounding_words(spec: RuleSpec) -> Label | None:
    """How the law rounds what a rule works out."""
    return ROUNDINGS.get(spec.rounded.method) if spec.rounded is not None else None
