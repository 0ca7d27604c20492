"""A second reading of how losses are shared: dictionaries and exact fractions, written from the description alone."""

from collections import defaultdict
from fractions import Fraction
from math import floor

from tests.risk.invented import YEARS, Happening, World

from kejin.money import RATE_SCALE, split
from kejin.risk.arrays import LARGEST_REMAINDER, NOBODY, PAYOUTS, UNKNOWN, WITHOUT


class Second:
    """Who bears what after each event, worked out in another way."""

    def __init__(self, world: World) -> None:
        self.t = world.terms
        self.cap = {slot: int(amount) for slot, amount in enumerate(world.limit_amount)}
        self.line = {slot: int(amount) for slot, amount in enumerate(world.stop_line)}
        self.burden: dict[tuple[int, int], int] = defaultdict(int)
        self.paid: dict[tuple[int, int], int] = defaultdict(int)
        self.pending: dict[tuple[int, int], int] = defaultdict(int)
        self.shared: dict[tuple[int, int], int] = defaultdict(int)
        self.used: dict[int, int] = defaultdict(int)
        self.lost: dict[int, int] = defaultdict(int)
        self.closed: set[tuple[int, int]] = set()

    # --- what stands where

    def agreements(self, loan: int) -> list[int]:
        covers = self.t.covers[loan]
        return [a for a in range(len(covers)) if covers[a] != 0 and (loan, a) not in self.closed]

    def takers(self, agreement: int) -> list[int]:
        return list(range(self.t.taker_from[agreement], self.t.taker_from[agreement + 1]))

    def limits(self, agreement: int, taker: int | None = None) -> list[int]:
        uses = range(self.t.limit_from[agreement], self.t.limit_from[agreement + 1])
        return [
            int(self.t.limit_use[u])
            for u in uses
            if taker is None or int(self.t.limit_takers[u]) >> taker & 1
        ]

    def slot(self, loan: int, limit: int, year: int) -> int:
        return int(self.t.limit_slot[loan, limit]) + (year if self.t.limit_yearly[limit] else 0)

    def room(self, slot: int) -> int | None:
        return None if self.cap[slot] == UNKNOWN else max(self.cap[slot] - self.used[slot], 0)

    # --- events

    def happen(self, event: Happening) -> None:
        if event.what == "loss":
            self.loss(event)
        elif event.what == "recovery":
            self.recovery(event.loan, event.year, event.amount)
        else:
            agreement = event.amount % len(self.t.bearer)
            work = self.clawback if event.what == "clawback" else self.resume
            work(event.loan, event.year, agreement)

    def loss(self, event: Happening) -> None:
        loan = event.loan
        covering = self.agreements(loan)
        first = int(self.t.bearer[covering[0]]) if covering else 0
        now: dict[int, int] = defaultdict(int, {first: event.amount + event.interest})
        counted: set[int] = set()
        for agreement in covering:
            base = event.amount + (event.interest if self.t.interest[agreement] else 0)
            halted = self.counted(event, agreement, base, counted)
            within = self.base(event, agreement, base)
            if within is not None:
                self.cede(event, agreement, within, now, halted)
        for party, amount in now.items():
            self.burden[loan, party] += amount

    def counted(self, event: Happening, agreement: int, base: int, counted: set[int]) -> bool:
        halted = False
        for use in range(self.t.stop_from[agreement], self.t.stop_from[agreement + 1]):
            line = int(self.t.stop_use[use])
            slot = line * YEARS + event.year
            if line not in counted:
                self.lost[slot] += base
                counted.add(line)
            halted |= self.line[slot] == UNKNOWN or self.lost[slot] > self.line[slot]
        return halted

    def base(self, event: Happening, agreement: int, base: int) -> int | None:
        loan, until = event.loan, int(self.t.covered_until[event.loan, agreement])
        most = int(self.t.covered_fen[loan, agreement])
        if until != UNKNOWN and event.day > until:
            return None
        known = [until, most, int(self.t.covers[loan, agreement])]
        known += [int(self.t.share[loan, taker]) for taker in self.takers(agreement)]
        if UNKNOWN in known:
            return None
        base = min(base, max(most - self.shared[loan, agreement], 0))
        self.shared[loan, agreement] += base
        return base

    def parts(self, loan: int, agreement: int, base: int) -> list[int]:
        shares, left = [], RATE_SCALE
        for taker in self.takers(agreement):
            shares.append(min(int(self.t.share[loan, taker]), left))
            left -= shares[-1]
        if self.t.rounding[agreement] == LARGEST_REMAINDER:
            return split(base, [*shares, left])[:-1]
        half = Fraction(1, 2) if self.t.rounding[agreement] else Fraction(0)
        upto = [floor(Fraction(base * sum(shares[: k + 1]), RATE_SCALE) + half) for k in range(len(shares))]
        return [high - low for low, high in zip([0, *upto], upto, strict=False)]

    def cede(self, event: Happening, agreement: int, base: int, now: dict[int, int], halted: bool) -> None:
        loan, bearer = event.loan, int(self.t.bearer[agreement])
        due = dict(zip(self.takers(agreement), self.parts(loan, agreement, base), strict=True))
        for use in range(self.t.limit_from[agreement], self.t.limit_from[agreement + 1]):
            limit, slot = int(self.t.limit_use[use]), self.slot(loan, int(self.t.limit_use[use]), event.year)
            room, total = self.room(slot), sum(due.values())
            if self.t.limit_measure[limit] == PAYOUTS and room is not None:
                admitted = min(total, room)
                self.used[slot] += admitted
                for taker, part in list(due.items()):
                    if admitted < total and int(self.t.limit_takers[use]) >> taker & 1:
                        due[taker] = floor(Fraction(part * admitted, total))
                        self.give_over(taker, bearer, part - due[taker], now)
        ceiling = int(self.t.ceiling[agreement])
        if ceiling != WITHOUT:
            public = sum(amount for party, amount in now.items() if self.t.public[party])
            left = floor(Fraction(base * ceiling, RATE_SCALE)) - public
            for taker, part in list(due.items()):
                due[taker] = max(min(part, left), 0)
                left -= due[taker]
        for taker, part in due.items():
            self.take(event, agreement, taker, min(part, now[bearer]), now, halted)

    def take(
        self, event: Happening, agreement: int, taker: int, due: int, now: dict[int, int], halted: bool
    ) -> None:
        loan, bearer, party = event.loan, int(self.t.bearer[agreement]), int(self.t.taker_party[taker])
        if halted:
            self.pending[loan, taker] += due
            return
        pay = self.pay(loan, event.year, agreement, taker, due)
        now[bearer] -= pay
        now[party] += pay
        self.give_over(taker, bearer, due - pay, now)

    def pay(self, loan: int, year: int, agreement: int, taker: int, due: int) -> int:
        binding = [m for m in self.limits(agreement, taker) if self.t.limit_measure[m] != PAYOUTS]
        slots = [self.slot(loan, limit, year) for limit in binding]
        rooms = [room for slot in slots if (room := self.room(slot)) is not None]
        pay = min([due, *rooms])
        for slot in slots:
            self.used[slot] += pay
        self.paid[loan, taker] += pay
        return pay

    def give_over(self, taker: int, bearer: int, cut: int, now: dict[int, int]) -> None:
        other = int(self.t.returns_to[taker])
        if other != NOBODY:
            moved = min(cut, now[bearer])
            now[bearer] -= moved
            now[other] += moved

    def recovery(self, loan: int, year: int, amount: int) -> None:
        covering = self.agreements(loan)
        ranks = self.t.recovery_rank[covering[0] if covering else 0]
        parties = range(len(ranks))
        own = {party: self.burden[loan, party] for party in parties}
        owed: dict[int, int] = {}
        for agreement in range(len(self.t.bearer)):
            holder = int(self.t.bearer[agreement])
            for taker in self.takers(agreement):
                owed[taker] = min(self.pending[loan, taker], own[holder])
                own[holder] -= owed[taker]
        for rank in sorted({int(rank) for rank in ranks}):
            claims: list[tuple[int, int | None, int]] = [
                (party, None, own[party]) for party in parties if ranks[party] == rank
            ]
            claims += [
                (int(self.t.taker_party[t]), t, o)
                for t, o in owed.items()
                if ranks[self.t.taker_party[t]] == rank
            ]
            total = sum(claim for *_, claim in claims)
            share = min(amount, total)
            amount -= share
            if share:
                for (party, owing, _), part in zip(
                    claims, split(share, [c for *_, c in claims]), strict=True
                ):
                    self.give_back(loan, year, party, owing, part)

    def give_back(self, loan: int, year: int, party: int, taker: int | None, part: int) -> None:
        if taker is not None:
            holder = next(int(self.t.bearer[a]) for a in range(len(self.t.bearer)) if taker in self.takers(a))
            self.pending[loan, taker] -= part
            self.burden[loan, holder] -= part
            return
        self.burden[loan, party] -= part
        for agreement in range(len(self.t.bearer)):
            for one in self.takers(agreement):
                if self.t.taker_party[one] == party:
                    back = min(part, self.paid[loan, one])
                    part -= back
                    self.unpay(loan, year, agreement, one, back)

    def unpay(self, loan: int, year: int, agreement: int, taker: int, back: int) -> None:
        self.paid[loan, taker] -= back
        for limit in self.limits(agreement, taker):
            if self.t.limit_restores[limit] and self.t.limit_measure[limit] != PAYOUTS:
                self.used[self.slot(loan, limit, year)] -= back

    def clawback(self, loan: int, year: int, agreement: int) -> None:
        for taker in self.takers(agreement):
            party = int(self.t.taker_party[taker])
            back = min(self.paid[loan, taker], self.burden[loan, party])
            self.burden[loan, party] -= back
            self.burden[loan, int(self.t.bearer[agreement])] += back
            self.unpay(loan, year, agreement, taker, back)
            self.pending[loan, taker] = 0
        self.closed.add((loan, agreement))

    def resume(self, loan: int, year: int, agreement: int) -> None:
        bearer = int(self.t.bearer[agreement])
        for taker in self.takers(agreement):
            due = min(self.pending[loan, taker], self.burden[loan, bearer])
            pay = self.pay(loan, year, agreement, taker, due)
            self.pending[loan, taker] -= pay
            self.burden[loan, bearer] -= pay
            self.burden[loan, int(self.t.taker_party[taker])] += pay
