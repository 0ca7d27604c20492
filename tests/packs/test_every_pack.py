"""What holds for every pack: clean lint, cases that come out, boundaries that hold, golden cases with an outside source."""

from datetime import date

import pytest

from kejin.packs import shipped
from kejin.policy import Dates
from kejin.policy.boundaries import run_boundaries
from kejin.policy.cases import run_cases
from kejin.policy.lint import lint_policy

STORE = shipped()
DAY = date(2026, 6, 30)
DATES = Dates(DAY, DAY, date(9999, 12, 31))
IDS = sorted(STORE.policies)


@pytest.mark.parametrize("policy", IDS)
def test_the_lint_finds_nothing(policy: str) -> None:
    assert lint_policy(STORE, STORE.policy(policy), DATES) == []


@pytest.mark.parametrize("policy", IDS)
def test_every_case_comes_out_and_every_decision_is_asked_in_six_of_them(policy: str) -> None:
    read = STORE.policy(policy)
    results = run_cases(STORE, read)
    assert [(result.case, result.problems) for result in results if not result.held] == []
    assert len({result.case for result in results}) == len(results)
    asked = {name: sum(name in case.expect for case in read.cases) for name in read.decisions}
    assert {name: count for name, count in asked.items() if count < 6} == {}


@pytest.mark.parametrize("policy", IDS)
def test_one_unit_around_every_threshold_comes_out(policy: str) -> None:
    report = run_boundaries(STORE, STORE.policy(policy), DATES)
    assert report.failures == ()
    assert report.count > 0


@pytest.mark.parametrize("policy", IDS)
def test_a_golden_case_names_a_source_that_is_not_our_own(policy: str) -> None:
    read = STORE.policy(policy)
    golden = [case for case in read.cases if case.kind == "golden"]
    assert [
        case.id for case in golden if read.sources[case.source.doc].kind in ("convention", "demonstration")
    ] == []
