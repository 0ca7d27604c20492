"""Run the cases a pack brings: facts in, verdicts and values out, and what must appear in the trace."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from kejin.errors import CaseError
from kejin.facts import GRAINS, Fact, FactKind, FactSet, Grain, check_frame, dictionary
from kejin.policy.coding import id_names, ids_are_read
from kejin.policy.conditions import Condition
from kejin.policy.documents import CaseDocument, Kind
from kejin.policy.evaluation import evaluate, verdict_expr
from kejin.policy.explain import Explainer
from kejin.policy.explanation import Dates, ExplainedCondition, ExplainedInput, Explanation, PlainValue
from kejin.policy.pack import Policy
from kejin.policy.replay import replay
from kejin.policy.ruleset import Decision, Node, Ruleset
from kejin.policy.staging import columns_of
from kejin.policy.store import PolicyStore
from kejin.policy.values import PLAIN_UNITS, parse_integer, parse_value

CASE_KINDS: Mapping[FactKind, Kind] = {
    FactKind.MONEY: Kind.MONEY,
    FactKind.RATIO: Kind.RATIO,
    FactKind.COUNT: Kind.COUNT,
    FactKind.YEAR: Kind.COUNT,
    FactKind.SCORE: Kind.POINTS,
    FactKind.DATE: Kind.DATE,
    FactKind.FLAG: Kind.FLAG,
}
TERM_KINDS = {
    "fen": Kind.MONEY,
    "hkd_cent": Kind.MONEY,
    "usd_cent": Kind.MONEY,
    "ppb": Kind.RATIO,
    "count": Kind.COUNT,
    "centipoint": Kind.POINTS,
    "days": Kind.DAYS,
}
MONEY_OF = {"fen": "元", "hkd_cent": "港元", "usd_cent": "美元"}
DEFAULT_KEYS = {
    "enterprise_id": "case",
    "loan_id": "loan-{n}",
    "institution_id": "bank-1",
    "programme_id": "programme-1",
    "right_no": "right-{n}",
    "honour_code": "honour-{n}",
    "round_no": "{n}",
    "fund_id": "fund-1",
    "investment_id": "investment-{n}",
    "bond_id": "bond-{n}",
    "debt_id": "debt-{n}",
    "hedge_id": "hedge-{n}",
    "insurance_id": "insurance-{n}",
}


@dataclass(frozen=True, slots=True)
class CaseResult:
    """The outcome of one case: what differed, empty when all held."""

    policy: str
    case: str
    kind: str
    why: str
    problems: tuple[str, ...]

    @property
    def held(self) -> bool:
        """Whether everything expected came out."""
        return not self.problems


def run_cases(store: PolicyStore, policy: Policy) -> list[CaseResult]:
    """All cases of a policy, each under the rules of its own dates; those of the same dates are worked out together."""
    alone = store.only([policy.id])
    groups: dict[Dates, list[CaseDocument]] = {}
    for case in policy.cases:
        groups.setdefault(case_dates(case), []).append(case)
    results: dict[str, CaseResult] = {}
    for dates, cases in groups.items():
        ruleset = alone.compile(dates)
        # Where a rule looks into an id, the ids of a case must stay as they are.
        batches = [[case] for case in cases] if ids_are_read(ruleset.nodes.values()) else [cases]
        results |= {result.case: result for batch in batches for result in _results(ruleset, policy, batch)}
    return [results[case.id] for case in policy.cases]


def case_dates(case: CaseDocument) -> Dates:
    """The case's three dates: facts as of the law date and known by any day, unless it says otherwise."""
    return Dates(case.law, case.facts_as_of or case.law, case.known_by or date(9999, 12, 31))


def _results(ruleset: Ruleset, policy: Policy, cases: Sequence[CaseDocument]) -> Iterator[CaseResult]:
    together = _Together(ruleset, [case_facts(policy, case) for case in cases])
    asked = {decision.key: decision for case in cases for decision in _asked(ruleset, policy, case)}
    together.decide(tuple(asked.values()))
    for number, case in enumerate(cases):
        problems = tuple(_problems(together, policy, case, number=number))
        yield CaseResult(policy.id, case.id, case.kind, case.why, problems)


