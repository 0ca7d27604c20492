"""The cases of pyxirr: dated flows with their annual rate, and fund measures."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from tests.external.files import documents, needed

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


@pytest.mark.parametrize("case", needed(fund_cases(), FUNDS))
def test_fund_measures_come_out_as_published(case: Any) -> None:
    name = case["test"].removeprefix("test_")
    measure = getattr(funds, name, None)
    assert measure is not None, f"no measure of the name {name}"
    assert measure(*case["args"]) == pytest.approx(case["expected"], abs=float(case["tolerance"]))
