"""Facts in parts: totals over lenders, programmes and funds come out as over one frame, however the parts are cut."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from kejin.enterprises.synthetic.block import make_block
from kejin.enterprises.synthetic.funds import fund_sums
from kejin.enterprises.synthetic.province import lender_sums, programme_sums, province_facts, summed
from kejin.enterprises.synthetic.world import AS_OF
from kejin.errors import MoneyOverflowError
from kejin.facts import GRAINS, Beyond, FactSet, Grain, Way, spans_parts
from kejin.packs import shipped
from kejin.policy import Dates, Evaluation, PolicyStore, Ruleset, evaluate_by_policy
from kejin.policy.cases import facts_frame
from kejin.policy.crossing import (
    Round,
    added,
    name_of,
    partial,
    rounds,
    running_of,
    totals_of,
    with_running,
    with_totals,
)

DAY = date(2026, 6, 30)


def beyond_all(ruleset: Ruleset, parts: Sequence[FactSet]) -> list[FactSet]:
    """The parts with what each must know of the others, round by round."""
    known = [Beyond() for _ in parts]
    for one in rounds(ruleset, ruleset.decisions):
        tables = [partial(ruleset, replace(p, beyond=b), one) for p, b in zip(parts, known, strict=True)]
        totals = totals_of(one, {name: [table[name] for table in tables] for name in tables[0]})
        known = [with_totals(before, totals) for before in known]
        for step in one.running:
            runs = running_of(step, [table[step.name] for table in tables])
            known = [with_running(b, step.move.grain, [run]) for b, run in zip(known, runs, strict=True)]
    return [replace(part, beyond=beyond) for part, beyond in zip(parts, known, strict=True)]


def cut(facts: FactSet, places: Sequence[int]) -> list[FactSet]:
    """The facts in parts of whole enterprises; what belongs to none is in every part."""
    ids = facts.frames[Grain.ENTERPRISE].lazy().collect()["enterprise_id"].to_list()
    ends = sorted({0, len(ids), *(place % len(ids) for place in places)})
    return [_only(facts, ids[first:last]) for first, last in pairwise(ends)]


def _only(facts: FactSet, ids: Sequence[str]) -> FactSet:
    mine = pl.col("enterprise_id").is_in(list(ids))
    frames = {g: f if spans_parts(g) else f.lazy().filter(mine).collect() for g, f in facts.frames.items()}
    return replace(facts, frames=frames)


def together(parts: Sequence[Evaluation], grain: Grain) -> pl.DataFrame:
    """The answers of all parts; about a lender every part says the same."""
    keys = list(GRAINS[grain].keys)
    frames = [part.frames[grain].sort(keys) for part in parts]
    if spans_parts(grain):
        for frame in frames[1:]:
            assert_frame_equal(frame, frames[0])
        return frames[0]
    return pl.concat(frames).sort(keys)


def assert_as_one(ruleset: Ruleset, facts: FactSet, places: Sequence[int]) -> None:
    whole = list(evaluate_by_policy(ruleset, facts))
    parts = [list(evaluate_by_policy(ruleset, part)) for part in beyond_all(ruleset, cut(facts, places))]
    for place, evaluation in enumerate(whole):
        for grain, frame in evaluation.frames.items():
            keys = list(GRAINS[grain].keys)
            assert_frame_equal(together([part[place] for part in parts], grain), frame.sort(keys))


@cache
def province() -> FactSet:
    """Two hundred and fifty synthetic enterprises with their lenders, programmes and funds."""
    block = make_block(11, 0, first=0, count=250)
    common = province_facts(
        11,
        summed([lender_sums(block)], ("institution_id", "year")),
        programmes=summed([programme_sums(block)], ("programme_id", "year")),
        funds=summed([fund_sums(block.facts[Grain.INVESTMENT])], ("fund_id",)),
    )
    frames = {**block.facts, **common}
    return FactSet(frames, frozenset(frames))


def test_all_policies_over_parts_say_what_they_say_over_one_frame() -> None:
    ruleset = shipped().compile(Dates(AS_OF, AS_OF, AS_OF))
    assert rounds(ruleset, ruleset.decisions)
    assert_as_one(ruleset, province(), [60, 61, 180])


def test_without_the_totals_over_all_parts_they_would_not() -> None:
    ruleset = shipped().compile(Dates(AS_OF, AS_OF, AS_OF))
    policy = ["tech_loan_statistics"]
    whole = list(evaluate_by_policy(ruleset, province(), policy))
    alone = [list(evaluate_by_policy(ruleset, part, policy)) for part in cut(province(), [60, 180])]
    differing = [
        grain
        for place, evaluation in enumerate(whole)
        for grain, frame in evaluation.frames.items()
        if not _same([part[place] for part in alone], grain, frame)
    ]
    assert set(differing) == {Grain.INSTITUTION_YEAR}


def _same(parts: Sequence[Evaluation], grain: Grain, frame: pl.DataFrame) -> bool:
    keys = list(GRAINS[grain].keys)
    rows = [part.frames[grain] for part in parts]
    mine = rows[0] if spans_parts(grain) else pl.concat(rows)
    return mine.sort(keys).equals(frame.sort(keys))


HEAD = """
id: two
jurisdiction: cn
instrument: policy
label: {zh: 两轮, en: Two rounds}
summary: {zh: 两轮, en: Two rounds}
checked_through: 2026-12-31
from: 2026-01-01
nearly: {share: "0", units: 0, days: 0, conditions: 0}
decisions:
  - {id: bank, label: {zh: 银行, en: Bank}, rule: bank_within, grain: institution_year, amounts: [lent_fen]}
  - {id: loan, label: {zh: 贷款, en: Loan}, rule: loan_within, grain: loan, amounts: [counted_fen, so_far_fen]}
  - {id: programme, label: {zh: 项目, en: Programme}, rule: programme_within, grain: programme_year, amounts: [counted_of_year_fen, loans_in_order]}
