"""Reads Fineract's cases: a product and a loan become an agreement, steps become events, bills become rows of its table.

Two conventions of theirs are translated here and are none of ours: a pause that begins on the first day of a period spares
that day, and "interest free" in the terms is a number of instalments whose interest falls due later.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

from kejin.instruments.loans.servicing import (
    Account,
    Accrual,
    Agreement,
    Allocation,
    Arithmetic,
    BillKind,
    Charged,
    ChargedOff,
    ChargeOffRule,
    Disbursed,
    DownPaid,
    Event,
    Form,
    Frequency,
    Future,
    InterestMethod,
    MonthEnd,
    Paid,
    PaidOff,
    Part,
    Paused,
    RateChanged,
    ReAged,
    ReAmortised,
    Recalculation,
    Refunded,
    Rescheduled,
    Unit,
    When,
    of_parts,
    replay,
)
from kejin.instruments.loans.servicing.periods import periods_of

Row = dict[str, Any]
PROGRESSIVE_PARTS = (Part.PENALTY, Part.FEE, Part.PRINCIPAL, Part.INTEREST)
PENALTY_FIRST = (Part.PENALTY, Part.FEE, Part.INTEREST, Part.PRINCIPAL)
YEARS = {"DAYS360": 360, "DAYS364": 364, "DAYS365": 365, "ACTUAL": None}
PER_YEAR = {Unit.WEEKS: 52, Unit.MONTHS: 12, Unit.YEARS: 1}
PARTS = {
    "principal": Part.PRINCIPAL,
    "interest": Part.INTEREST,
    "fees": Part.FEE,
    "penalties": Part.PENALTY,
}


def cents(text: str) -> int:
    exact = Decimal(text) * 100
    assert exact == int(exact), f"{text} is finer than a cent"
    return int(exact)


def day(text: str) -> date:
    return date.fromisoformat(text)


def is_progressive(terms: Row, product: Row) -> bool:
    """The advanced order of payments is offered for progressive schedules only."""
    return product.get("loanScheduleType") == "PROGRESSIVE" or "ADVANCED" in terms["payment_strategy"]


def agreement_of(terms: Row, product: Row, futures: Mapping[str, str]) -> Agreement:
    frequency = Frequency(int(terms["every"]), Unit(terms["every_unit"]))
    multiple = int(product.get("installmentAmountInMultiplesOf") or 0)
    share = (
        product.get("disbursedAmountPercentageForDownPayment") if product.get("enableDownPayment") else None
    )
    return Agreement(
        rate=annual_rate(terms, product),
        count=int(terms["instalments"]),
        frequency=frequency,
        allocations=allocations_of(terms, product, futures),
        accrual=accrual_of(terms, product),
        arithmetic=Arithmetic(multiple=multiple * 100 or 1),
        method=InterestMethod(terms["interest_type"]),
        form=Form.PROGRESSIVE if is_progressive(terms, product) else Form.CUMULATIVE,
        length_days=int(terms["fixed_length_days"]) if "fixed_length_days" in terms else None,
        principal_grace=int(terms["grace_principal"]),
        # Their step sets the grace on interest payments twice, the second time from this column.
        interest_grace=int(terms["interest_free"]),
        down_payment=Fraction(str(share or 0)) / 100,
        recalculation=recalculation_of(terms["product"], product),
        charge_off=ChargeOffRule(product.get("chargeOffBehaviour", "REGULAR")),
    )


def annual_rate(terms: Row, product: Row) -> Decimal:
    """The rate is per year unless the product says per month or for the whole term."""
    rate, kind = Decimal(terms["annual_rate_pct"]), product.get("interestRateFrequencyType")
    unit = Unit(terms["every_unit"])
    if kind == "MONTH":
        rate *= 12
    elif kind == "WHOLE_TERM":
        steps = int(terms["instalments"]) * int(terms["every"])
        year = PER_YEAR.get(unit) or YEARS[product["daysInYearType"]] or 365
        rate = (rate / steps).quantize(Decimal("1e-8"), rounding=ROUND_HALF_EVEN) * year
    return rate / 100


def accrual_of(terms: Row, product: Row) -> Accrual:
    return Accrual(
        year_days=YEARS[product["daysInYearType"]],
        month_days=30 if product["daysInMonthType"] == "DAYS30" else None,
        by_period=terms["interest_calculation_period"] == "SAME_AS_REPAYMENT_PERIOD",
        leap_day_periods="FEB_29_PERIOD_ONLY" in str(product.get("daysInYearCustomStrategy")),
        turn_of_year=(1, 1) if product.get("interestRecognitionOnDisbursementDate") else (12, 31),
        from_period_start=not product.get("allowPartialPeriodInterestCalcualtion"),
    )


def recalculation_of(name: str, product: Row) -> Recalculation | None:
    if not product.get("isInterestRecalculationEnabled"):
        return None
    return Recalculation(
        rest_by_period=product.get("recalculationRestFrequencyType") in {1, "SAME_AS_REPAYMENT"},
        to_period_end=product.get("preClosureInterestCalculationStrategy") in {2, "TILL_REST_FREQUENCY_DATE"},
        # This flag was not among the attributes that were extracted; the product's name carries it.
        spares_overdue="NO_CALC_ON_PAST_DUE" in name,
    )


def allocations_of(terms: Row, product: Row, futures: Mapping[str, str]) -> dict[str, Allocation]:
    strategy = terms["payment_strategy"]
    if "ADVANCED" not in strategy:
        return {"": of_parts(*strategy_parts(strategy))}
    vertical = product.get("loanScheduleProcessingType", "HORIZONTAL") == "VERTICAL"
    found: dict[str, Allocation] = {}
    pattern = r"(createPaymentAllocation\w*)\(([^()]*)\)"
    for builder, inside in re.findall(pattern, product.get("paymentAllocation", "")):
        kind, future, *listed = [text.strip().strip('"') for text in inside.split(",")]
        usual = of_parts(*(PENALTY_FIRST if "PenFeeInt" in builder else PROGRESSIVE_PARTS)).order
        order = tuple(target(name) for name in listed) or usual
        found["" if kind == "DEFAULT" else kind] = Allocation(order, Future(future), vertical)
    for kind, future in futures.items():
        name = "" if kind == "DEFAULT" else kind
        before = found.get(name, found[""])
        found[name] = Allocation(before.order, Future(future), vertical)
    return found


def strategy_parts(strategy: str) -> tuple[Part, ...]:
    """The order in a strategy's own name: what is due first, or all bill by bill."""
    names = strategy.removeprefix("DUE_").split("_IN_ADVANCE")[0].removesuffix("_ORDER")
    words = names.replace("PENALTIES", "PENALTY").replace("FEES", "FEE").split("_")
    return tuple(Part(word) for word in words)


