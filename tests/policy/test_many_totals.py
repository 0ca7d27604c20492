"""A policy with many totals over the same rows: the plan grows with their number, not with its power of two."""

from datetime import date
from pathlib import Path

from kejin.facts import FactSet, Grain
from kejin.policy import Dates, PolicyStore, evaluate
from kejin.policy.cases import facts_frame

TOTALS = 40
HEAD = """
id: sums
jurisdiction: cn
instrument: policy
label: {zh: 合计, en: Sums}
summary: {zh: 合计, en: Sums}
checked_through: 2026-12-31
from: 2026-01-01
nearly: {share: "0", units: 0, days: 0, conditions: 0}
decisions:
  - {id: within, label: {zh: 未超, en: Within}, rule: within, grain: institution_year, amounts: [%s]}
"""
RULES = """
from kejin.policy.dsl import Check, Fen, Grain, at_most, rule, total_of

%s

@rule("未超", "Within", cites="a#1", grain=Grain.INSTITUTION_YEAR)
def within(total_0_fen: Fen, institution_enrolled_principal_fen: Fen) -> Check:
    \"\"\"The sum stays within what was enrolled.\"\"\"
    return at_most(total_0_fen, institution_enrolled_principal_fen)
"""
MOVE = (
    'total_%d_fen = total_of("loan_principal_fen", "合计", "Sum", of=Grain.LOAN, to=Grain.INSTITUTION_YEAR)'
)


def test_forty_totals_of_one_year_are_as_quick_as_one(tmp_path: Path) -> None:
    names = ", ".join(f"total_{i}_fen" for i in range(TOTALS))
    (tmp_path / "policy.yaml").write_text((HEAD % names).lstrip(), encoding="utf-8")
    source = "sources:\n  - {id: a, title: {zh: 甲, en: A}, kind: mirror}\n"
    (tmp_path / "sources.yaml").write_text(source, encoding="utf-8")
    moves = "\n".join(MOVE % i for i in range(TOTALS))
    (tmp_path / "rules.py").write_text(RULES % moves, encoding="utf-8")
    day = date(2026, 6, 30)
    rules = PolicyStore.read([tmp_path]).compile(Dates(day, day, day))
    # The bank-year of the first two loans has no row of its own: its totals still come out.
    loans = [
        {"loan_id": f"l{i}", "institution_id": f"b{i // 2}", "loan_year": 2025, "loan_principal_fen": 10**i}
        for i in range(4)
    ]
    years = [{"institution_id": "b1", "year": 2025, "institution_enrolled_principal_fen": 1_100}]
    facts = FactSet(
        {
            Grain.LOAN: facts_frame(Grain.LOAN, loans),
            Grain.INSTITUTION_YEAR: facts_frame(Grain.INSTITUTION_YEAR, years),
        }
    )
    frame = evaluate(rules, facts).frames[Grain.INSTITUTION_YEAR].sort("institution_id")
    assert frame["sums.within"].to_list() == [None, True]
    for i in range(TOTALS):
        assert frame[f"sums.total_{i}_fen"].to_list() == [11, 1_100]
