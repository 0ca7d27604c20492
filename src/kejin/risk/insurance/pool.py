"""A co-insurance pool: premium and claims by shares that sum to the whole, capacities, and which shares are fair."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kejin.errors import RiskError
from kejin.facts import Label
from kejin.money import split
from kejin.risk.insurance.aggregate import Aggregate
from kejin.risk.insurance.premium import Loads, Priced, measured, scaled
from kejin.risk.simulation.plan import F64


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a pool: its share in parts per billion of the whole, and what it can bear in a year, in fen."""

    key: str
    label: Label
    share_ppb: int
    capacity_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What falls to a member, in fen.

    `most_fen` is its share of the pool's limit, of which `over_capacity_fen` is more than it can bear; `within_fen` is
    what it would bear if those with room took over from those without (None where all together have not enough).
    """

    member: Member
    premium_fen: int
    expected_fen: int
    high_fen: int
    capital_fen: int
    most_fen: int | None
    over_capacity_fen: int
    within_fen: int | None


def parts(priced: Priced, members: Sequence[Member], *, most_fen: int | None, loads: Loads) -> list[Part]:
    """Premium, expected claims and capital by members; each sums to the whole to the fen (largest remainder).

    `most_fen` is the most that the pool pays in a year. Raises `RiskError` without a member or with shares of nought.
    """
    shares = [member.share_ppb for member in members]
    if not shares or min(shares) < 0 or sum(shares) == 0:
        raise RiskError("Nobody shares in the pool", expected="members with shares", found=str(shares))
    year = priced.uncertain
    whole = {
        "premium": priced.premium.gross_fen,
        "expected": round(priced.year_paid.mean),
        "capital": priced.premium.capital_needed_fen,
    }
    divided = {name: split(fen, shares) for name, fen in whole.items()}
    most = split(most_fen, shares) if most_fen is not None else [None] * len(shares)
    total, within = sum(shares), _within(members, most_fen)
    return [
        Part(
            member=member,
            premium_fen=divided["premium"][k],
            expected_fen=divided["expected"][k],
            high_fen=round(measured(scaled(year, member.share_ppb / total), loads)),
            capital_fen=divided["capital"][k],
            most_fen=most[k],
            over_capacity_fen=_over(most[k], member.capacity_fen),
            within_fen=within[k],
        )
        for k, member in enumerate(members)
    ]


def _within(members: Sequence[Member], most_fen: int | None) -> Sequence[int | None]:
    if most_fen is None:
        return [None] * len(members)
    try:
        return shares_within([m.share_ppb for m in members], [m.capacity_fen for m in members], most_fen)
    except RiskError:
        return [None] * len(members)


def _over(most: int | None, capacity: int | None) -> int:
    return 0 if capacity is None or most is None else max(most - capacity, 0)


def shares_within(wanted: Sequence[int], capacities: Sequence[int | None], most_fen: int) -> list[int]:
    """Fen of the pool's limit by members: as wanted, a member that cannot bear its part giving the rest to the others.

    The parts sum to the limit. Raises `RiskError` where all together cannot bear it.
    """
    room = [most_fen if capacity is None else capacity for capacity in capacities]
    willing = [k for k, share in enumerate(wanted) if share > 0]
    if sum(room[k] for k in willing) < most_fen:
        raise RiskError(
            "The pool cannot bear its limit",
            expected=f"capacities of {most_fen} fen",
            found=sum(room[k] for k in willing),
        )
    given = [0] * len(wanted)
    left, open_ones = most_fen, willing
    while open_ones:
        portion = dict(zip(open_ones, split(left, [wanted[k] for k in open_ones]), strict=True))
        full = [k for k in open_ones if portion[k] > room[k]]
        if not full:
            for k in open_ones:
                given[k] = portion[k]
            break
        for k in full:
            given[k] = room[k]
            left -= room[k]
        open_ones = [k for k in open_ones if k not in full]
    return given


def fair_shares(lines: Sequence[Aggregate]) -> F64:
    """What each member's own business is expected to have cost, given the pool's total: [members, amounts].

    Conditional mean risk sharing (Denuit and Dhaene 2012) of independent lines on one grid: E[X_i | S = s], which
    sums to s for every s, and whose mean is the member's own mean. By Fourier transform: the transform of x f_i(x)
    times those of the other lines, over that of the total. Where a total is impossible the row is nan.

    Raises `RiskError` for lines on different units.
    """
    units = {line.unit for line in lines}
    if len(units) != 1:
        raise RiskError("Lines on different grids", expected="one unit", found=str(sorted(units)))
    size = 2 ** int(np.ceil(np.log2(sum(len(line.likely) for line in lines))))
    transforms = [np.fft.rfft(line.likely, size) for line in lines]
    unit = units.pop()
    total = np.clip(np.fft.irfft(np.prod(transforms, axis=0), size), 0, None)
    found = np.full((len(lines), size), np.nan)
    seen = total > 1e-12
    for k, line in enumerate(lines):
        weighted = np.fft.rfft(line.likely * line.amounts, size)
        others = np.prod([t for j, t in enumerate(transforms) if j != k], axis=0)
        found[k, seen] = np.fft.irfft(weighted * others, size)[seen] / total[seen]
    # What rounding of the transform left over is taken off in proportion, so that the parts sum to the total.
    sums = found.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(sums > 0, found * (np.arange(size) * unit) / sums, 0 * found), np.float64)
