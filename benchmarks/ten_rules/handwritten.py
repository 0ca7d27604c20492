"""The ten heaviest rules by hand in Polars: what the engine is measured against.

Written for speed with the same three-valued answers: the three years of a firm side by side instead of a window for
each rule, sums over a firm's year without a way back and forth, 64-bit products (the data cannot overflow them), no
second side kept for explanations.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import reduce
from operator import add

import polars as pl

from kejin.facts import FactSet, Grain

Figures = Mapping[str, Fraction]

SHENZHEN = "4403"
NANSHAN = ("440305", "南山区", "深圳市南山区", "南山")
WIDE = {
    "home": "rd_expense_domestic_fen",
    "rd": "rd_expense_fen",
    "revenue": "revenue_fen",
    "spent": "total_operating_expenditure_fen",
}
PAID = (
    "loan_interest_paid_fen",
    "loan_guarantee_fee_paid_fen",
    "loan_insurance_premium_paid_fen",
    "loan_valuation_fee_paid_fen",
)
YEARS_BACK = range(3)
col = pl.col


def ten_rules(facts: FactSet, figures: Figures, *, last_year: int) -> dict[Grain, pl.DataFrame]:
    """The keys and the ten rules of every enterprise, filing and loan; `last_year` is the last full year."""
    firms, filings, loans = (
        facts.frames[grain].lazy() for grain in (Grain.ENTERPRISE, Grain.FILING, Grain.LOAN)
    )
    frames = {
        Grain.ENTERPRISE: _side_by_side(firms, filings, last_year).select(
            "enterprise_id", **_listing(figures), **_standing(figures, last_year)
        ),
        Grain.FILING: _filings(firms, filings, loans, figures=figures),
        Grain.LOAN: _loans(loans, figures),
    }
    return dict(zip(frames, pl.collect_all(list(frames.values())), strict=True))


def _side_by_side(firms: pl.LazyFrame, filings: pl.LazyFrame, last_year: int) -> pl.LazyFrame:
    """One row per firm with the amounts of the last three years: rd0 is that of the last year."""
    placed = [
        pl.when(col("year") == last_year - back).then(col(fact)).max().alias(f"{short}{back}")
        for back in YEARS_BACK
        for short, fact in WIDE.items()
    ]
    wide = filings.group_by("enterprise_id").agg(placed)
    return firms.select("enterprise_id", "founded_on").join(wide, on="enterprise_id", how="left")


def _listing(figures: Figures) -> dict[str, pl.Expr]:
    rd, revenue = ([col(f"{short}{back}") for back in YEARS_BACK] for short in ("rd", "revenue"))
    three, two = (reduce(add, rd), reduce(add, revenue)), (rd[0] + rd[1], revenue[0] + revenue[1])
    asked = figures["hkex_18c.commercial_rd_share_min"]
    spent = [_reaches(rd[back], col(f"spent{back}"), asked) for back in YEARS_BACK]
    return {
        "hkex_18c.years_at_15": spent[0] & spent[1] | spent[0] & spent[2] | spent[1] & spent[2],
        "chinext.set_4_rd_share": _reaches(*three, figures["chinext.set4_rd_share_min"]),
        "star_market.rd_share_reached": _reaches(*three, figures["star_market.rd_share_min"]),
        "beijing_stock_exchange.set_3_rd_share": _reaches(
            *two, figures["beijing_stock_exchange.set3_rd_share_min"]
        ),
    }


def _standing(figures: Figures, last_year: int) -> dict[str, pl.Expr]:
    founded = col("founded_on").dt.year()
    # A year before the founding brings nothing; a firm founded after the last year has no window yet.
    home, rd = (
        pl.when(founded.is_null() | (founded <= last_year)).then(
            reduce(
                add,
                [
                    pl.when(founded > last_year - back).then(0).otherwise(col(f"{short}{back}"))
                    for back in YEARS_BACK
                ],
            )
        )
        for short in ("home", "rd")
    )
    growth = 1 + figures["specialised_sme.giant_growth_min"]
    before = pl.when(col("revenue1") > 0).then(col("revenue1"))
    return {
        "high_tech_enterprise.domestic_rd_met": _reaches(
            home, rd, figures["high_tech_enterprise.domestic_rd_share_min"]
        ),
        "specialised_sme.giant_grew_over_one": col("revenue0") * growth.denominator
        >= before * growth.numerator,
    }


def _reaches(part: pl.Expr, whole: pl.Expr, share: Fraction) -> pl.Expr:
    return pl.when(whole > 0).then(part * share.denominator >= whole * share.numerator)


def _filings(
    firms: pl.LazyFrame, filings: pl.LazyFrame, loans: pl.LazyFrame, *, figures: Figures
) -> pl.LazyFrame:
    """The two rules of a firm's year; years that only loans name have a row too."""
    placed = firms.select(
        "enterprise_id",
        ((col("city_code") == SHENZHEN) & col("district_code").is_in(NANSHAN)).alias("local"),
    )
    share = figures["nanshan_ip_pledge_subsidy.help_share"]
    cost = reduce(add, map(col, PAID)) * share.numerator
    help_ = (cost + share.denominator // 2) // share.denominator
    of_year = (
        loans.join(placed, on="enterprise_id", how="left")
        .group_by("enterprise_id", year=col("loan_claim_year"))
        .agg(
            _whole(_if(col("loan_use") == "rd", col("loan_principal_fen"))).alias("research"),
            _whole(_if(col("local") & col("loan_ip_pledged"), help_)).alias("granted"),
        )
        .filter(col("year").is_not_null())
    )
    given = filings.select(
        "enterprise_id", "year", "rd_super_deduction_declared_fen", "ip_pledge_help_received_fen"
    )
    cap = int(figures["nanshan_ip_pledge_subsidy.firm_year_cap"])
    left = (cap - col("ip_pledge_help_received_fen")).clip(lower_bound=0)
    payable = pl.when(col("granted").is_not_null() & left.is_not_null()).then(
        pl.min_horizontal("granted", left)
    )
    return given.join(of_year, on=["enterprise_id", "year"], how="full", coalesce=True).select(
        "enterprise_id",
        "year",
        **{
            "loan_interest_subsidy.rd_loans_within_declared": col("research")
            <= col("rd_super_deduction_declared_fen"),
            "nanshan_ip_pledge_subsidy.firm_payable_fen": payable,
        },
    )


def _whole(amount: pl.Expr) -> pl.Expr:
    """The sum of a group, unknown where one of its amounts is."""
    return pl.when(amount.is_not_null().all()).then(amount.sum())


def _if(condition: pl.Expr, amount: pl.Expr) -> pl.Expr:
    return pl.when(condition).then(amount).when(~condition).then(0)


def _loans(loans: pl.LazyFrame, figures: Figures) -> pl.LazyFrame:
    """The room left in a borrower's line before each loan, and whether the firm's issue of the year is large."""
    mixed, principal = col("loan_mixed_security"), col("loan_principal_fen")
    part = _if(~mixed, principal) + _if(mixed, col("loan_ip_part_fen"))
    most = int(figures["ip_pool_guangzhou.loan_part_max"])
    enrolled = _if(col("loan_enrolled") & col("loan_ip_pledged"), part.clip(upper_bound=most))
    issued = _if(col("loan_ip_abs"), principal)
    frame = loans.select(
        "loan_id",
        "enterprise_id",
        "loan_year",
        "loan_signed_on",
        enrolled.alias("part"),
        issued.alias("issued"),
    )
    year, order = ("enterprise_id", "loan_year"), ["loan_signed_on", "loan_id"]
    placed = pl.all_horizontal(col(name).is_not_null() for name in year)
    known = ~col("part").is_null().cum_max().over(year, order_by=order)
    so_far = pl.when(known & placed).then(col("part").cum_sum().over(year, order_by=order))
    total = pl.when(col("issued").is_not_null().all().over(year) & placed).then(
        col("issued").sum().over(year)
    )
    line = int(figures["ip_pool_guangzhou.borrower_line_max"])
    large = int(figures["nanshan_ip_securitisation_subsidy.large_issue"])
    return frame.select(
        "loan_id",
        **{
            "ip_pool_guangzhou.line_left_fen": line - (so_far - col("part")),
            "nanshan_ip_securitisation_subsidy.issue_large": total > large,
        },
    )
