"""The cases of Apache Fineract: tables at disbursement, after events, with month ends; every cell to the cent."""

import inspect
import re
from functools import cache
from typing import Any

import pytest
from tests.external import fineract
from tests.external.files import documents, needed
from tests.external.fineract import Reader, differences, newer_schedule_of, schedule_of

SCHEDULES = "fineract/schedules-at-disbursement*.json"
EVENTS = "fineract/events-*.json"
NEWER = "fineract/newer-bullet-and-month-end*.json"

UNMATCHED: dict[str, str] = {}
"""Cases that do not come out, by name, each with its reason."""


READ_ELSEWHERE = {
    "_base": "which builder made it; what it set stands in the other flags",
    "principal": "the loan's own",
    "numberOfRepayments": "the loan's own",
    "repaymentEvery": "the loan's own",
    "repaymentFrequencyType": "the loan's own",
    "interestRatePerPeriod": "the loan's own",
    "interestType": "the loan's own",
    "interestCalculationPeriodType": "the loan's own",
    "transactionProcessingStrategyCode": "the loan's own",
    "amortizationType": "the loan's own; every one is in equal instalments",
    "fixedLength": "the loan's own",
    "canDefineInstallmentAmount": "nobody defines one",
    "graceOnArrearsAgeing": "when a loan counts as in arrears; no amount follows from it",
    "enableInstallmentLevelDelinquency": "when an instalment counts as delinquent; no amount follows from it",
    "multiDisburseLoan": "what may be done; the steps say what is done",
    "disallowExpectedDisbursements": "what may be done; the steps say what is done",
    "recalculationRestFrequencyInterval": "always one",
    "rescheduleStrategyMethod": "what an early payment changes in cumulative schedules; none is paid early in the cases",
}
"""Flags of a product that are not read from it, each with the reason."""
ALWAYS: dict[str, tuple[Any, ...]] = {
    "digitsAfterDecimal": (2,),
    "inMultiplesOf": (0, 1, None),
    "recalculationRestFrequencyInterval": (1,),
    "interestRecalculationCompoundingMethod": (0, "NONE", None),
    "amortizationType": ("EQUAL_INSTALLMENTS", None),
}
"""Flags that have one value in every product, which is the one that is worked out: cents, no compounding."""


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


def test_every_flag_of_every_product_is_read_or_has_a_reason_why_not() -> None:
    if not products():
        pytest.skip("KEJIN_VECTORS names no folder with fineract/products.json")
    read = set(re.findall(r'product(?:\.get\(|\[)"(\w+)"', inspect.getsource(fineract)))
    for name, product in products().items():
        unread = product.keys() - read - READ_ELSEWHERE.keys() - ALWAYS.keys()
        assert not unread, f"{name}: {', '.join(sorted(unread))}"
        for flag, values in ALWAYS.items():
            assert product.get(flag, values[0]) in values, f"{name}: {flag} is {product[flag]}"


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
