"""Which rights secure loans: those of borrowers that owe under a pledge today, the most valuable first."""

from dataclasses import dataclass

import numpy as np

from kejin.enterprises.synthetic.lines import IP_PLEDGE
from kejin.enterprises.synthetic.loans import Loans
from kejin.enterprises.synthetic.streams import Real, Truth, Whole, day
from kejin.enterprises.synthetic.world import AS_OF

_MOST = 5
_REGISTERED_BEFORE = 7


@dataclass(frozen=True, slots=True)
class Pledges:
    """For each right whether it is pledged, and if so until when the debt runs and when the pledge was registered."""

    pledged: Truth
    due: Whole
    registered: Whole


def make_pledges(loans: Loans, owner: Whole, value: Real, *, pledgeable: Truth) -> Pledges:
    """The pledges of today: at most five rights of each borrower, registered within a week before the money was paid.

    Args:
        loans: The loans of the block.
        owner: Each right's enterprise.
        value: What each right is worth, in yuan.
        pledgeable: Which rights are in force and may be pledged.
    """
    count = int(max(owner.max(initial=-1), loans.owner.max(initial=-1))) + 1
    due, drawn = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    owes = (loans.security == IP_PLEDGE) & (loans.drawn <= day(AS_OF)) & (loans.due > day(AS_OF))
    at = np.flatnonzero(owes)
    # Loans stand in order of signing: where there are several, the last one counts.
    due[loans.owner[at]], drawn[loans.owner[at]] = loans.due[at], loans.drawn[at]
    chosen = np.zeros(owner.size, dtype=np.bool_)
    able = np.flatnonzero(pledgeable & (due[owner] > 0))
    ranked = able[np.lexsort((-value[able], owner[able]))]
    place = np.arange(ranked.size) - np.searchsorted(owner[ranked], owner[ranked], side="left")
    chosen[ranked[place < _MOST]] = True
    return Pledges(chosen, due[owner], drawn[owner] - _REGISTERED_BEFORE)
