"""How an enterprise spends, earns and owes, as shares of revenue that stay with it over the years."""

from dataclasses import dataclass

import numpy as np

from kejin.enterprises.synthetic.firms import Firms
from kejin.enterprises.synthetic.parameters import Parameters
from kejin.enterprises.synthetic.streams import Real, Truth, chance, logistic

_MIDDLE = np.log(5e7)


@dataclass(frozen=True, slots=True)
class Habits:
    """Shares of revenue where nothing else is said; a project company owes and owns far more, and does no research."""

    rd: Real
    margin: Real
    overhead: Real
    receivable: Real
    fixed: Real
    payable: Real
    debt: Real
    payout: Real
    rate: Real
    grant: Real
    borrows: Truth


def make_habits(firms: Firms, draw: np.random.Generator, fitted: Parameters) -> Habits:
    """Drawn once for each enterprise."""
    rows, project = firms.count, firms.project
    normal = draw.standard_normal((7, rows))
    above = firms.size - _MIDDLE
    # Small enterprises spend the larger share, large ones less and less of what they earn.
    scale = -0.07 * np.minimum(above, 0.0) - 0.26 * np.maximum(above, 0.0)
    typical = 0.072 * (firms.of_industry("rd") / 0.07) ** 0.45
    rd = typical * np.exp(fitted.rd_level + 0.22 * firms.vigour + 0.18 * normal[0] + scale)
    # Research is a habit or none: those without it spend a fifth of what the others do.
    rd = np.clip(np.where(firms.research, rd, 0.2 * rd), 0.002, 2.5)
    rd = np.where(project, 0.002, rd)
    margin = firms.of_industry("margin") + 0.05 * firms.quality + 0.5 * rd * (rd < 0.4) + 0.05 * normal[1]
    margin = np.clip(np.where(project, 0.55 + 0.05 * normal[1], margin), 0.02, 0.85)
    # Overheads grow with the margin: a firm spends what it earns, or nearly.
    overhead = 0.62 * margin - 0.55 * rd - 0.012 * firms.quality + 0.03 * normal[2] + 0.02
    overhead = np.clip(np.where(project, 0.06, overhead), 0.02, 0.6)
    # The largest raise more of what they need on the markets, and owe banks less.
    owed = fitted.debt_level + 0.5 * normal[6] - 0.15 * np.maximum(firms.size - 19.0, 0.0)
    debt = np.clip(0.45 * np.exp(owed), 0.01, 1.6)
    debt = np.where(project, np.clip(np.exp(fitted.project_debt_level + 0.4 * normal[6]), 0.1, 15.0), debt)
    fixed = np.clip(0.85 + 0.20 * normal[4], 0.05, 1.8) + np.where(project, 1.2 * debt, 0.0)
    access = 0.10 + 0.45 * (firms.size - 16.5) + 0.35 * firms.quality - 0.45 * firms.risk
    return Habits(
        rd=rd,
        margin=margin,
        overhead=overhead,
        receivable=np.clip(0.60 + 0.12 * normal[3], 0.05, 1.2),
        fixed=fixed,
        payable=np.clip(0.30 + 0.08 * normal[5], 0.02, 0.8),
        debt=debt,
        payout=np.where(draw.random(rows) < 0.35, 0.1 + 0.4 * draw.random(rows), 0.0),
        rate=np.where(project, 0.03, 0.034 + 0.004 * np.clip(firms.risk, -2, 3)),
        grant=np.where(draw.random(rows) < 0.45, 0.004 + 0.016 * draw.random(rows), 0.0),
        borrows=chance(draw, logistic(access + 2.0 * project), rows),
    )
