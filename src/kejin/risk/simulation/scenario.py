"""One scenario: factors year by year, defaults cell by cell, losses and recoveries month by month through the one code.

Written to be compiled (see `compiled`); runs as plain Python too, slowly.
"""

import math

from kejin.risk.arrays import (
    AMOUNT,
    CAUSE,
    LINE_UNKNOWN,
    MOVES,
    NOBODY,
    OVER_LIMIT,
    RECOVERY,
    SOURCE,
    SUSPENDED,
    TARGET,
    UNDETERMINED,
    WHAT,
    LossEvent,
)
from kejin.risk.kernel import allocate_loss, share_part
from kejin.risk.returns import allocate_recovery, resume
from kejin.risk.simulation.philox import begin_stream, normal, word
from kejin.risk.simulation.plan import (
    CLAIM_MONTHS,
    EVENT_YEARS,
    LATE,
    MONTHS,
    PENDING,
    SECTORS,
    TRACE,
    UNSHARED,
    YEARS,
    Work,
)
from kejin.risk.simulation.plan import RESUME as RESUMES
from kejin.risk.simulation.sampling import binomial, coin, normal_below, pick, sort_first


def simulate_block(work: Work, first: int, count: int) -> None:
    """Work out scenarios first to first + count - 1 into the paths; `paths` begins with scenario `first`."""
    for place in range(count):
        simulate(work, first + place, place)


def simulate(work: Work, scenario: int, place: int) -> None:
    """Work out one scenario into the paths at `place`."""
    begin(work)
    for year in range(work.plan.settings[YEARS]):
        draw_factors(work, scenario, year)
        for cell in range(len(work.plan.sector)):
            draw_cell(work, scenario, (cell, year, place))
    settle(work, place)


def begin(work: Work) -> None:
    """Put the state back to the beginning; only what the last scenario touched."""
    state, scratch, plan = work.state, work.scratch, work.plan
    for k in range(scratch.counts[0]):
        loan = scratch.touched[k]
        for party in range(state.burden.shape[1]):
            state.burden[loan, party] = 0
        for taker in range(state.paid.shape[1]):
            state.paid[loan, taker] = 0
            state.pending[loan, taker] = 0
        for agreement in range(state.shared.shape[1]):
            state.shared[loan, agreement] = 0
    scratch.counts[0] = 0
    scratch.counts[1] = 0
    for slot in range(len(state.limit_used)):
        state.limit_used[slot] = 0
        state.limit_amount[slot] = plan.limit_amount[slot]
    for slot in range(len(state.stop_total)):
        state.stop_total[slot] = 0
        state.stop_line[slot] = plan.stop_line[slot]
    for factor in range(len(scratch.factors)):
        scratch.factors[factor] = 0.0
    for bucket in range(len(scratch.first)):
        scratch.first[bucket] = NOBODY


def draw_factors(work: Work, scenario: int, year: int) -> None:
    """The factors of a year: part of last year's, part fresh; the first year's are fresh."""
    scratch, keep = work.scratch, work.plan.persistence[0]
    fresh = math.sqrt(1.0 - keep * keep)
    begin_stream(scratch.rng, scenario, year)
    for factor in range(len(scratch.factors)):
        drawn = normal(scratch.rng)
        scratch.factors[factor] = drawn if year == 0 else keep * scratch.factors[factor] + fresh * drawn
    cities = 1 + work.plan.settings[SECTORS]
    scratch.lowest[0] = 0.0
    for factor in range(cities, len(scratch.factors)):
        moved = scratch.factors[factor] + work.plan.shift[year, factor]
        if factor == cities or moved < scratch.lowest[0]:
            scratch.lowest[0] = moved