def _asked(ruleset: Ruleset, policy: Policy, case: CaseDocument) -> list[Decision]:
    """The decisions that a case expects something of; all of the policy where it names none."""
    wanted = case.expect.keys() & policy.decisions.keys()
    return [d for d in ruleset.decisions if d.policy == policy.id and (d.id in wanted or not wanted)]


def _problems(together: "_Together", policy: Policy, case: CaseDocument, *, number: int) -> Iterator[str]:
    ruleset, seen = together.ruleset, set[str]()
    for decision in _asked(ruleset, policy, case):
        yield from _check_decision(together, decision, case, number=number, seen=seen)
    wanted = case.expect.keys() & policy.decisions.keys()
    for name in wanted - {d.id for d in ruleset.decisions if d.policy == policy.id}:
        if case.expect[name] != "not_in_force":
            yield f"{name}: not in force on {case.law}"
    for name in case.expect.keys() - wanted:
        yield from _check_value(together, policy, case, number=number, name=name)
    yield from (f"{item} does not appear in the trace" for item in case.because if item not in seen)


class _Together:
    """Cases as subjects of one evaluation: the ids of each carry its number, so that no sum runs across two."""

    def __init__(self, ruleset: Ruleset, factsets: Sequence[FactSet]) -> None:
        self.ruleset = ruleset
        self._columns: dict[str, list[tuple[int, PlainValue]]] = {}
        self._subjects: dict[str, list[tuple[int, dict[str, PlainValue], str]]] = {}
        self._marked = len(factsets) > 1
        ids = id_names(ruleset.nodes.values()) if self._marked else frozenset()
        parts: dict[Grain, list[pl.DataFrame]] = {}
        for number, factset in enumerate(factsets):
            for grain, frame in factset.frames.items():
                texts = [
                    n for n, dtype in frame.lazy().collect_schema().items() if n in ids and dtype == pl.String
                ]
                marked = frame.lazy().with_columns(
                    pl.format(f"{number}/{{}}", pl.col(n)).alias(n) for n in texts
                )
                parts.setdefault(grain, []).append(marked.collect())
        self._facts = FactSet(
            {grain: pl.concat(frames, how="diagonal_relaxed") for grain, frames in parts.items()}
        )

    def decide(self, decisions: Sequence[Decision]) -> None:
        """Evaluate the decisions for all cases and replay them for their explanations."""
        if not decisions:
            return
        frames = evaluate(self.ruleset, self._facts, [decision.key for decision in decisions]).frames
        keys = {grain: frame.select(GRAINS[grain].keys) for grain, frame in frames.items()}
        replayed = replay(self.ruleset, self._facts, decisions, subjects=keys)
        self._explainer = Explainer(self.ruleset, lambda _: replayed)
        for decision in decisions:
            verdicts = frames[decision.grain].select(verdict_expr(decision)).to_series()
            self._subjects[decision.key] = [
                (self._owner(row), row, verdict)
                for row, verdict in zip(keys[decision.grain].to_dicts(), verdicts, strict=True)
            ]

    def explained(self, decision: Decision, number: int) -> Iterator[tuple[str, Explanation]]:
        """The verdict of the batch and the explanation, for each subject of a case."""
        for owner, subject, verdict in self._subjects[decision.key]:
            if owner == number:
                yield verdict, self._explainer.explain(decision.key, subject)

    def values(self, node: Node, number: int) -> list[PlainValue]:
        """What a rule comes to, for each subject of a case."""
        if node.name not in self._columns and node.grain is not None:
            frame = columns_of(self.ruleset, self._facts, [node.name])[node.grain]
            self._columns[node.name] = [(self._owner(row), row[node.name]) for row in frame.to_dicts()]
        return [value for owner, value in self._columns[node.name] if owner == number]

    def _owner(self, row: Mapping[str, PlainValue]) -> int:
        """The case that a row belongs to; the first key of every grain is an id."""
        return int(str(next(iter(row.values()))).partition("/")[0]) if self._marked else 0


def _check_decision(
    together: _Together, decision: Decision, case: CaseDocument, *, number: int, seen: set[str]
) -> Iterator[str]:
    verdicts = []
    for verdict, made in together.explained(decision, number):
        seen |= trace_names(made.tree)
        seen.update(name for amount in made.amounts for name in _input_names(amount))
        verdicts.append(made.verdict.value)
        if made.verdict.value != verdict:
            yield f"{decision.id}: the batch says {verdict}, the explanation {made.verdict.value}"
    expected = case.expect.get(decision.id)
    if expected is not None and set(verdicts) != {expected}:
        yield f"{decision.id}: expected {expected}, found {', '.join(verdicts) or 'no subject'}"


