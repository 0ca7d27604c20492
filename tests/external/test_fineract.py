"""The cases of Apache Fineract: tables at disbursement, after events, with month ends; every cell to the cent."""

from functools import cache
from typing import Any

import pytest
from tests.external.files import documents, needed
from tests.external.fineract import Reader, differences, newer_schedule_of, schedule_of

SCHEDULES = "fineract/schedules-at-disbursement*.json"
EVENTS = "fineract/events-*.json"
NEWER = "fineract/newer-bullet-and-month-end*.json"

UNMATCHED: dict[str, str] = {}
"""Cases that do not come out, by name, each with its reason."""


def cases(pattern: str) -> list[Any]:
    found = [case for _, file in documents(pattern) for case in file["cases"]]
    return [pytest.param(case, id=case["id"], marks=_marks(case["id"])) for case in found]


def _marks(name: str) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(reason=UNMATCHED[name], strict=True)] if name in UNMATCHED else []


@cache
def products() -> dict[str, Any]:
    return {
        name: each
        for _, file in documents("fineract/products*.json")
        for name, each in file["products"].items()
    }


@pytest.mark.parametrize("case", needed(cases(SCHEDULES), SCHEDULES))
def test_the_schedule_at_disbursement_is_theirs_to_the_cent(case: Any) -> None:
    assert differences(schedule_of(case, products()), case["schedule"], case["total"]) == []


@pytest.mark.parametrize("case", needed(cases(EVENTS), EVENTS))
def test_every_table_after_events_is_theirs_to_the_cent(case: Any) -> None:
    compared = 0
    for place, (expected, mine) in enumerate(Reader.of(case, products()).tables(case["steps"]), 1):
        assert differences(mine, expected, expected["total"]) == [], f"table {place}, line {expected['line']}"
        compared += 1
    assert compared == sum(step["op"] == "schedule" for step in case["steps"])


@pytest.mark.parametrize("case", needed(cases(NEWER), NEWER))
def test_month_ends_and_bullets_are_theirs_to_the_cent(case: Any) -> None:
    assert differences(newer_schedule_of(case), case["schedule"], {}) == []
