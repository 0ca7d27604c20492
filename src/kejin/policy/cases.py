"""Run the cases a pack brings: facts in, verdicts and values out, and what must appear in the trace."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from kejin.errors import CaseError
from kejin.facts import GRAINS, Fact, FactKind, FactSet, Grain, check_frame, dictionary
from kejin.policy.conditions import Condition
from kejin.policy.documents import CaseDocument, Kind
from kejin.policy.evaluation import evaluate, verdict_expr
from kejin.policy.explain import Explainer
from kejin.policy.explanation import Dates, ExplainedCondition, ExplainedInput, PlainValue
from kejin.policy.pack import Policy
from kejin.policy.plan import run_levels, start_frames
from kejin.policy.replay import replay
from kejin.policy.ruleset import Decision, Ruleset
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
    """All cases of a policy, each compiled at its own dates."""
    rulesets: dict[Dates, Ruleset] = {}
    alone = store.only([policy.id])
    results = []
    for case in policy.cases:
        dates = case_dates(case)
        if dates not in rulesets:
            rulesets[dates] = alone.compile(dates)
        results.append(run_case(rulesets[dates], policy, case))
    return results


def case_dates(case: CaseDocument) -> Dates:
    """The case's three dates: facts as of the law date and known by any day, unless it says otherwise."""
    return Dates(case.law, case.facts_as_of or case.law, case.known_by or date(9999, 12, 31))


def run_case(ruleset: Ruleset, policy: Policy, case: CaseDocument) -> CaseResult:
    """One case against a ruleset compiled at its dates."""
    factset = case_facts(policy, case)
    seen: set[str] = set()
    problems: list[str] = []
    wanted = {name for name in case.expect if name in policy.decisions}
    own = [d for d in ruleset.decisions if d.policy == policy.id and (d.id in wanted or not wanted)]
    problems.extend(_check_decisions(ruleset, factset, own, case=case, seen=seen))
    asleep = wanted - {d.id for d in ruleset.decisions if d.policy == policy.id}
    problems.extend(
        f"{name}: not in force on {case.law}" for name in asleep if case.expect[name] != "not_in_force"
    )
    for name in case.expect.keys() - wanted:
        problems.extend(_check_value(ruleset, factset, policy, expected=(name, case.expect[name], case.id)))
    problems.extend(f"{item} does not appear in the trace" for item in case.because if item not in seen)
    return CaseResult(policy.id, case.id, case.kind, case.why, tuple(problems))


def _check_decisions(
    ruleset: Ruleset, factset: FactSet, decisions: Sequence[Decision], *, case: CaseDocument, seen: set[str]
) -> Iterable[str]:
    frames = evaluate(ruleset, factset, [decision.key for decision in decisions]).frames
    subjects = {grain: frame.select(GRAINS[grain].keys) for grain, frame in frames.items()}
    replayed = replay(ruleset, factset, decisions, subjects=subjects)
    explainer = Explainer(ruleset, lambda _: replayed)
    for decision in decisions:
        rows = frames[decision.grain].select(
            *GRAINS[decision.grain].keys, verdict_expr(decision).alias("verdict")
        )
        verdicts = []
        for *keys, verdict in rows.iter_rows():
            made = explainer.explain(decision.key, dict(zip(rows.columns, keys, strict=False)))
            seen.update(trace_names(made.tree))
            seen.update(name for amount in made.amounts for name in _input_names(amount))
            verdicts.append(made.verdict.value)
            if made.verdict.value != verdict:
                yield f"{decision.id}: the batch says {verdict}, the explanation {made.verdict.value}"
        expected = case.expect.get(decision.id)
        if expected is not None and set(verdicts) != {expected}:
            yield f"{decision.id}: expected {expected}, found {', '.join(verdicts) or 'no subject'}"


def _check_value(
    ruleset: Ruleset, factset: FactSet, policy: Policy, *, expected: tuple[str, str | None, str]
) -> Iterable[str]:
    name, text, case_id = expected
    node = ruleset.nodes.get(f"{policy.id}.{name}")
    if node is None or node.grain is None:
        yield f"{name}: neither a decision nor a rule that any decision uses"
        return
    nodes = ruleset.closure([node.name])
    frames = run_levels(
        ruleset, start_frames(factset, nodes, ruleset.dates), nodes, complete=factset.complete
    )
    found = frames[node.grain].select(node.name).collect().to_series().to_list()
    if isinstance(node.term, Condition):
        wanted: PlainValue = {"true": True, "false": False}.get(text or "")
    elif text is None or text == "unknown":
        wanted = None
    else:
        unit = MONEY_OF.get(node.term.unit, "")
        wanted = parse_integer(text, TERM_KINDS[node.term.unit], unit, where=f"{case_id}.{name}")
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
