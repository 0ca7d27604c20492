"""The ten heaviest rules: the engine and the rules by hand agree on every row, also at the edges of the data."""

from collections.abc import Callable
from functools import cache

import polars as pl
import pytest
from benchmarks.packs import DATES, read
from benchmarks.register import register
from benchmarks.ten_rules.engine import RULES, answers, assert_same, figures
from benchmarks.ten_rules.handwritten import ten_rules

from kejin.facts import Fact, FactSet, Grain
from kejin.policy import Ruleset

ROWS = 3_000
LAST_YEAR = DATES.facts_as_of.year - 1


@cache
def ruleset() -> Ruleset:
    return read().compile(DATES)


@cache
def facts() -> FactSet:
    names = {node.name for node in ruleset().closure(RULES) if isinstance(node.spec, Fact)}
    return register(sorted(names), enterprises=ROWS)


def crowded() -> FactSet:
    """Three loans a firm, signed on few days, and some filings missing: running sums, ties and open windows."""
    frames = {grain: frame.lazy().collect() for grain, frame in facts().frames.items()}
    owner = frames[Grain.ENTERPRISE]["enterprise_id"].gather([at // 3 for at in range(ROWS)])
    loans = frames[Grain.LOAN].with_columns(
        owner, pl.col("loan_signed_on").dt.month_start(), pl.col("loan_principal_fen") // 100
    )
    filings = frames[Grain.FILING].with_columns(pl.col("ip_pledge_help_received_fen") // 1000)
    filings = filings.filter((pl.int_range(pl.len()) % 11 != 3) | (pl.col("year") == LAST_YEAR))
    return FactSet({**frames, Grain.LOAN: loans, Grain.FILING: filings})


@pytest.mark.parametrize("drawn", [facts, crowded], ids=["as drawn", "many loans, few filings"])
def test_the_engine_and_the_rules_by_hand_agree_on_every_row(drawn: Callable[[], FactSet]) -> None:
    given = drawn()
    expected = ten_rules(given, figures(ruleset()), last_year=LAST_YEAR)
    known = assert_same(answers(ruleset(), given), expected)
    assert min(known.values()) > ROWS // 4


def test_every_rule_gives_more_than_one_answer() -> None:
    for frame in answers(ruleset(), crowded()).values():
        for name in set(frame.columns) & set(RULES):
            assert frame[name].drop_nulls().n_unique() > 1, name


def test_one_wrong_value_is_found() -> None:
    expected = ten_rules(facts(), figures(ruleset()), last_year=LAST_YEAR)
    name = "nanshan_ip_pledge_subsidy.firm_payable_fen"
    wrong = expected[Grain.FILING].with_columns(pl.when(pl.int_range(pl.len()) != 7).then(pl.col(name)) + 1)
    with pytest.raises(AssertionError, match="filing"):
        assert_same(answers(ruleset(), facts()), {**expected, Grain.FILING: wrong})