def target(name: str) -> tuple[When, Part]:
    text = name.rsplit(".", maxsplit=1)[-1]
    when = next(
        when for when in When if text.startswith(f"{when}_") and text.removeprefix(f"{when}_") in set(Part)
    )
    return when, Part(text.removeprefix(f"{when}_"))


@dataclass
class Reader:
    """The steps of one scenario: what has happened so far, and the tables that it expects on the way.

    `reckoned` is the last day on which something was done to the loan; until the next the table stays as it is.
    """

    terms: Row
    product: Row
    events: list[Event] = field(default_factory=list)
    futures: dict[str, str] = field(default_factory=dict)
    today: date = date.min
    reckoned: date = date.min

    @classmethod
    def of(cls, case: Row, products: Mapping[str, Row]) -> "Reader":
        terms = case["terms"]
        submitted = day(terms["submitted"])
        return cls(terms, products[terms["product"]], today=submitted, reckoned=submitted)

    def tables(self, steps: Iterable[Row]) -> Iterator[tuple[Row, list[Row]]]:
        """Each table that a step expects, beside ours."""
        for step in steps:
            operation = step["op"]
            if operation == "schedule":
                yield step, table(self.account(), paid_dates=self.is_disbursed)
            elif operation == "business_date":
                self.today = day(step["date"])
            elif operation == "allocation_rule":
                if step["product"] == self.terms["product"]:
                    self.futures[step["type"]] = step["rule"]
            elif operation != "approve":
                self.events += self.happened(step)
                self.reckoned = self.today

    @property
    def is_disbursed(self) -> bool:
        return any(isinstance(event, Disbursed) for event in self.events)

    def account(self) -> Account:
        agreement = agreement_of(self.terms, self.product, self.futures)
        events = list(self.events)
        if not self.is_disbursed:
            events.append(Disbursed(day(self.terms["submitted"]), cents(self.terms["principal"])))
        first = min(event.day for event in events if isinstance(event, Disbursed))
        starts = {period.span.start for period in periods_of(agreement, first)}
        events = [_pause(event, starts) for event in events]
        return replay(agreement, events, as_of=self.reckoned)

    def happened(self, step: Row) -> list[Event]:  # noqa: C901, PLR0911 - one line for each kind of step
        operation = step["op"]
        on = day(step["date"]) if "date" in step else self.today
        match operation:
            case "daily_close":
                return []
            case "disburse":
                paid = [DownPaid(on)] if self.product.get("enableAutoRepaymentForDownPayment") else []
                return [Disbursed(on, cents(step["amount"])), *paid]
            case "repayment":
                return [Paid(on, cents(step["amount"]))]
            case "undo_repayment":
                of_day = [event for event in self.events if isinstance(event, Paid) and event.day == on]
                self.events.remove(of_day[int(step["nth"]) - 1])
                return []
            case "payoff":
                return [PaidOff(on)]
            case "transaction":
                return [self.settled(step, on)]
            case "fee":
                return [Charged(on, cents(step["amount"]), penalty="NSF" in step["type"])]
            case "interest_pause":
                return [Paused(day(step["start"]), day(step["end"]))]
            case "reschedule":
                return [event for row in step["data"] for event in self.rescheduled(row)]
            case "reamortize":
                return [ReAmortised(on)]
            case "reage":
                return [re_aged(row, on) for row in step["data"]]
            case "charge_off":
                return [ChargedOff(on)]
        raise NotImplementedError(f"no event for the step {operation}")

    def settled(self, step: Row, on: date) -> Event:
        kind, amount = step["type"], cents(step["amount"])
        # Which refunds give interest back was not extracted; the product's name carries it.
        if kind in {"MERCHANT_ISSUED_REFUND", "PAYOUT_REFUND"} and "INTEREST_REFUND" in self.terms["product"]:
            return Refunded(on, amount, kind, "INTEREST_REFUND")
        return Paid(on, amount, kind)

    def rescheduled(self, row: Row) -> Iterator[Event]:
        due = day(row["rescheduleFromDate"])
        if row["newInterestRate"]:
            yield RateChanged(due, Decimal(row["newInterestRate"]) / 100)
        extra, grace, interest_grace = (
            int(row[name] or 0) for name in ("extraTerms", "graceOnPrincipal", "graceOnInterest")
        )
        new_due = day(row["adjustedDueDate"]) if row["adjustedDueDate"] else None
        if new_due or extra or grace or interest_grace:
            yield Rescheduled(self.today, due, new_due, extra, grace, interest_grace)


