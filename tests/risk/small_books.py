"""Small books for the simulation: two schemes that stand on each other, banks with stop lines, caps that bind."""

from collections.abc import Mapping
from datetime import date
from functools import cache

import numpy as np
import polars as pl
from tests.risk.losses import WAN, facts, rules

from kejin.facts import FactSet, Grain
from kejin.policy import Ruleset
from kejin.risk import Arrangement, Book
from kejin.risk.arrays import Terms
from kejin.risk.simulation.assumptions import Assumptions, Correlation, Recovery
from kejin.risk.simulation.plan import Plan
from kejin.risk.simulation.portfolio import Portfolio, plan_of
from kejin.risk.simulation.running import Run, simulate_book

LAW = date(2026, 6, 30)
BANK_MODE = "loan_loss_compensation.bank_mode"
SIZES = (80, 120, 300, 499, 500, 700, 1200, 1600, 2900)


def loans(count: int) -> FactSet:
    """Loans of four banks, of all tiers, some with pledged IP or tool money; each bank's years are stated."""
    rows = [
        {
            "loan_id": f"L{n:03d}", "enterprise_id": f"E{n % 7}", "institution_id": f"bank-{n % 4}", "loan_mode": "bank",
            "loan_enrolled": "true", "loan_enrolled_on": "2025-11-03", "loan_signed_on": "2025-11-01",
            "loan_principal_fen": f"{SIZES[n % len(SIZES)]}万元", "loan_ip_pledged": str(n % 3 == 0).lower(),
            "loan_monetary_tool": str(n % 5 == 0).lower(), "loan_compensated_other_mode": "false",
        }
        for n in range(count)
    ]  # fmt: skip
    enterprises = [
        {"enterprise_id": f"E{n}", "key_list_enterprise": str(n % 2 == 0).lower()} for n in range(7)
    ]
    # One bank's year is not stated, so that its payments stay open.
    years = [
        {
            "institution_id": f"bank-{n}",
            "year": str(year),
            "institution_enrolled_principal_fen": f"{(n + 1) * 5000}万元",
        }
        for n in range(4)
        for year in range(2026, 2029)
        if (n, year) != (3, 2027)
    ]
    return facts({Grain.ENTERPRISE: enterprises, Grain.LOAN: rows, Grain.INSTITUTION_YEAR: years})


ASSUMED = Assumptions(
    starts=date(2026, 1, 1),
    years=3,
    correlation=Correlation(0.15, 0.1, 0.05),
    recovery=Recovery(0.5, 0.2, 14),
    persistence=0.4,
    claim_months=4,
)


@cache
def tight_rules() -> Ruleset:
    """Guangzhou's rules with a cap of the year so low that it binds."""
    from kejin.packs import shipped  # noqa: PLC0415
    from kejin.policy import Dates, Overlay  # noqa: PLC0415

    overlay = Overlay.of("tight", {"loan_loss_compensation.year_cap": "0.02"})
    return shipped().only(["loan_loss_compensation"]).compile(Dates(LAW, LAW, LAW), overlay)


def small(
    count: int = 40, *, assumed: Assumptions = ASSUMED, tight: bool = True, probability: float = 0.06
) -> tuple[Book, Terms, Plan]:
    """A book of so many loans under Guangzhou's bank mode, and its plan with the course of single loans."""
    factset = loans(count)
    ruleset = tight_rules() if tight else rules(LAW, "loan_loss_compensation")
    book = Book.of(Arrangement.of(ruleset, [BANK_MODE]), factset, assumed.calendar_years)
    frame = factset.frames[Grain.LOAN].lazy().collect()
    months = assumed.years * 12
    principal = frame["loan_principal_fen"].to_numpy()
    left = np.clip(months + 12 - np.arange(months), 0, None)
    exposure = principal[:, None] // (months + 12) * left[None, :]
    exposure[::6, months // 2 :] = 0
    spread = 0.5 + np.arange(count) % 9 / 4
    portfolio = Portfolio(
        probability=np.repeat(probability * spread[:, None], assumed.years, axis=1),
        exposure=exposure,
        sector=tuple(f"sector-{n % 3}" for n in range(count)),
        city=tuple(f"city-{n % 2}" for n in range(count)),
    )
    terms, plan = plan_of(book, portfolio, assumed, trace=True)
    return book, terms, plan


def run(made: tuple[Book, Terms, Plan], *, scenarios: int, seed: int = 7, workers: int = 1) -> Run:
    """A run of the book."""
    book, terms, plan = made
    return simulate_book(book, terms, plan, scenarios=scenarios, seed=seed, workers=workers)


def principal_of(factset: FactSet) -> Mapping[str, int]:
    """Principal by loan."""
    frame = factset.frames[Grain.LOAN].lazy().select("loan_id", "loan_principal_fen").collect()
    return dict(frame.iter_rows())


__all__ = ["ASSUMED", "BANK_MODE", "LAW", "WAN", "loans", "pl", "principal_of", "run", "small", "tight_rules"]