def draw_cell(work: Work, scenario: int, place: tuple[int, int, int]) -> None:
    """The defaults of a cell in a year.

    Candidates are drawn at the highest probability there can be in the cell (that of its weakest loan in the weakest
    city) and kept with the loan's own probability over it, which is exact for every loan. One that has defaulted
    before, or on which nothing is owed in the month drawn, stays out.
    """
    plan, scratch = work.plan, work.scratch
    cell, year, row = place
    level = sector_level(work, cell, year)
    weight, rest = plan.load[cell, 2], plan.load[cell, 3]
    chance = normal_below((plan.top[cell, year] - level - weight * scratch.lowest[0]) / rest)
    first, last = plan.cell_from[cell], plan.cell_from[cell + 1]
    begin_stream(scratch.rng, scenario, plan.settings[YEARS] + year * len(plan.sector) + cell)
    for _ in range(binomial(scratch.rng, last - first, chance)):
        # A year of a scenario is told from every other by this mark.
        mark = scenario * plan.settings[YEARS] + year
        loan = plan.cell_loan[pick(scratch.rng, scratch.picked, (first, last - first, mark))]
        luck = word(scratch.rng)
        city = scratch.factors[plan.city[loan]] + plan.shift[year, plan.city[loan]]
        if plan.threshold[loan, year] < plan.top[cell, year] or weight * (city - scratch.lowest[0]) > 0.0:
            own = normal_below((plan.threshold[loan, year] - level - weight * city) / rest)
            if not coin(scratch.rng, own / chance):
                continue
        month = year * MONTHS + (((luck >> 16) * MONTHS) >> 16)
        if scratch.dead[loan] != scenario and plan.exposure[loan, month] > 0:
            scratch.dead[loan] = scenario
            work.paths.defaults[row, year] += 1
            happen(work, (loan, month, luck, row))


def sector_level(work: Work, cell: int, year: int) -> float:
    """What the common factor and the sector's add to the asset values of a cell's loans in a year."""
    plan, scratch, sector = work.plan, work.scratch, work.plan.sector[cell]
    level = plan.load[cell, 0] * (scratch.factors[0] + plan.shift[year, 0])
    return float(level + plan.load[cell, 1] * (scratch.factors[sector] + plan.shift[year, sector]))


def happen(work: Work, place: tuple[int, int, int, int]) -> None:
    """A default: what is claimed when, and what is recovered when. A recovery before the claim lowers the claim."""
    plan, scratch = work.plan, work.scratch
    loan, month, luck, row = place
    owed = plan.exposure[loan, month]
    rate = plan.recovery[plan.recovery_class[loan], (luck >> 8) & 255]
    back, delay = share_part(owed, rate, 0), plan.delay[luck & 255]
    claim = month + plan.settings[CLAIM_MONTHS]
    if delay < 0:
        owed, back = owed - back, 0
    scratch.loss[loan], scratch.back[loan] = owed, back
    scratch.default_month[loan] = month
    scratch.touched[scratch.counts[0]] = loan
    scratch.counts[0] += 1
    put_event(work, 2 * claim, loan)
    if plan.fee.shape[1] > 0:
        stop_fees(work, (loan, month, row))
    last = plan.settings[EVENT_YEARS] * MONTHS - 1
    if back > 0 and claim + delay <= last:
        put_event(work, 2 * (claim + delay) + 1, loan)
    elif back > 0:
        work.paths.open[row, LATE] += back
    if plan.settings[TRACE] == 1:
        paths = work.paths
        paths.trace_month[row, loan], paths.trace_loss[row, loan] = month, owed
        paths.trace_back[row, loan] = back
        paths.trace_back_month[row, loan] = claim + delay if back > 0 and claim + delay <= last else NOBODY