"""
RULES = '''
from kejin.policy.dsl import Check, Fen, Grain, at_least, at_most, only_if, parent, rule, running_total_of, tally_of, total_of

lent_fen = total_of("loan_principal_fen", "放款", "Lent", of=Grain.LOAN, to=Grain.INSTITUTION_YEAR)
bank_keeps = parent("bank_within", "银行未超", "The bank keeps within", of=Grain.INSTITUTION_YEAR, to=Grain.LOAN)
so_far_fen = running_total_of("counted_fen", "累计", "So far", of=Grain.LOAN, within=Grain.PROGRAMME_YEAR, by=("loan_signed_on", "loan_id"))
counted_of_year_fen = total_of("counted_fen", "计入", "Counted", of=Grain.LOAN, to=Grain.PROGRAMME_YEAR)
loans_in_order = tally_of("loan_within", "合格笔数", "Loans that are in order", of=Grain.LOAN, to=Grain.PROGRAMME_YEAR)

@rule("银行未超", "Within", cites="a#1", grain=Grain.INSTITUTION_YEAR)
def bank_within(lent_fen: Fen, institution_enrolled_principal_fen: Fen) -> Check:
    """The bank lent no more than was enrolled."""
    return at_most(lent_fen, institution_enrolled_principal_fen)

@rule("计入本金", "Principal that counts", cites="a#2", grain=Grain.LOAN)
def counted_fen(bank_keeps: Check, loan_principal_fen: Fen) -> Fen:
    """A loan of a bank that keeps within counts with its principal, another does not."""
    return only_if(bank_keeps, loan_principal_fen)

@rule("累计未超", "Within so far", cites="a#3", grain=Grain.LOAN)
def loan_within(so_far_fen: Fen, loan_principal_loss_fen: Fen) -> Check:
    """The running total stays below a bound."""
    return at_least(so_far_fen, loan_principal_loss_fen)

@rule("项目未超", "Within", cites="a#4", grain=Grain.PROGRAMME_YEAR)
def programme_within(counted_of_year_fen: Fen, programme_supported_principal_fen: Fen) -> Check:
    """The programme's year stays within what it may support."""
    return at_most(counted_of_year_fen, programme_supported_principal_fen)
