"""What happened to rights: grant, transfer, lapse, one row each; and their renewals, one row for each right."""

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.firms import Firms
from kejin.enterprises.synthetic.patents import GRACE_DAYS, Rights
from kejin.enterprises.synthetic.streams import Truth, dates, day, masked, words
from kejin.enterprises.synthetic.world import AS_OF

_YEAR = 365.25
_RENEWED_YEARLY = (0, 1, 2)
STATES = ("paid", "overdue", "lapsed", "expired")


def right_events(rights: Rights, firms: Firms) -> pl.DataFrame:
    """Grant, lapse and transfer of each right with its day, as far as it has come.

    A transfer names who it came from where that is an enterprise of the province; null otherwise.
    """
    today = day(AS_OF)
    granted = ~rights.refused & (rights.granted <= today)
    lapsed = (
        granted & ~rights.force & (rights.lapsed + GRACE_DAYS <= today) & (rights.lapsed < rights.expires)
    )
    moved = ~rights.own & granted
    kinds = (("granted", granted, rights.granted), ("lapsed", lapsed, rights.lapsed),
        ("transferred_in", moved, rights.acquired))  # fmt: skip
    chosen = [np.flatnonzero(some) for _, some, _ in kinds]
    at = np.concatenate(chosen)
    kind = np.repeat(np.arange(len(kinds)), [rows.size for rows in chosen])
    seller = np.where(kind == 2, rights.seller[at], -1)
    return pl.DataFrame({
        "right_no": rights.numbers(firms.codes, at),
        "event": words([name for name, _, _ in kinds], kind),
        "on": dates(np.concatenate([days[rows] for rows, (_, _, days) in zip(chosen, kinds, strict=True)])),
        "from_id": masked(firms.codes.gather(np.maximum(seller, 0)), seller >= 0),
    })  # fmt: skip


def renewals(rights: Rights, firms: Firms) -> pl.DataFrame:
    """The yearly fees of each patent that was granted.

    Fees are paid without a gap until one is not, so that one row says them all: how many were paid, up to which day the
    right is paid for, and where it stands: paid, overdue within the grace period, lapsed, or expired at its full term.
    """
    today = day(AS_OF)
    yearly: Truth = np.isin(rights.kind, _RENEWED_YEARLY) & ~rights.refused & (rights.granted <= today)
    at = np.flatnonzero(yearly)
    applied, end = rights.applied[at], np.minimum(rights.lapsed[at], rights.expires[at])
    first = np.ceil((rights.granted[at] - applied) / _YEAR)
    current = np.ceil(np.maximum(today + 1 - applied, 0) / _YEAR)
    until = np.minimum(np.maximum(current, first), np.rint((end - applied) / _YEAR))
    force, overdue = rights.force[at], rights.overdue[at]
    state = np.select(
        [force & ~overdue, overdue, rights.expires[at] <= rights.lapsed[at]], [0, 1, 3], default=2
    )
    return pl.DataFrame({
        "right_no": rights.numbers(firms.codes, at),
        "fees_paid": pl.Series(np.maximum(until - first, 0)).cast(pl.Int16),
        "paid_to": dates(applied + np.rint(until * _YEAR).astype(np.int64)),
        "state": words(STATES, state),
    })  # fmt: skip
