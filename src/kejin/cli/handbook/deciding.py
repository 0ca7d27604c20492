"""What a policy decides: each question with its conditions as a tree, and how the amounts are worked out."""

from collections.abc import Iterator
from datetime import date

from kejin.cli.handbook.markdown import escaped, heading, item, table
from kejin.cli.handbook.page import Page, day_shown, label_in
from kejin.facts import GRAINS, Label, dictionary
from kejin.packs import naming
from kejin.policy import Ruleset
from kejin.policy.conditions import Condition
from kejin.policy.documents import DecisionDocument
from kejin.policy.inputs import label_of
from kejin.policy.phrases import compound_words, name_of, rounding_words, rule_words
from kejin.policy.rules import BEGINNING, FOREVER, Move, RuleSpec
from kejin.policy.ruleset import Node


def decisions(page: Page) -> Iterator[str]:
    """The questions the policy answers."""
    yield heading(2, page.word("decides"))
    yield ""
    for document in page.policy.decisions.values():
        yield from _decision(page, document)


def _decision(page: Page, document: DecisionDocument) -> Iterator[str]:
    day = day_shown(page.policy, document)
    ruleset = page.book.ruleset(page.policy, day)
    yield heading(3, page.say(document.label.label))
    yield ""
    yield item(page.pair(page.word("about"), page.say(GRAINS[document.grain].label)))
    if document.audience is not None:
        yield item(page.pair(page.word("audience"), page.say(naming.AUDIENCES[document.audience])))
    if document.start is not None or document.until is not None:
        span = f"{document.start or page.policy.head.start} – {document.until or page.word('no_end')}"
        yield item(page.pair(page.word("in_force"), span))
    if document.amounts:
        names = page.listed(page.say(label_in(page, name)) for name in document.amounts)
        yield item(page.pair(page.word("amounts"), names))
    if document.held:
        yield item(page.pair(page.word("held"), page.say(label_in(page, document.held))))
        facts = dictionary()
        names = page.listed(page.say(facts[name].label) for name in document.certifies if name in facts)
        yield item(page.pair(page.word("certifies"), names))
    yield ""
    yield page.word("shown_as_of", day.isoformat())
    yield ""
    roots = [document.rule, *([document.held] if document.held else [])]
    for name in roots:
        owner, _, leaf = ".".join(page.policy.uses.get(name, (page.policy.id, name))).partition(".")
        yield from named_lines(page, ruleset, f"{owner}.{leaf}", depth=0)
    yield ""


def named_lines(
    page: Page, ruleset: Ruleset, name: str, *, depth: int, denied: bool = False
) -> Iterator[str]:
    """A condition with its clauses, and its parts below it; one that was told before is only named."""
    node = ruleset.nodes[name]
    label = f"**{page.say(_label(ruleset, node))}**"
    if denied:
        label = page.word("not", label)
    if node.policy != page.policy.id:
        other = page.word("elsewhere", page.other(node.policy))
        yield item(page.noted(label, other), depth)
        return
    if name in page.told:
        yield item(page.noted(label, page.word("above")), depth)
        return
    page.told.add(name)
    condition = node.condition
    yield item(_condition_text(page, ruleset, node, label=label), depth)
    for child in condition.children if condition is not None else ():
        yield from _part_lines(page, ruleset, child, depth=depth + 1)
    if condition is not None and not condition.children:
        for need in node.needs:
            below = ruleset.nodes[need]
            # A leaf that stands on another condition ("each year profitable") has that one below it.
            if _is_condition(ruleset, below):
                yield from named_lines(page, ruleset, _source(ruleset, below).name, depth=depth + 1)


def _is_condition(ruleset: Ruleset, node: Node) -> bool:
    source = _source(ruleset, node)
    return isinstance(source.spec, RuleSpec) and source.condition is not None


def _source(ruleset: Ruleset, node: Node) -> Node:
    return ruleset.nodes[node.needs[0]] if isinstance(node.spec, Move) else node


def _part_lines(page: Page, ruleset: Ruleset, part: Condition, *, depth: int) -> Iterator[str]:
    if part.form == "named":
        yield from named_lines(page, ruleset, part.origin.name, depth=depth)
        return
    if part.form == "not" and part.children[0].form == "named":
        yield from named_lines(page, ruleset, part.children[0].origin.name, depth=depth, denied=True)
        return
    yield item(page.say(compound_words(ruleset, part)), depth)
    for child in part.children:
        yield from _part_lines(page, ruleset, child, depth=depth + 1)


def _condition_text(page: Page, ruleset: Ruleset, node: Node, *, label: str) -> str:
    text = page.pair(label, page.say(rule_words(ruleset, node)))
    if isinstance(node.spec, RuleSpec):
        if page.language == "en" and node.spec.meaning:
            text = f"{text}. *{escaped(node.spec.meaning)}*"
        return page.noted(text, page.cited(node.spec.cites))
    return text


def _label(ruleset: Ruleset, node: Node) -> Label:
    return label_of(node) if isinstance(node.spec, RuleSpec | Move) else name_of(ruleset, node.name)


def quantities(page: Page) -> Iterator[str]:
    """How each amount is worked out, and where yearly and other figures are read."""
    found = _own_nodes(page)
    rows = [_quantity(page, ruleset, node) for ruleset, node in found if _is_amount(node)]
    if rows:
        yield heading(2, page.word("quantities"))
        yield ""
        yield from table([page.word(key) for key in ("name", "formula", "rounding", "clause")], rows)
    moves = [
        [page.say(node.spec.label), page.say(rule_words(ruleset, node))]
        for ruleset, node in found
        if isinstance(node.spec, Move)
    ]
    if moves:
        yield heading(2, page.word("moves"))
        yield ""
        yield from table([page.word("name"), page.word("reads")], moves)