def re_aged(row: Row, on: date) -> ReAged:
    frequency = Frequency(int(row["frequencyNumber"]), Unit(row["frequencyType"]))
    return ReAged(on, day(row["startDate"]), int(row["numberOfInstallments"]), frequency)


def _pause(event: Event, starts: set[date]) -> Event:
    if isinstance(event, Paused) and event.day - timedelta(days=1) in starts:
        return Paused(event.day + timedelta(days=1), event.last)
    return event


def schedule_of(case: Row, products: Mapping[str, Row]) -> list[Row]:
    """The table at disbursement. Tranches that are expected later stand only in the table, as rows without number."""
    reader = Reader.of(case, products)
    given = case["disbursement"]
    draws = [(day(row["date"]), cents(row["balance"])) for row in case["schedule"] if "n" not in row]
    first = (day(given["date"]), cents(given["amount"]))
    events: list[Event] = [Disbursed(*draw) for draw in draws] if len(draws) > 1 else [Disbursed(*first)]
    agreement = agreement_of(reader.terms, reader.product, {})
    account = replay(agreement, events, as_of=first[0])
    return table(account, paid_dates=not given.get("expected_only"))


def newer_schedule_of(case: Row) -> list[Row]:
    """A case of the newer file, which gives its day count by name."""
    terms = case["terms"]
    month, year = terms["day_count"].split("/")
    month_end = MonthEnd.FIRST_OF_NEXT if "FIRST_DAY" in terms.get("month_end", "") else MonthEnd.LAST_DAY
    agreement = Agreement(
        rate=Decimal(terms["annual_rate_pct"]) / 100,
        count=int(terms["instalments"]),
        frequency=Frequency(int(terms["every"]), Unit(terms["every_unit"]), month_end),
        allocations={"": of_parts(*PROGRESSIVE_PARTS)},
        accrual=Accrual(
            year_days=None if year == "ACTUAL" else int(year),
            month_days=30 if month == "30" else None,
            by_period=terms["interest_calculation_period"] == "SAME_AS_REPAYMENT_PERIOD",
        ),
        method=InterestMethod(terms["interest_type"]),
        principal_grace=int(terms["grace_principal"]),
        interest_grace=int(terms["grace_interest"]),
    )
    drawn = day(terms["disbursed"])
    account = replay(agreement, [Disbursed(drawn, cents(terms["principal"]))], as_of=drawn)
    return table(account, paid_dates=True)


