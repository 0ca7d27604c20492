"""Terms files: every form that can be given, what it comes to, and what is said about a file that is wrong."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kejin.errors import FileError, SeveralTermsErrors, TermsError
from kejin.instruments.conventions import Cycle, DayCount
from kejin.instruments.costs import Purpose
from kejin.instruments.loans import (
    Bullet,
    EqualInstalments,
    EqualPrincipal,
    LoanTerms,
    Prepayment,
    PrepaymentEffect,
    PrincipalPlan,
    Repayment,
    Schedule,
    SteppedInstalments,
    schedule,
)
from kejin.instruments.loans.servicing import Account
from kejin.instruments.termsheets import contract_of, json_schema, read_contract
from kejin.money import Currency, Money, Rate

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples" / "terms").iterdir())
BALLOON = {
    "contractType": "loan", "notionalPrincipal": "12000", "nominalInterestRate": "12%",
    "initialExchangeDate": "2026-01-01", "months": "12", "cycleOfInterestPayment": "P1M",
    "repayment": {"form": "equalInstalments", "balloon": "4000"},
}  # fmt: skip
SERVICED: dict[str, Any] = {
    "contractType": "servicedLoan", "nominalInterestRate": "12%", "instalments": "6", "cycle": "P1M",
    "daysInMonth": "30", "recalculation": {},
    "events": [{"day": "2026-01-01", "event": "disbursed", "amount": "10000"}],
}  # fmt: skip


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_example_comes_to_flows_that_repay_what_was_drawn(path: Path) -> None:
    contract = read_contract(path)
    drawn = sum(flow.amount for flow in contract.flows if flow.purpose is Purpose.DRAWN)
    repaid = sum(flow.amount for flow in contract.flows if flow.purpose is Purpose.PRINCIPAL)
    # Capitalised interest is repaid as principal without having been drawn.
    capitalised = sum(
        flow.amount for flow in contract.flows if flow.purpose is Purpose.INTEREST and flow.amount > 0
    )
    assert drawn > 0
    assert drawn + repaid + capitalised == 0 or path.stem == "capitalised"
    assert contract.cost.gross >= 0
    assert contract.cost.effective_rate is not None
    assert contract.name
    assert contract.payments[-1].balance == 0


def test_the_examples_cover_every_form_that_lenders_offer() -> None:
    documents = {path.stem: read_contract(path).sheet.model_dump(exclude_defaults=True) for path in EXAMPLES}
    forms = {each["repayment"]["form"] for each in documents.values() if "repayment" in each}
    assert forms == {"equalInstalments", "equalPrincipal", "steppedInstalments", "principalPlan", "bullet"}
    used = {name for each in documents.values() for name in each}
    assert used >= {
        "interest_only_payments", "cycle_anchor_date_of_interest_payment", "interest_free_until", "payment_months",
        "capitalization_end_date", "quote_link", "result_link", "draws", "prepayments", "down_payment", "fees",
        "calendar", "charges", "subsidies", "moves", "revenues", "old", "bridge", "recalculation", "order",
    }  # fmt: skip
    events = {event["event"] for each in documents.values() for event in each.get("events", ())}
    assert events >= {
        "disbursed", "paid", "penalty", "interestPaused", "rateChanged", "interestWaived", "reAmortised", "reAged",
        "rescheduled",
    }  # fmt: skip
    extras = {each["extra"]["form"] for each in documents.values() if "extra" in each}
    assert extras == {"resultRate", "futureBusiness", "equityGain", "warrants"}


def test_a_file_says_the_same_as_terms_from_python() -> None:
    contract = contract_of(BALLOON)
    terms = loan(EqualInstalments(balloon=4_000_00))
    assert isinstance(contract.made, Schedule)
    assert list(contract.made.payments()) == list(schedule(terms).payments())


def test_json_and_yaml_are_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "balloon.json"
    path.write_text(json.dumps(BALLOON), encoding="utf-8")
    assert read_contract(path).flows == contract_of(BALLOON).flows
    assert read_contract(path).name == "balloon"
    path.write_text(json.dumps(BALLOON).replace('"12%"', "0.12"), encoding="utf-8")
    with pytest.raises(FileError, match="a decimal is not quoted"):
        read_contract(path)
    with pytest.raises(FileError, match="The file cannot be read"):
        read_contract(tmp_path / "nothing.yaml")


@pytest.mark.parametrize(
    ("changed", "where", "rule"),
    [
        ({"notionalPrincipal": "a lot"}, "notionalPrincipal", "300万元"),
        ({"nominalInterestRate": "3.4x%"}, "nominalInterestRate", "3.15%"),
        ({"initialExchangeDate": "2026-02-30"}, "initialExchangeDate", "a day such as"),
        ({"months": "two"}, "months", "a whole number"),
        ({"months": "0"}, "months", "at least 1"),
        ({"months": None}, "maturityDate", "the maturityDate or the months"),
        ({"maturityDate": "2027-01-01"}, "maturityDate", "one of them"),
        ({"dayCountConvention": "ACT"}, "dayCountConvention", "A360"),
        ({"cycleOfInterestPayment": "monthly"}, "cycleOfInterestPayment", "P1ML1"),
        ({"calendar": "MARS"}, "calendar", "CN"),
        ({"contractType": "lone"}, "contractType", "loan, line, revenueBased"),
        ({"repayment": {"form": "level"}}, "repayment: form", "equalInstalments"),
        ({"repayment": {"form": "principalPlan", "parts": []}}, "principalPlan: parts", "at least 1"),
        ({"repayment": {"form": "bullet", "balloon": "3"}}, "balloon", ""),
        (
            {"prepayments": [{"day": "2026-05-01", "amount": "1", "prepaymentEffect": "A"}]},
            "prepayments",
            "M",
        ),
        ({"rateResets": [{"day": "2026-05-01", "rate": "3%"}]}, "repayment", "a fixed rate"),
        ({"fees": [{"feeRate": "3%"}]}, "fees", "with its cycleOfFee"),
        ({"paymentMonths": ["13"]}, "paymentMonths", "months from 1 to 12"),
        ({"term": "12"}, "term", ""),
    ],
)
def test_a_bad_term_is_named_with_its_value_and_its_rule(
    changed: dict[str, Any], where: str, rule: str
) -> None:
    with pytest.raises(TermsError) as caught:
        contract_of(BALLOON | changed)
    assert where in str(caught.value.where)
    assert rule in str(caught.value.expected)
    assert caught.value.kept == "No schedule was made."


def test_all_bad_terms_are_told_at_once() -> None:
    with pytest.raises(SeveralTermsErrors) as caught:
        contract_of(BALLOON | {"notionalPrincipal": "x", "nominalInterestRate": "y", "month": "3"})
    assert [problem.where for problem in caught.value.problems] == [
        "notionalPrincipal", "nominalInterestRate", "month",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("event", "rule"),
    [
        ({"day": "2025-12-31", "event": "paid", "amount": "1"}, "from the first payout"),
        ({"day": "2026-02-01", "event": "paid", "amount": "-1"}, "above zero"),
        ({"day": "2026-02-05", "event": "interestPaused", "last": "2026-02-01"}, "not before the first"),
        ({"day": "2026-02-05", "event": "rateChanged", "rate": "-1%"}, "zero or more"),
        ({"day": "2026-02-05", "event": "married"}, "paidOff"),
        ({"day": "2026-02-05", "event": "reAged", "start": "2026-03-05", "instalments": "0", "cycle": "P1M"}, "at least"),
    ],
)  # fmt: skip
def test_an_event_without_sense_is_refused(event: dict[str, str], rule: str) -> None:
    with pytest.raises(TermsError, match=rule):
        contract_of(SERVICED | {"events": [*SERVICED["events"], event]})


def test_a_serviced_loan_flows_as_it_was_paid() -> None:
    events = [
        *SERVICED["events"],
        {"day": "2026-02-01", "event": "paid", "amount": "1725.48"},
        {"day": "2026-03-10", "event": "paid", "amount": "1000"},
        {"day": "2026-03-20", "event": "interestWaived", "amount": "10"},
    ]
    contract = contract_of(SERVICED | {"events": events})
    assert isinstance(contract.made, Account)
    of_day = {day: sum(parts.values()) for day, parts in contract.cost.by_day().items()}
    assert of_day[date(2026, 2, 1)] == -1725_48
    assert of_day[date(2026, 3, 10)] == -1000_00
    # Waived interest is no flow, and what is overdue is paid on the day up to which the account was worked out.
    assert of_day[date(2026, 3, 20)] < 0
    principal = [flow.amount for flow in contract.flows if flow.purpose is Purpose.PRINCIPAL]
    assert sum(principal) == -10_000_00


# Each payment replays the account, so a few examples take as long as many elsewhere.
@settings(max_examples=30)
@given(
    amounts=st.lists(
        st.tuples(st.integers(1, 300), st.integers(1, 5_000_00)), max_size=5, unique_by=lambda p: p[0]
    )
)
def test_whatever_is_paid_flows_on_its_day_and_all_principal_comes_back(
    amounts: list[tuple[int, int]],
) -> None:
    paid = [
        {"day": str(date(2026, 1, 1) + timedelta(days=day)), "event": "paid", "amount": f"{fen / 100:.2f}"}
        for day, fen in amounts
    ]
    contract = contract_of(SERVICED | {"events": [*SERVICED["events"], *paid], "asOf": "2027-01-01"})
    of_day = {day: sum(parts.values()) for day, parts in contract.cost.by_day().items()}
    for day, fen in amounts:
        assert of_day[date(2026, 1, 1) + timedelta(days=day)] == -fen
    principal = [flow.amount for flow in contract.flows if flow.purpose is Purpose.PRINCIPAL]
    assert sum(principal) == -10_000_00


def loan(repayment: Repayment, **changed: Any) -> LoanTerms:
    terms: dict[str, Any] = {
        "notional_principal": Money(12_000_00, Currency.CNY),
        "nominal_interest_rate": Rate.parse("12%"),
        "initial_exchange_date": date(2026, 1, 1),
        "maturity_date": date(2027, 1, 1),
        "day_count_convention": DayCount.MONTHLY,
        "cycle_of_interest_payment": Cycle.parse("P1M"),
    }
    return LoanTerms(repayment=repayment, **(terms | changed))


def prepaid(effect: PrepaymentEffect, day: date = date(2026, 7, 1), amount: int = 3_000_00) -> dict[str, Any]:
    return {"prepayments": (Prepayment(day, Money(amount, Currency.CNY), effect),)}


def test_a_prepayment_makes_later_payments_smaller_or_the_loan_shorter() -> None:
    plain = [line.principal for line in schedule(loan(EqualPrincipal())).payments()][1:]
    assert plain == [1_000_00] * 12
    smaller = schedule(loan(EqualPrincipal(), **prepaid(PrepaymentEffect.AMOUNT)))
    # 6,000 are left after the sixth instalment, 3,000 after the prepayment: six parts of 500.
    assert [line.principal for line in smaller.payments()][1:] == [1_000_00] * 6 + [3_000_00] + [500_00] * 6
    shorter = schedule(loan(EqualPrincipal(), **prepaid(PrepaymentEffect.MATURITY)))
    assert [line.principal for line in shorter.payments()][1:] == (
        [1_000_00] * 6 + [3_000_00] + [1_000_00] * 3 + [0] * 3
    )
    assert shorter.events().frame().filter(kind="PP")["amount"].to_list() == [3_000_00]


def test_equal_instalments_after_a_prepayment_are_those_of_what_is_left() -> None:
    made = list(schedule(loan(EqualInstalments(), **prepaid(PrepaymentEffect.AMOUNT))).payments())
    left = made[7].balance
    rest = loan(
        EqualInstalments(),
        notional_principal=Money(int(left), Currency.CNY),
        initial_exchange_date=date(2026, 7, 1),
    )
    after = [(line.principal, line.interest) for line in made[8:]]
    assert after == [(line.principal, line.interest) for line in list(schedule(rest).payments())[1:]]


FORMS: list[Repayment] = [
    EqualInstalments(),
    EqualPrincipal(),
    Bullet(),
    EqualInstalments(balloon=2_000_00),
    EqualPrincipal(next_principal_redemption_payment=500_00),
    SteppedInstalments(((date(2026, 6, 1), 2),)),  # type: ignore[arg-type]
    PrincipalPlan(((date(2026, 4, 1), 1_000_00), (date(2026, 10, 1), 5_000_00))),
]


@given(
    form=st.sampled_from(FORMS),
    paid=st.lists(st.tuples(st.integers(1, 360), st.integers(1, 15_000_00)), max_size=4, unique_by=lambda p: p[0]),
    count=st.sampled_from([DayCount.MONTHLY, DayCount.A360, DayCount.AA]),
)  # fmt: skip
def test_prepayments_repay_what_was_drawn_and_never_more(
    form: Repayment, paid: list[tuple[int, int]], count: DayCount
) -> None:
    each = tuple(
        Prepayment(date(2026, 1, 1) + timedelta(days=day), Money(amount, Currency.CNY))
        for day, amount in sorted(paid)
    )
    made = schedule(loan(form, prepayments=each, day_count_convention=count)).result
    assert made.principal.sum() == 0
    assert made.balance.min() >= 0
    assert made.balance[-1, 0] == 0
    assert (made.interest >= 0).all()


def test_the_schema_for_editors_is_the_one_in_the_documentation() -> None:
    kept = json.loads((ROOT / "docs" / "schema" / "terms.json").read_text(encoding="utf-8"))
    assert kept == json_schema()
