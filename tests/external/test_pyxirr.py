"""The cases of pyxirr: dated flows with their annual rate, and fund measures."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from tests.external.files import documents, needed

from kejin.instruments.conventions import DayCount
from kejin.instruments.yields import YieldStatus, funds, xirr

XIRR = "pyxirr/xirr*.json"
FUNDS = "pyxirr/private-equity*.json"


def xirr_cases() -> list[Any]:
    return [pytest.param(case, id=case["id"]) for _, file in documents(XIRR) for case in file["cases"]]


def fund_cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{case['test']}-{place}")
        for _, file in documents(FUNDS)
        for place, case in enumerate(file["cases"])
    ]


def day_count_cases() -> list[Any]:
    found = [file["xirr_day_count"] for _, file in documents(FUNDS) if "xirr_day_count" in file]
    return [pytest.param(name, case, id=name) for case in found for name in case["expected"]]


def flows_of(case: Any) -> tuple[list[date], list[float]]:
    return [date.fromisoformat(day) for day, _ in case["flows"]], [
        float(amount) for _, amount in case["flows"]
    ]


def is_among(expected: str, rates: Sequence[float]) -> bool:
    return any(rate == pytest.approx(float(expected), rel=1e-9, abs=1e-12) for rate in rates)


@pytest.mark.parametrize("case", needed(xirr_cases(), XIRR))
def test_every_rate_that_was_published_is_found_and_none_where_there_is_none(case: Any) -> None:
    found = xirr(*flows_of(case))
    if case["expected"] is None:
        assert found.status is YieldStatus.NONE
        return
    published = [case["expected"], *([case["other_root"]] if "other_root" in case else [])]
    assert found.status in {YieldStatus.UNIQUE, YieldStatus.SEVERAL}
    assert [rate for rate in published if not is_among(rate, found.rates)] == []
    if len(published) > 1:
        assert found.status is YieldStatus.SEVERAL
    if found.status is YieldStatus.UNIQUE:
        assert found.rate == pytest.approx(float(case["expected"]), rel=1e-9, abs=1e-12)


DAY_COUNTS = {
    "act/360": DayCount.A360,
    "act/365F": DayCount.A365,
    "act/act ISDA": DayCount.AA,
    "30E/360": DayCount.E30360,
    "30/360 ISDA": DayCount.US30360,
    # It differs from the bond basis at the end of February alone, which is no date of this series.
    "30/360 SIA": DayCount.US30360,
}


@pytest.mark.parametrize(("name", "case"), needed(day_count_cases(), FUNDS, values=2))
def test_one_series_comes_out_under_every_day_count(name: str, case: Any) -> None:
    assert xirr(*flows_of(case), day_count=DAY_COUNTS[name]).rate == pytest.approx(
        float(case["expected"][name]), rel=1e-9
    )


@pytest.mark.parametrize("case", needed(fund_cases(), FUNDS))
def test_fund_measures_come_out_as_published(case: Any) -> None:
    name = case["test"].removeprefix("test_")
    measure = getattr(funds, name, None)
    assert measure is not None, f"no measure of the name {name}"
    assert measure(*case["args"]) == pytest.approx(case["expected"], abs=float(case["tolerance"]))
