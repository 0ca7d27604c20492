"""PAM, LAM, ANN, NAM, LAX, CLM and UMP: events become steps of one plan, and the kernel runs it unrounded."""

from datetime import datetime
from typing import Final, NamedTuple

from kejin.instruments.actus.observing import Observations
from kejin.instruments.actus.reading import counted_day
from kejin.instruments.actus.rows import ResultRow
from kejin.instruments.actus.schedules import Happening, timetable_of
from kejin.instruments.actus.terms import ContractTerms
from kejin.instruments.actus.writing import Writer
from kejin.instruments.events import EventKind
from kejin.instruments.plans import Plan
from kejin.instruments.running import RoundingPolicy, run_program

KINDS: Final = frozenset({"PAM", "LAM", "ANN", "NAM", "LAX", "CLM", "UMP"})


class Line(NamedTuple):
    """The numbers of one row, from the lender's side."""

    principal: float
    interest: float
    other: float
    balance: float
    rate: float
    accrued: float
    scale: tuple[float, float]


def run_maturity_contract(
    terms: ContractTerms, seen: Observations, until: datetime | None
) -> list[ResultRow]:
    """Every event of a maturity contract with its payoff and the state after it.

    Args:
        terms: The contract.
        seen: Market data and observed events.
        until: The last time that is looked at; None for the contract's whole life.

    Raises:
        TermsError: A term breaks a rule.
        ObservationError: Market data is missing.
    """
    timetable = timetable_of(terms, seen, until)
    happenings = [each for each in timetable.happenings if until is None or each.time <= until]
    writer = Writer(terms, seen, timetable)
    steps = [*writer.before(), *(step for each in happenings for step in writer.steps(each))]
    plan = Plan.of(counted_day(terms.basics.status_date), steps, fraction=writer.fraction, exact=False)
    result = run_program(plan.program, writer.opening(), policy=RoundingPolicy.NONE, trace=True)
    columns = (result.principal, result.interest, result.other, result.balance, result.rate, result.accrued)
    numbers = [column[:, 0].tolist() if column.size else [0.0] * len(happenings) for column in columns]
    lines = (Line(*each) for each in zip(*numbers, writer.scales, strict=True))
    rows = [_row(terms, each, line) for each, line in zip(happenings, lines, strict=True)]
    bought = [place for place, row in enumerate(rows) if row.kind is EventKind.PRD]
    return rows[bought[0] :] if bought else rows


def _row(terms: ContractTerms, each: Happening, line: Line) -> ResultRow:
    sign, traded = terms.basics.sign, each.kind in {EventKind.PRD, EventKind.TD}
    notional_scale, interest_scale = line.scale if each.kind is not EventKind.IPCI else (1.0, 1.0)
    # A price is neutral and takes the sign of the role, accrued interest has it already; the payoff of a trade takes
    # the sign of both together (ACTUS, payoff functions PRD and TD), so that of accrued interest twice.
    interest = (1 if traded else sign) * interest_scale * line.interest
    payoff = sign * (notional_scale * line.principal + line.other) + interest
    # A call makes what has accrued due, to be paid on settlement; it no longer stands as accrued.
    accrued = 0.0 if each.kind is EventKind.XD else sign * line.accrued
    return ResultRow(
        each.time, each.kind, payoff, terms.basics.currency, sign * line.balance, line.rate, accrued
    )