def _is_amount(node: Node) -> bool:
    return isinstance(node.spec, RuleSpec) and node.condition is None


def _quantity(page: Page, ruleset: Ruleset, node: Node) -> list[str]:
    spec = node.spec
    assert isinstance(spec, RuleSpec)  # noqa: S101 - the caller looked
    page.told.add(node.name)
    name = page.say(spec.label)
    if page.language == "en" and spec.meaning:
        name = f"{name}. *{escaped(spec.meaning)}*"
    rounding = rounding_words(spec)
    rounded = page.say(rounding) if rounding else ""
    if rounding and spec.rounded is not None and spec.rounded.cites not in spec.cites:
        rounded = page.noted(rounded, page.cited([spec.rounded.cites]))
    return [name, page.say(rule_words(ruleset, node)), rounded, page.cited(spec.cites)]


def _own_nodes(page: Page) -> list[tuple[Ruleset, Node]]:
    """The policy's own rules and moves as they are compiled on the days shown, each once."""
    found: dict[str, tuple[Ruleset, Node]] = {}
    for day in days_shown(page):
        ruleset = page.book.ruleset(page.policy, day)
        for node in ruleset.nodes.values():
            if node.policy == page.policy.id and isinstance(node.spec, RuleSpec | Move):
                found.setdefault(node.name, (ruleset, node))
    return list(found.values())


def days_shown(page: Page) -> list[date]:
    """The days at which the policy's decisions are told."""
    return list(dict.fromkeys(day_shown(page.policy, d) for d in page.policy.decisions.values()))


def versions(page: Page) -> Iterator[str]:
    """The formulas that changed, began late or ended."""
    rows = []
    for leaf, specs in page.policy.rules.items():
        for spec in specs:
            if spec.since == BEGINNING and spec.until == FOREVER:
                continue
            since = spec.since.isoformat() if spec.since > BEGINNING else ""
            until = spec.until.isoformat() if spec.until < FOREVER else ""
            rows.append(
                [page.say(spec.label), since, until, _version_words(page, leaf, spec), page.cited(spec.cites)]
            )
    if rows:
        yield heading(2, page.word("versions"))
        yield ""
        yield from table([page.word(key) for key in ("rule", "from", "until", "formula", "clause")], rows)


def _version_words(page: Page, leaf: str, spec: RuleSpec) -> str:
    day = max(spec.since, page.policy.head.start)
    ruleset = page.book.ruleset(page.policy, min(day, spec.until))
    node = ruleset.nodes.get(f"{page.policy.id}.{leaf}")
    words = page.say(rule_words(ruleset, node)) if node is not None and node.spec is spec else ""
    if page.language == "en" and spec.meaning:
        return f"{words}. *{escaped(spec.meaning)}*" if words else escaped(spec.meaning)
    return words


def others(page: Page) -> Iterator[str]:
    """Rules, and where figures are read, that stand nowhere else on the page: lent to others, or not in force."""
    found = {node.leaf: (ruleset, node) for ruleset, node in _own_nodes(page)} | _lent_nodes(page)
    trees = [
        line
        for ruleset, node in found.values()
        if node.condition is not None
        for line in _untold(page, ruleset, node)
    ]
    amounts = [
        _quantity(page, ruleset, node)
        for ruleset, node in found.values()
        if _is_amount(node) and node.name not in page.told
    ]
    shown = {node.leaf for _, node in _own_nodes(page)}
    rows = [
        [page.say(m.label), page.say(rule_words(*found[name])) if name in found else "", ""]
        for name, m in page.policy.moves.items()
        if name not in shown
    ]
    for leaf, specs in page.policy.rules.items():
        if f"{page.policy.id}.{leaf}" not in page.told:
            rows += [[page.say(spec.label), _meaning(page, spec), page.cited(spec.cites)] for spec in specs]
    if trees or amounts or rows:
        yield heading(2, page.word("others"))
        yield ""
        yield page.word("others_note")
        yield ""
    yield from [*trees, ""] if trees else []
    yield from table([page.word(key) for key in ("name", "formula", "rounding", "clause")], amounts)
    yield from table([page.word(key) for key in ("rule", "formula", "clause")], rows)


def _untold(page: Page, ruleset: Ruleset, node: Node) -> Iterator[str]:
    if node.name not in page.told and isinstance(node.spec, RuleSpec):
        yield from named_lines(page, ruleset, node.name, depth=0)


def _meaning(page: Page, spec: RuleSpec) -> str:
    return escaped(spec.meaning) if page.language == "en" else ""


def _lent_nodes(page: Page) -> dict[str, tuple[Ruleset, Node]]:
    """What only other policies compile of this one, by leaf: seen through the eyes of those that borrow."""
    own = {node.name for _, node in _own_nodes(page)}
    found: dict[str, tuple[Ruleset, Node]] = {}
    for borrower, _, _ in page.book.borrowers.get(page.policy.id, []):
        for document in borrower.decisions.values():
            ruleset = page.book.ruleset(borrower, day_shown(borrower, document))
            for node in ruleset.nodes.values():
                if (
                    node.policy == page.policy.id
                    and node.name not in own
                    and isinstance(node.spec, RuleSpec | Move)
                ):
                    found.setdefault(node.leaf, (ruleset, node))
    return found