def stop_fees(work: Work, place: tuple[int, int, int]) -> None:
    """The fees of the months after a default fall away; a fee is due at the beginning of each month of the loan."""
    plan, loan, after, row = work.plan, place[0], place[1], place[2]
    due = 0
    for month in range(plan.exposure.shape[1]):
        if plan.exposure[loan, month] > 0:
            if month > after:
                for fee in range(plan.fee.shape[1]):
                    work.paths.forgone[row, month // MONTHS, fee] += monthly_part(plan.fee[loan, fee], due)
            due += 1


def monthly_part(yearly: int, month: int) -> int:
    """The part of a yearly fee that falls to the loan's month with this number; twelve of them are the fee."""
    if yearly <= 0:
        return 0
    place = month % MONTHS
    return int(yearly * (place + 1) // MONTHS - yearly * place // MONTHS)


def put_event(work: Work, bucket: int, loan: int) -> None:
    """Put an event into its month: even buckets hold losses, odd ones recoveries."""
    scratch = work.scratch
    event = scratch.counts[1]
    scratch.counts[1] = event + 1
    scratch.who[event] = loan
    scratch.following[event] = scratch.first[bucket]
    scratch.first[bucket] = event


def settle(work: Work, row: int) -> None:
    """Allocate all events in order: month by month, losses before recoveries, loan by loan."""
    plan, scratch, state = work.plan, work.scratch, work.state
    for bucket in range(len(scratch.first)):
        month = bucket // 2
        if bucket % (2 * MONTHS) == 0:
            begin_year(work, month // MONTHS, row)
        count, event = 0, scratch.first[bucket]
        while event != NOBODY:
            scratch.ordered[count] = scratch.who[event]
            count += 1
            event = scratch.following[event]
        sort_first(scratch.ordered, count)
        for k in range(count):
            loan, year = scratch.ordered[k], month // MONTHS
            if bucket % 2 == 0:
                day = plan.month_day[scratch.default_month[loan]]
                rows = allocate_loss(work.terms, state, LossEvent(loan, year, day, scratch.loss[loan], 0))
                work.paths.lost[row, year] += scratch.loss[loan]
            else:
                rows = allocate_recovery(work.terms, state, (loan, year, scratch.back[loan]))
            book(work, rows, (row, month))
    for k in range(scratch.counts[0]):
        for taker in range(state.pending.shape[1]):
            work.paths.open[row, PENDING] += state.pending[scratch.touched[k], taker]


def begin_year(work: Work, year: int, row: int) -> None:
    """A pool's money of the year; suspended payment of the year before is taken up where that was agreed."""
    plan, state, scratch, terms = work.plan, work.state, work.scratch, work.terms
    for limit in range(plan.money.shape[1]):
        if plan.money[year, limit] > 0:
            slot = terms.limit_slot[0, limit]
            state.limit_amount[slot] = max(state.limit_amount[slot], 0) + plan.money[year, limit]
    if plan.settings[RESUMES] == 1 and year > 0:
        count = 0
        for k in range(scratch.counts[0]):
            scratch.ordered[count] = scratch.touched[k]
            count += 1
        sort_first(scratch.ordered, count)
        for k in range(count):
            for agreement in range(len(terms.bearer)):
                rows = resume(terms, state, (scratch.ordered[k], year, agreement))
                book(work, rows, (row, year * MONTHS))


def book(work: Work, rows: int, place: tuple[int, int]) -> None:
    """Add the lines of an allocation to the paths."""
    row, month = place
    paths, lines, year = work.paths, work.state.lines, month // MONTHS
    for k in range(rows):
        what, amount = lines[k, WHAT], lines[k, AMOUNT]
        if what == RECOVERY:
            paths.net[row, year, lines[k, TARGET]] -= amount
        elif what < MOVES:
            if lines[k, SOURCE] != NOBODY:
                paths.net[row, year, lines[k, SOURCE]] -= amount
            paths.net[row, year, lines[k, TARGET]] += amount
        elif what == OVER_LIMIT:
            if paths.bound[row, lines[k, CAUSE]] == NOBODY:
                paths.bound[row, lines[k, CAUSE]] = month
        elif what in (SUSPENDED, LINE_UNKNOWN):
            if paths.stopped[row, lines[k, CAUSE]] == NOBODY:
                paths.stopped[row, lines[k, CAUSE]] = month
        elif what == UNDETERMINED:
            paths.open[row, UNSHARED] += amount