'''


@pytest.fixture(scope="module")
def two_rounds(tmp_path_factory: pytest.TempPathFactory) -> Ruleset:
    """A pack whose programme's total rests on loans, which rest on a bank's total over loans."""
    folder = tmp_path_factory.mktemp("two")
    (folder / "policy.yaml").write_text(HEAD.lstrip(), encoding="utf-8")
    source = "sources:\n  - {id: a, title: {zh: 甲, en: A}, kind: mirror}\n"
    (folder / "sources.yaml").write_text(source, encoding="utf-8")
    (folder / "rules.py").write_text(RULES, encoding="utf-8")
    return PolicyStore.read([folder]).compile(Dates(DAY, DAY, DAY))


money = st.one_of(st.none(), st.integers(0, 10**12))
loan = st.fixed_dictionaries(
    {
        "enterprise_id": st.sampled_from(["e1", "e2", "e3", "e4"]),
        "institution_id": st.sampled_from(["b1", "b2", None]),
        "programme_id": st.sampled_from(["p1", "p2", None]),
        "loan_signed_on": st.sampled_from([date(2025, 1, 1), date(2025, 3, 1), date(2026, 3, 1)]),
        "loan_principal_fen": money,
        "loan_balance_fen": money,
        "loan_principal_loss_fen": money,
    }
)


def lent(loans: Sequence[Mapping[str, object]], *, complete: bool) -> FactSet:
    years = [{"loan_year": day.year} for one in loans if isinstance(day := one["loan_signed_on"], date)]
    rows = [
        {"loan_id": f"L{number:02d}", **one, **year}
        for number, (one, year) in enumerate(zip(loans, years, strict=True))
    ]
    banks = [{"institution_id": "b1", "year": 2025, "institution_enrolled_principal_fen": 10**12}]
    programmes = [{"programme_id": "p3", "year": 2025, "programme_supported_principal_fen": 10**12}]
    frames = {
        Grain.ENTERPRISE: facts_frame(Grain.ENTERPRISE, [{"enterprise_id": f"e{n}"} for n in range(1, 5)]),
        Grain.LOAN: facts_frame(Grain.LOAN, rows),
        Grain.INSTITUTION_YEAR: facts_frame(Grain.INSTITUTION_YEAR, banks),
        Grain.PROGRAMME_YEAR: facts_frame(Grain.PROGRAMME_YEAR, programmes),
    }
    return FactSet(frames, frozenset(frames) if complete else frozenset())


def test_a_total_that_rests_on_another_is_worked_out_in_a_round_of_its_own(two_rounds: Ruleset) -> None:
    found = rounds(two_rounds, two_rounds.decisions)
    assert [sorted(one.sources) for one in found] == [
        ["loan_principal_fen"],
        ["two.counted_fen"],
        ["two.loan_within"],
    ]
    assert Way(Grain.LOAN, Grain.PROGRAMME_YEAR, ("programme_id", "loan_year")) in found[0].totals


@settings(max_examples=25)
@given(
    st.lists(loan, min_size=1, max_size=12),
    st.lists(st.integers(1, 3), min_size=1, max_size=3),
    st.booleans(),
)
def test_rounds_of_totals_come_out_as_over_one_frame(
    two_rounds: Ruleset, loans: list[Mapping[str, object]], places: list[int], complete: bool
) -> None:
    assert_as_one(two_rounds, lent(loans, complete=complete), places)


def test_partial_sums_added_in_steps_come_to_the_same(two_rounds: Ruleset) -> None:
    loans = [
        {"enterprise_id": f"e{n % 4 + 1}", "institution_id": "b1", "loan_signed_on": date(2025, 1, 1), "loan_principal_fen": 3 * 10**12 + n}
        for n in range(8)
    ]  # fmt: skip
    one = rounds(two_rounds, two_rounds.decisions)[0]
    way = Way(Grain.LOAN, Grain.INSTITUTION_YEAR, ("institution_id", "loan_year"))
    tables = [
        partial(two_rounds, part, one)[name_of(way)] for part in cut(lent(loans, complete=False), [1, 2, 3])
    ]
    steps = added([added(tables[:2], way.target), *tables[2:]], way.target)
    assert_frame_equal(steps, added(tables, way.target))
    rest = {
        name_of(other): [steps if other == way else _nothing(two_rounds, one, other)] for other in one.totals
    }
    total = totals_of(one, rest)[way]
    assert total["two.lent_fen"].item() == sum(int(str(row["loan_principal_fen"])) for row in loans)


def _nothing(ruleset: Ruleset, one: Round, way: Way) -> pl.DataFrame:
    return partial(ruleset, lent([], complete=False), one)[name_of(way)]


def test_a_total_over_parts_beyond_64_bits_is_refused(two_rounds: Ruleset) -> None:
    one = rounds(two_rounds, two_rounds.decisions)[0]
    way = Way(Grain.LOAN, Grain.INSTITUTION_YEAR, ("institution_id", "loan_year"))
    table = pl.DataFrame({"institution_id": ["b1"], "year": [2025], "#rows": [1], "two.lent_fen#high": [2**30], "two.lent_fen#low": [7], "two.lent_fen#unknown": [0]})  # fmt: skip
    only = Round({way: one.totals[way]}, ())
    assert totals_of(only, {name_of(way): [table]})[way]["two.lent_fen"].item() == 2**62 + 7
    with pytest.raises(MoneyOverflowError, match="64 bits"):
        totals_of(only, {name_of(way): [table, table]})
