"""What a condition read, down to its origin: a fact's cell, a parameter's version, a table's row, a move's rows."""

from datetime import date

from kejin.facts import Fact, FactKind, Grain, Label
from kejin.policy.documents import ClauseDocument
from kejin.policy.explanation import ClauseRef, ExplainedInput, ExplainedValue, InputKind, PlainValue
from kejin.policy.moves import YEARLY_HOWS, base_year
from kejin.policy.pack import Policy
from kejin.policy.replay import Replay, Row
from kejin.policy.resolve import constant_int_or_none
from kejin.policy.rules import Move, RuleSpec
from kejin.policy.ruleset import DayOfRun, Node, ResolvedParameter, ResolvedTable
from kejin.policy.terms import Term
from kejin.policy.wording import explained

NO_MEASURE = Label("", "")
# A bank-year may hold thousands of loans; a page shows the first ones and the total.
ROWS_SHOWN = 50
_MOST_READ = 20_000


class Inputs:
    """Explains inputs from the rows of one replay."""

    def __init__(self, result: Replay) -> None:
        self.result = result
        self.ruleset = result.ruleset
        # A batch cites the same few places a hundred thousand times.
        self._clauses: dict[tuple[str, ClauseDocument], ClauseRef] = {}
        self._cited: dict[str, tuple[ClauseRef, ...]] = {}
        # A sum over an enterprise's patents is read by many conditions, each down to every fact of every patent. The
        # rows are the replay's own, so that one is known by where it lies.
        self._read: dict[tuple[str, int], ExplainedInput] = {}

    def input(self, name: str, row: Row | None) -> ExplainedInput:
        """One input of a condition, down to its cell, clause or table row."""
        key = name, id(row)
        found = self._read.get(key)
        if found is None:
            found = self._made(name, row)
            if len(self._read) >= _MOST_READ:
                self._read.clear()
            self._read[key] = found
        return found

    def _made(self, name: str, row: Row | None) -> ExplainedInput:
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
            self.clauses_of(node),
            inputs=nested,
        )

    def _fact(self, fact: Fact, row: Row | None, *, year: int | None = None) -> ExplainedInput:
        value = plain_of(row.get(fact.name)) if row is not None else None
        shown = _named(explained(value, fact.unit, fact.measure), fact)
        source = self.result.factset.locate(fact.name, row, year=year) if row is not None else None
        return ExplainedInput(fact.name, InputKind.FACT, fact.label, shown, year=year, source=source)

    def _parameter(self, node: Node, spec: ResolvedParameter, *, row: Row | None) -> ExplainedInput:
        version = spec.current
        if spec.document.pivot:
            index = row.get(f"{node.name}#version") if row is not None else None
            version = spec.versions[index] if isinstance(index, int) else None
        value = version.value if version is not None else None
        shown = self._codes(node, value) if isinstance(value, tuple) else explained(value, node.term.unit)
        return ExplainedInput(
            name=node.name,
            kind=InputKind.PARAMETER,
            label=spec.document.label.label,
            value=shown,
            clauses=(self.clause(node.policy, version.clause),) if version else (),
            confidence=version.confidence if version else None,
            since=version.start if version else None,
            # The date fact at which a pivoted parameter was looked up.
            inputs=tuple(self.input(need, row) for need in node.needs),
        )

    def _codes(self, node: Node, codes: tuple[str, ...]) -> ExplainedValue:
        """A list of codes by what they are called."""
        known = self.ruleset.code_labels.get(node.name, {})
        labels = [known.get(code, Label(code, code)) for code in codes]
        text = Label("、".join(label.zh for label in labels), ", ".join(label.en for label in labels))
        return ExplainedValue(", ".join(codes), node.term.unit, text)

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
            up = self.result.parent_of(move, row)
            nested = (self.input(node.needs[0], up),)
        elif row is not None and move.how in ("total", "tally"):
            nested = tuple(
                self.input(node.needs[0], child) for child in self.result.children_of(move, row)[:ROWS_SHOWN]
            )
            if not nested and row.get(node.name) is None:
                # No row and nobody said that there is none: what a row would have held is what to ask for.
                nested = (self.input(node.needs[0], None),)
        value = explained(_value(node, row), node.term.unit, self.measure_of(node.term, node))
        if node.term.unit == "choice":
            value = _named(value, self.ruleset.fact_below(node))
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
        key = (policy_id, document)
        if key not in self._clauses:
            self._clauses[key] = clause_ref(self.ruleset.policies[policy_id], document)
        return self._clauses[key]

    def clauses_of(self, node: Node) -> tuple[ClauseRef, ...]:
        """The clauses a rule cites; a move cites what its source does; nothing for what is no rule."""
        if isinstance(node.spec, Move):
            return self.clauses_of(self.ruleset.nodes[node.needs[0]])
        if not isinstance(node.spec, RuleSpec):
            return ()
        if node.name not in self._cited:
            places = [cite.partition("#") for cite in node.spec.cites]
            refs = [self.clause(node.policy, ClauseDocument(doc=doc, at=at)) for doc, _, at in places]
            self._cited[node.name] = tuple(refs)
        return self._cited[node.name]

    def measure_of(self, term: Term, node: Node) -> Label:
        """How a count reads (people, items): the measure of the first counted fact below; empty for the rest."""
        if term.unit != "count":
            return NO_MEASURE
        start = self.ruleset.nodes.get(term.origin.name, node)
        for below in self.ruleset.closure([start.name]):
            if isinstance(below.spec, Fact) and below.spec.kind in (FactKind.COUNT, FactKind.YEAR):
                return below.spec.measure
        return NO_MEASURE


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


def label_of(node: Node) -> Label:
    """What a node is called on a page."""
    if isinstance(node.spec, RuleSpec | Move):
        return node.spec.label
    return Label(node.leaf, node.leaf)


def _named(shown: ExplainedValue, fact: Fact | None) -> ExplainedValue:
    """A code by what it is called; every other value as it is."""
    choice = next((c for c in fact.choices if c.code == shown.value), None) if fact is not None else None
    return shown if choice is None else ExplainedValue(shown.value, shown.unit, choice.label)


def _value(node: Node, row: Row | None) -> PlainValue:
    value = plain_of(row.get(node.name)) if row is not None else None
    scale = getattr(node.term, "scale", None)
    if isinstance(value, int) and not isinstance(value, bool) and isinstance(scale, int):
        return value * (10**9 // scale)
    return value


def plain_of(value: object) -> PlainValue:
    """A value of a row as an explanation holds it; anything else is unknown."""
    return value if isinstance(value, int | bool | str | date) else None