def _check_value(
    together: _Together, policy: Policy, case: CaseDocument, *, number: int, name: str
) -> Iterator[str]:
    text = case.expect[name]
    node = together.ruleset.nodes.get(f"{policy.id}.{name}")
    if node is None or node.grain is None:
        yield f"{name}: neither a decision nor a rule that any decision uses"
        return
    found = together.values(node, number)
    if isinstance(node.term, Condition):
        wanted: PlainValue = {"true": True, "false": False}.get(text or "")
    elif text is None or text == "unknown":
        wanted = None
    else:
        unit = MONEY_OF.get(node.term.unit, "")
        wanted = parse_integer(text, TERM_KINDS[node.term.unit], unit, where=f"{case.id}.{name}")
        scale = getattr(node.term, "scale", 10**9)
        wanted = wanted * scale // 10**9
    if not found or any(value != wanted for value in found):
        yield f"{name}: expected {text}, found {', '.join(map(str, found)) or 'no subject'} ({node.term.unit})"


def case_facts(policy: Policy, case: CaseDocument) -> FactSet:
    """The case's facts as checked frames; keys that were left out are made up."""
    where = f"{policy.id} case {case.id}"
    frames: dict[Grain, pl.DataFrame] = {}
    for grain, given in case.given.items():
        listed = [given] if isinstance(given, dict) else given
        rows = [_case_row(grain, row, number, where=where) for number, row in enumerate(listed, 1)]
        frames[grain] = facts_frame(grain, rows)
    return FactSet({grain: check_frame(frame, grain) for grain, frame in frames.items()})


def facts_frame(grain: Grain, rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """Rows of typed values as a frame with the dictionary's types."""
    known = dictionary()
    names = list(dict.fromkeys([*GRAINS[grain].keys, *(name for row in rows for name in row)]))
    schema = {name: known[name].dtype for name in names}
    return pl.DataFrame([{name: row.get(name) for name in names} for row in rows], schema=schema)


def _case_row(grain: Grain, row: dict[str, str | None], number: int, *, where: str) -> dict[str, PlainValue]:
    spec = GRAINS[grain]
    links = {column for columns in spec.parents.values() for column in columns}
    made: dict[str, PlainValue] = {}
    for key in (*spec.keys, *sorted(links)):
        if key in DEFAULT_KEYS:
            made[key] = DEFAULT_KEYS[key].format(n=number)
    for name, text in row.items():
        made[name] = fact_value(name, text, where)
    if grain is Grain.LOAN and "loan_year" not in made:
        signed = made.get("loan_signed_on")
        made["loan_year"] = signed.year if isinstance(signed, date) else None
    if isinstance(made.get("round_no"), str):
        made["round_no"] = number
    return made


def fact_value(name: str, text: str | None, where: str) -> PlainValue:
    """A fact's value from the text of a case. Raises `CaseError` for an unknown fact."""
    known = dictionary()
    if name not in known:
        raise CaseError("A case gives a fact that is not in the dictionary", found=name, where=where)
    fact: Fact = known[name]
    if text is None:
        return None
    if fact.kind in (FactKind.TEXT, FactKind.CHOICE):
        return text
    unit = PLAIN_UNITS[fact.currency] if fact.currency else ""
    value = parse_value(text, CASE_KINDS[fact.kind], unit, where=f"{where}.{name}")
    return None if isinstance(value, tuple) else value


def trace_names(tree: ExplainedCondition) -> set[str]:
    """What a trace holds: rule names, parameter names and "table#row"."""
    names = {tree.rule.split(".", 1)[-1]} if tree.rule else set()
    for item in tree.inputs:
        names |= _input_names(item)
    for child in tree.children:
        names |= trace_names(child)
    return names


def _input_names(item: ExplainedInput) -> set[str]:
    leaf = item.name.split(".", 1)[-1]
    names = {leaf, f"{leaf}#{item.row}"} if item.row else {leaf}
    for below in item.inputs:
        names |= _input_names(below)
    return names
