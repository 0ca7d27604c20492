"""Nothing is left out: the law compiles on every day it changes, everything is labelled, cited and told, in sentences."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache

import polars as pl
import pytest
from benchmarks.register import register

from kejin.cli.handbook import handbook
from kejin.cli.handbook.markdown import escaped
from kejin.facts import GRAINS, FactSet, Grain, Label, dictionary
from kejin.packs import shipped
from kejin.policy import (
    Dates,
    Explainer,
    Explanation,
    Policy,
    Ruleset,
    quoted_names,
    support_names,
)
from kejin.policy.cases import facts_frame
from kejin.policy.documents import ClauseDocument
from kejin.policy.explanation import ExplainedCondition, ExplainedInput, PlainValue
from kejin.policy.replay import replay
from kejin.policy.timetable import change_days, timetable

FIRST = date(2019, 1, 1)
FOREVER = date(9999, 12, 31)
LAW = date(2026, 6, 30)
DAY = timedelta(days=1)
STORE = shipped()
IDS = sorted(STORE.policies)
CHINESE = re.compile("[一-鿿]")
WORD = re.compile("[A-Za-z]")
CODE_NAME = re.compile(r"\b[a-z][a-z0-9]*_[a-z0-9_]+\b")
UNFINISHED = re.compile(r"[\s:：,，、;；(（|–-]$")


def dates(law: date) -> Dates:
    return Dates(law, law, FOREVER)


# --- every date ---------------------------------------------------------------------------------------------------


def borrowers(policy_id: str) -> set[str]:
    """The policy and all that borrow from it, from those that borrow from these, and so on."""
    found = {policy_id}
    while more := {p.id for p in STORE.policies.values() if {o for o, _ in p.uses.values()} & found} - found:
        found |= more
    return found


@cache
def turning_days() -> Mapping[date, frozenset[str]]:
    """Each day since 2019 on which something changes, and the day before it, with the policies it can touch."""
    touched: dict[date, set[str]] = {}
    for policy in STORE.policies.values():
        for day in change_days(STORE.only([policy.id])):
            for law in (day - DAY, day):
                if law >= FIRST:
                    touched.setdefault(law, set()).update(borrowers(policy.id))
    return {day: frozenset(ids) for day, ids in sorted(touched.items())}


def test_what_changes_on_a_day_compiles_on_it_and_on_the_day_before() -> None:
    assert len(turning_days()) > 100
    for law, ids in turning_days().items():
        ruleset = STORE.only(ids).compile(dates(law))
        asleep = {f"{policy_id}.{name}" for policy_id in ids for name in STORE.policy(policy_id).decisions}
        assert {decision.key for decision in ruleset.decisions} | set(ruleset.asleep) == asleep


@pytest.mark.slow
def test_the_whole_law_compiles_on_every_day_on_which_anything_changes_and_on_the_day_before() -> None:
    keys = {f"{policy.id}.{name}" for policy in STORE.policies.values() for name in policy.decisions}
    for law in turning_days():
        ruleset = STORE.compile(dates(law))
        assert {decision.key for decision in ruleset.decisions} | set(ruleset.asleep) == keys


def test_the_days_on_which_the_law_changes_are_those_of_its_timetable() -> None:
    days = {change.day for change in timetable(STORE) if change.day >= FIRST}
    assert days <= set(turning_days())


# --- everything has a label, a grain, a clause and a page --------------------------------------------------------


def named(policy: Policy) -> Iterator[tuple[str, Label]]:
    """Everything of a policy that a reader meets by its label."""
    head = policy.head
    yield "policy", policy.label
    yield "summary", policy.summary
    yield from ((f"decision {d.id}", d.label.label) for d in head.decisions)
    yield from ((f"missing {place}", text.label) for place, text in enumerate(head.missing))
    yield from ((f"parameter {p.id}", p.label.label) for p in policy.parameters.values())
    for table in policy.tables.values():
        yield f"table {table.id}", table.label.label
        yield from ((f"row {table.id}#{r.id}", r.label.label) for v in table.versions for r in v.rows)
    yield from ((f"rule {leaf}", spec.label) for leaf, specs in policy.rules.items() for spec in specs)
    yield from ((f"move {name}", move.label) for name, move in policy.moves.items())
    for product in policy.products.values():
        yield from (
            (f"product {product.id}", x.label) for x in (product.label, product.summary, product.provider)
        )
        yield from ((f"document of {product.id}", x.label) for x in product.documents)
    yield from ((f"support {s.id}", s.label.label) for s in policy.supports.values())
    yield from ((f"stacking {s.id}", s.label.label) for s in policy.stacking.values())
    yield from ((f"source {s.id}", s.title.label) for s in policy.sources.values())


def is_figure(text: str) -> bool:
    """Whether a text is figures and signs: 80% - 20%, 1% to below 2%."""
    return not WORD.search(re.sub(r"\b(from|to|up|above|below)\b", "", text))


def misnamed(what: str, label: Label) -> bool:
    """Whether a label lacks a language or shows a name of the code.

    A figure (80% - 20%) needs no words. A note and a title may quote Chinese within the English.
    """
    if any(
        UNFINISHED.search(text) or CODE_NAME.search(text) or not text.strip() for text in (label.zh, label.en)
    ):
        return True
    quoting = what.startswith(("missing", "source"))
    return (not CHINESE.search(label.zh) and not is_figure(label.en)) or (
        bool(CHINESE.search(label.en)) and not quoting
    )


@pytest.mark.parametrize("policy_id", IDS)
def test_everything_is_named_in_both_languages(policy_id: str) -> None:
    assert [(what, label) for what, label in named(STORE.policy(policy_id)) if misnamed(what, label)] == []


def clauses(policy: Policy) -> Iterator[tuple[str, ClauseDocument | None]]:
    """The clause behind everything; None where there is none."""
    for leaf, specs in policy.rules.items():
        for spec in specs:
            for cite in spec.cites or ("",):
                doc, _, at = cite.partition("#")
                yield f"rule {leaf}", ClauseDocument(doc=doc, at=at) if doc else None
            if spec.rounded is not None:
                yield f"rounding of {leaf}", ClauseDocument(doc=spec.rounded.cites.partition("#")[0])
    yield from ((f"parameter {p.id}", v.clause) for p in policy.parameters.values() for v in p.versions)
    yield from ((f"table {t.id}", v.clause) for t in policy.tables.values() for v in t.versions)
    yield from ((f"stacking {s.id}", s.clause) for s in policy.stacking.values())
    yield from ((f"case {c.id}", c.source) for c in policy.cases)


def _placeless(policy: Policy, what: str, clause: ClauseDocument) -> bool:
    """Whether a clause names no place though its text was read: what stands in a report has no article."""
    if clause.at or clause.unread or what.startswith(("case", "rounding")):
        return False
    return policy.sources[clause.doc].kind in ("official", "mirror")


@pytest.mark.parametrize("policy_id", IDS)
def test_everything_rests_on_a_clause_of_a_source_of_the_policy(policy_id: str) -> None:
    policy = STORE.policy(policy_id)
    found = list(clauses(policy))
    assert [what for what, clause in found if clause is None or clause.doc not in policy.sources] == []
    assert [what for what, clause in found if clause is not None and _placeless(policy, what, clause)] == []
    # A product, a support and a decision rest on the clauses of the rule that opens them.
    rules = {d.rule for d in policy.head.decisions} | {d.held for d in policy.head.decisions if d.held}
    assert [rule for rule in rules if rule not in {*policy.rules, *policy.uses, *policy.moves}] == []
    opened = [p.decision for p in policy.products.values()] + [s.decision for s in policy.supports.values()]
    assert [name for name in opened if name not in policy.decisions] == []


@pytest.mark.parametrize("policy_id", IDS)
def test_every_rule_and_move_lives_at_a_grain_that_its_inputs_share(policy_id: str) -> None:
    policy = STORE.policy(policy_id)
    for leaf, specs in policy.rules.items():
        assert all(spec.grain in GRAINS for spec in specs), leaf
        assert len({spec.grain for spec in specs}) == 1, leaf
    for name, move in policy.moves.items():
        assert {move.grain, move.target} <= set(GRAINS), name
        down, up = (move.target, move.grain) if move.how == "parent" else (move.grain, move.target)
        assert move.how == "running" or up in GRAINS[down].parents, name
    for decision in policy.head.decisions:
        owner, rule = policy.uses.get(decision.rule, (policy_id, decision.rule))
        lender = STORE.policy(owner)
        grain = lender.rules[rule][0].grain if rule in lender.rules else lender.moves[rule].target
        assert grain is decision.grain, decision.id
    terms = [n for p in policy.products.values() for n in quoted_names(p.quote).values()]
    terms += [n for s in policy.supports.values() for n in support_names(s).values()]
    for name in terms:
        specs = policy.rules.get(name, ())
        assert all(spec.grain is Grain.ENTERPRISE for spec in specs), name


@cache
def pages() -> Mapping[str, str]:
    return handbook(STORE)


@pytest.mark.parametrize("policy_id", IDS)
def test_everything_stands_on_the_pages_of_the_handbook(policy_id: str) -> None:
    policy = STORE.policy(policy_id)
    zh, en = pages()[f"zh/{policy_id}.md"], pages()[f"en/{policy_id}.md"]
    told = list(named(policy))
    assert [what for what, label in told if escaped(label.zh) not in zh] == []
    assert [what for what, label in told if escaped(label.en) not in en] == []
    quotes = [clause.quote for _, clause in clauses(policy) if clause is not None and clause.quote]
    assert [quote for quote in quotes if escaped(quote) not in zh or escaped(quote) not in en] == []
    meanings = [spec.meaning for specs in policy.rules.values() for spec in specs]
    assert [text for text in meanings if escaped(text) not in en] == []
    assert [case.id for case in policy.cases if escaped(case.why) not in zh] == []
    assert policy_id in pages()["zh/index.md"]
    assert policy_id in pages()["en/index.md"]


# --- a trace reads as sentences -----------------------------------------------------------------------------------


@cache
def ruleset() -> Ruleset:
    return STORE.compile(dates(LAW))


KEYS = {
    "enterprise_id": "case", "right_no": "right", "honour_code": "other", "granted_on": LAW, "round_no": 1,
    "loan_id": "loan", "institution_id": "bank", "programme_id": "programme", "fund_id": "fund",
    "investment_id": "investment", "bond_id": "bond", "debt_id": "debt", "hedge_id": "hedge",
    "insurance_id": "insurance", "year": LAW.year - 1, "loan_year": LAW.year - 1,
}  # fmt: skip


def nothing_known() -> FactSet:
    """One row at every grain, each leading to the others; not one fact."""
    frames = {}
    for grain, spec in GRAINS.items():
        columns = {*spec.keys, *spec.foreign_keys}
        frames[grain] = facts_frame(grain, [{name: KEYS[name] for name in columns}])
    return FactSet(frames)


def drawn() -> FactSet:
    """A few enterprises drawn at random, with whatever the rules read."""
    names = [node.name for node in ruleset().nodes.values() if not node.policy and node.name in dictionary()]
    return register(names, enterprises=4)


def explanations(factset: FactSet, policy_id: str) -> Iterator[Explanation]:
    """Every decision of a policy in force, for the first subjects of its grain."""
    own = [decision for decision in ruleset().decisions if decision.policy == policy_id]
    grains = dict.fromkeys(decision.grain for decision in own)
    subjects = {grain: _subjects(factset, grain) for grain in grains}
    known = {grain: frame for grain, frame in subjects.items() if frame.height}
    made = replay(ruleset(), factset, own, subjects=known)
    explainer = Explainer(ruleset(), lambda _: made)
    for decision in own:
        for row in subjects[decision.grain].to_dicts():
            subject: dict[str, PlainValue] = dict(row)
            yield explainer.explain(decision.key, subject)


def _subjects(factset: FactSet, grain: Grain) -> pl.DataFrame:
    frame = factset.frames.get(grain)
    keys = list(GRAINS[grain].keys)
    return (
        pl.DataFrame(schema=dict.fromkeys(keys, pl.String))
        if frame is None
        else frame.lazy().select(keys).head(4).collect()
    )


def texts(made: Explanation) -> Iterator[tuple[str, Label]]:
    """All that a reader of an explanation reads."""
    yield from _condition_texts(made.tree)
    for amount in made.amounts:
        yield from _input_texts(amount)
    for ask in made.ask:
        yield f"ask {ask.name}", ask.label
        yield f"ask {ask.name}", ask.why
    yield from ((f"step {step.rule}", step.sentence) for step in made.steps)
    yield from ((f"caution {caution.code}", caution.text) for caution in made.cautions)


def _condition_texts(condition: ExplainedCondition) -> Iterator[tuple[str, Label]]:
    for what, text in (("label", condition.label), ("sentence", condition.sentence)):
        yield f"{what} of {condition.rule}", text
    for read in condition.inputs:
        yield from _input_texts(read)
    for child in condition.children:
        yield from _condition_texts(child)


def _input_texts(read: ExplainedInput) -> Iterator[tuple[str, Label]]:
    yield f"label of {read.name}", read.label
    yield f"value of {read.name}", read.value.text
    if read.row_label is not None:
        yield f"row of {read.name}", read.row_label
    for below in read.inputs:
        yield from _input_texts(below)


def fault(what: str, text: Label) -> str:
    """What keeps a text from being a sentence in its language; empty where nothing does."""
    told = (text.zh, text.en)
    if any(CODE_NAME.search(one) for one in told):
        return "a name of the code"
    if what.startswith("value"):  # a figure or a list, which may hold names as the document spells them
        return ""
    if any(not one.strip() or UNFINISHED.search(one) for one in told):
        return "nothing said, or unfinished"
    if CHINESE.search(text.en):
        return "Chinese within the English"
    # A comparison of shares has no words: 4.2% ≥ 4%.
    return "" if CHINESE.search(text.zh) or is_figure(text.en) else "no Chinese"


@pytest.mark.parametrize("given", ["nothing known", "drawn"])
def test_every_trace_reads_as_sentences_in_both_languages(given: str) -> None:
    factset = nothing_known() if given == "nothing known" else drawn()
    wrong: dict[str, str] = {}
    count = 0
    for policy_id in IDS:
        for made in explanations(factset, policy_id):
            count += 1
            for what, text in texts(made):
                if found := fault(what, text):
                    wrong.setdefault(f"{policy_id}: {what}: {found}", f"{text.zh} / {text.en}")
    assert count > len(IDS)
    assert wrong == {}


def test_where_nothing_is_known_an_open_decision_says_what_it_waits_for() -> None:
    silent = [
        f"{made.policy}.{made.decision}"
        for policy_id in IDS
        for made in explanations(nothing_known(), policy_id)
        if made.tree.verdict is None and not made.ask and "not seen in any source" not in str(made.tree)
    ]
    assert silent == []
