"""How far the experience of one group is believed: Bühlmann and Straub's empirical credibility (1970)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kejin.errors import RiskError
from kejin.risk.simulation.plan import F64


@dataclass(frozen=True, slots=True)
class Credibility:
    """The structure that experience shows and what it makes of each group.

    Attributes:
        within: Variance of a group's figures about its own mean, for a weight of one.
        between: Variance of the groups' true means; nought where the experience shows none.
        collective: The mean of the groups' own means, weighted by their credibility; where nothing lies between the
            groups, by their weights.
        weighted: The mean weighted by exposure, which is another number and not the collective premium.
        z: [I] the weight of each group's own experience.
        own: [I] each group's own mean.
        premium: [I] z times the own mean and the rest the collective one.
    """

    within: float
    between: float
    collective: float
    weighted: float
    z: F64
    own: F64
    premium: F64


def buhlmann_straub(
    ratios: Sequence[Sequence[float]] | F64, weights: Sequence[Sequence[float]] | F64
) -> Credibility:
    """Credibility of groups (rows) over years (columns); a year without weight or with a missing ratio is left out.

    Raises `RiskError` for fewer than two groups or a group with no year, and where no group has two years.
    """
    x, w = np.asarray(ratios, np.float64), np.asarray(weights, np.float64)
    if x.shape != w.shape or x.ndim != 2 or (w[np.isfinite(w)] < 0).any():
        raise RiskError("Ratios and weights do not go together", expected="one weight not below 0 for each")
    seen = np.isfinite(x) & np.isfinite(w) & (w > 0)
    w, x = np.where(seen, w, 0.0), np.where(seen, x, 0.0)
    own_weight, years = w.sum(axis=1), seen.sum(axis=1)
    if len(x) < 2 or (years == 0).any() or (years - 1).sum() < 1:
        raise RiskError(
            "Too little experience for credibility", expected="two groups, one with two years", found=x.shape
        )
    own = (w * x).sum(axis=1) / own_weight
    whole = own_weight.sum()
    weighted = float((own_weight * own).sum() / whole)
    within = float((w * (x - own[:, None]) ** 2).sum() / (years - 1).sum())
    apart = float((own_weight * (own - weighted) ** 2).sum())
    between = (apart - (len(x) - 1) * within) / float(whole - (own_weight**2).sum() / whole)
    between = max(between, 0.0)
    if between == 0:
        z, collective = np.zeros(len(x)), weighted
    else:
        z = own_weight / (own_weight + within / between)
        collective = float((z * own).sum() / z.sum())
    return Credibility(within, between, collective, weighted, z, own, z * own + (1 - z) * collective)
