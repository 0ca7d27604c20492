"""Every path of small books: what the simulation books is what the ledger and a plain NumPy model make of the events."""

from datetime import date

import numpy as np
import pytest
from tests.risk.small_books import ASSUMED, run, small

from kejin.risk import Event, EventKind, Ledger
from kejin.risk.arrays import I64, UNKNOWN, WITHOUT
from kejin.risk.simulation.assumptions import Assumptions, Correlation, Recovery
from kejin.risk.simulation.running import Run


def events_of(done: Run, scenario: int) -> list[Event]:
    """The course of a scenario's loans as events of the ledger, on the first day of each month."""
    paths, starts, events = done.paths, ASSUMED.starts, []
    claim = int(done.plan.settings[2])
    for row, loan_id in enumerate(done.book.loans["loan_id"]):
        month = int(paths.trace_month[scenario, row])
        if month < 0:
            continue
        events.append(
            Event(_day(starts, month + claim), EventKind.LOSS, loan_id, int(paths.trace_loss[scenario, row]))
        )
        back = int(paths.trace_back_month[scenario, row])
        if back >= 0:
            amount = int(paths.trace_back[scenario, row])
            events.append(Event(_day(starts, back), EventKind.RECOVERY, loan_id, amount))
    return events


def _day(starts: date, month: int) -> date:
    return date(starts.year + month // 12, month % 12 + 1, 1)


@pytest.mark.parametrize("tight", [True, False])
def test_the_ledger_makes_the_same_of_every_path(tight: bool) -> None:
    done = run(small(tight=tight), scenarios=60)
    bound = suspended = 0
    for scenario in range(done.scenarios):
        ledger = Ledger(done.book)
        ledger.state.stop_line[:] = done.plan.stop_line
        net = np.zeros_like(done.paths.net[scenario])
        events = sorted(
            events_of(done, scenario), key=lambda e: (e.on, e.kind is EventKind.RECOVERY, e.loan_id)
        )
        for event in events:
            before = ledger.state.burden.sum(axis=0)
            ledger.apply(event)
            net[event.on.year - 2026] += ledger.state.burden.sum(axis=0) - before
        assert net.tolist() == done.paths.net[scenario].tolist()
        assert int(ledger.state.pending.sum()) == done.paths.open[scenario, 0]
        bound += int(done.paths.bound[scenario, 0] >= 0)
        suspended += int(done.paths.stopped[scenario, 0] >= 0)
    # The paths are worth looking at: caps and stop lines bind on many of them.
    assert suspended > 10
    assert (bound > 5) == tight


def test_on_every_path_the_parties_bear_the_losses_less_the_recoveries() -> None:
    done = run(small(), scenarios=300)
    back = np.where(done.paths.trace_back_month >= 0, done.paths.trace_back, 0).sum(axis=1)
    borne = done.paths.net.sum(axis=(1, 2))
    assert (borne == done.paths.trace_loss.sum(axis=1) - back).all()
    assert (done.paths.lost.sum(axis=1) == done.paths.trace_loss.sum(axis=1)).all()
    assert (done.paths.defaults.sum(axis=1) == (done.paths.trace_month >= 0).sum(axis=1)).all()


def plain_numpy(done: Run) -> tuple[I64, I64]:
    """Bank and pool by year on every path, worked out over whole columns of scenarios: no kernel, no state per path."""
    paths, terms, plan = done.paths, done.book.terms, done.plan
    scenarios, loans = paths.trace_month.shape
    years, claim = len(done.book.years), int(plan.settings[2])
    share = np.where(terms.covers[:, 0] == 1, terms.share[:, 0], UNKNOWN)
    cap, lines = int(plan.limit_amount[0]), plan.stop_line.reshape(-1, years)
    institution = terms.stop_slot[:, 0] // years
    lost = np.zeros((scenarios, lines.shape[0], years), np.int64)
    used = np.zeros((scenarios, years), np.int64)
    paid, owed = np.zeros((scenarios, loans), np.int64), np.zeros((scenarios, loans), np.int64)
    left = np.zeros((scenarios, loans), np.int64)
    net = np.zeros((2, scenarios, years), np.int64)
    for month in range(12 * years):
        year = month // 12
        for loan in range(loans):
            now = np.where(paths.trace_month[:, loan] + claim == month, paths.trace_loss[:, loan], 0)
            now[paths.trace_month[:, loan] < 0] = 0
            lost[:, institution[loan], year] += now
            line = lines[institution[loan], year]
            halted = (lost[:, institution[loan], year] > line) | (line == UNKNOWN)
            due = (
                (now * int(share[loan]) // 10**9 + (now * int(share[loan]) % 10**9 >= 5 * 10**8))
                if share[loan] >= 0
                else 0 * now
            )
            pay = np.where(halted, 0, np.minimum(due, cap - used[:, year]))
            used[:, year] += pay
            owed[:, loan] += np.where(halted, due, 0)
            paid[:, loan] += pay
            left[:, loan] += now - pay
            net[0, :, year] += now - pay
            net[1, :, year] += pay
        for loan in range(loans):
            back = np.where(paths.trace_back_month[:, loan] == month, paths.trace_back[:, loan], 0)
            claims = np.stack([left[:, loan] - owed[:, loan], paid[:, loan], owed[:, loan]])
            parts = _largest_remainder(back, claims)
            left[:, loan] -= parts[0] + parts[2]
            owed[:, loan] -= parts[2]
            paid[:, loan] -= parts[1]
            net[0, :, year] -= parts[0] + parts[2]
            net[1, :, year] -= parts[1]
    return net[0], net[1]


def _largest_remainder(amount: I64, claims: I64) -> I64:
    """`amount` over three claims, path by path; products stay below 2**63 on these books."""
    whole = np.maximum(claims.sum(axis=0), 1)
    parts, rest = claims * amount // whole, claims * amount % whole
    for _ in range(2):
        left = amount - parts.sum(axis=0)
        # Largest remainder, then larger claim, then earlier claim.
        rank = np.lexsort((np.arange(3)[:, None].repeat(len(amount), 1), -claims, -rest), axis=0)
        first = rank[0]
        take = (left > 0) & (claims.sum(axis=0) > 0)
        parts[first[take], np.flatnonzero(take)] += 1
        rest[first[take], np.flatnonzero(take)] = -1
    found: I64 = parts
    return found


@pytest.mark.parametrize("tight", [True, False])
def test_a_plain_numpy_model_gives_the_same_on_every_path(tight: bool) -> None:
    done = run(small(count=25, tight=tight), scenarios=400)
    bank, pool = plain_numpy(done)
    assert (bank == done.paths.net[:, :, 0]).all()
    assert (pool == done.paths.net[:, :, 1]).all()
    assert pool.sum() > 0


def test_any_number_of_workers_gives_the_same_bytes() -> None:
    made = small(count=20)
    runs = [run(made, scenarios=600, workers=workers) for workers in (1, 2, 3)]
    for other in runs[1:]:
        for one, two in zip(runs[0].paths, other.paths, strict=True):
            assert one.tobytes() == two.tobytes()


def test_a_scenario_is_the_same_however_many_are_drawn_and_another_seed_draws_others() -> None:
    made = small(count=20)
    few, many = run(made, scenarios=10), run(made, scenarios=700)
    assert (many.paths.net[:10] == few.paths.net).all()
    assert (run(made, scenarios=10, seed=8).paths.net != few.paths.net).any()


def test_the_plain_python_functions_draw_what_the_compiled_ones_draw() -> None:
    from kejin.risk.simulation import philox  # noqa: PLC0415
    from kejin.risk.simulation.plan import Work, paths_for, scratch_for, state_for  # noqa: PLC0415
    from kejin.risk.simulation.scenario import simulate_block  # noqa: PLC0415

    made = small(count=12)
    book, terms, plan = made
    compiled = run(made, scenarios=6)
    scratch = scratch_for(plan)
    scratch.rng[philox.KEY] = 7
    paths = paths_for(terms, plan, 6)
    with np.errstate(over="ignore"):
        simulate_block(Work(terms, plan, state_for(terms, plan), scratch, paths), 0, 6)
    for one, two in zip(compiled.paths, paths, strict=True):
        assert one.tolist() == two.tolist()
    assert book.loans.height == 12


def test_suspended_payment_may_be_taken_up_the_year_after() -> None:
    never = run(small(count=20, tight=False), scenarios=200)
    again = Assumptions(
        ASSUMED.starts,
        ASSUMED.years,
        Correlation(0.15, 0.1, 0.05),
        Recovery(0.5, 0.2, 14),
        0.4,
        4,
        resume=True,
    )
    later = run(small(count=20, tight=False, assumed=again), scenarios=200)
    assert never.paths.open[:, 0].sum() > 0
    assert later.paths.open[:, 0].sum() < never.paths.open[:, 0].sum()
    assert (later.paths.net.sum(axis=(1, 2)) == never.paths.net.sum(axis=(1, 2))).all()
    assert later.paths.net[:, :, 1].sum() > never.paths.net[:, :, 1].sum()


def test_the_stop_lines_of_the_years_after_the_last_default_limit_nothing() -> None:
    _, _, plan = small()
    lines = plan.stop_line.reshape(-1, ASSUMED.event_years)
    assert (lines[:, ASSUMED.years :] == WITHOUT).all()
    assert (lines[:, : ASSUMED.years] != WITHOUT).all()