def table(account: Account, *, paid_dates: bool) -> list[Row]:
    """The rows of their table: on one day first what falls due, then what is paid out, then its down payment."""
    items: list[tuple[date, int, Any]] = [(event.day, 1, event) for event in account.disbursements]
    items += [(bill.span.end, 2 if bill.kind is BillKind.DOWN_PAYMENT else 0, bill) for bill in account.bills]
    balance, rows = 0, []
    for when, _, item in sorted(items, key=lambda each: each[:2]):
        if isinstance(item, Disbursed):
            balance += item.amount
            rows.append({"date": when, "balance": item.amount})
            continue
        balance -= item.charged[Part.PRINCIPAL]
        row = {name: item.charged[part] for name, part in PARTS.items()}
        rows.append(
            row
            | {
                "n": True,
                "date": when,
                "balance": balance,
                "due": item.due,
                "paid": item.total_paid,
                "in_advance": item.in_advance,
                "late": item.late,
                "Waived": sum(item.written_off.values()),
                "outstanding": item.open,
                "paid_date": item.settled_on if paid_dates else None,
            }
        )
    return rows


def differences(mine: list[Row], expected: Row | list[Row], totals: Mapping[str, str]) -> list[str]:
    """Every cell that differs, in words. A row of a disbursement must be one that took place."""
    rows = expected["rows"] if isinstance(expected, dict) else expected
    drawn = [(row["date"], row["balance"]) for row in mine if "n" not in row]
    found = [
        f"no disbursement of {row['balance']} on {row['date']}"
        for row in rows
        if "n" not in row and (day(row["date"]), cents(row["balance"])) not in drawn
    ]
    bills = [row for row in mine if "n" in row]
    theirs = sorted((row for row in rows if "n" in row), key=lambda row: int(row["n"]))
    if len(bills) != len(theirs):
        found.append(f"{len(bills)} bills, expected {len(theirs)}")
    for row, other in zip(bills, theirs, strict=False):
        found += [f"bill {other['n']}: {text}" for text in _cells(row, other)]
    for name, text in totals.items():
        total = sum(row[name] for row in bills)
        if total != cents(text):
            found.append(f"total {name} {total}, expected {cents(text)}")
    return found


def _cells(mine: Row, expected: Row) -> Iterator[str]:
    if mine["date"] != day(expected["date"]):
        yield f"due {mine['date']}, expected {expected['date']}"
    paid = day(expected["paid_date"]) if expected.get("paid_date") else None
    if mine["paid_date"] != paid:
        yield f"paid on {mine['paid_date']}, expected {paid}"
    for name, value in expected.items():
        if name not in {"n", "date", "days", "paid_date"} and mine[name] != cents(value):
            yield f"{name} {mine[name]}, expected {cents(value)}"
