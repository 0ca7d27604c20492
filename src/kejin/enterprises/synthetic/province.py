"""What belongs to no block: lenders' and programmes' years, summed from the loans; funds; totals for calibration."""

from collections.abc import Iterable

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.block import Block
from kejin.enterprises.synthetic.funds import fund_frame
from kejin.enterprises.synthetic.streams import PROVINCE, Streams
from kejin.enterprises.synthetic.world import BANKS, GUARANTORS, POOLS, SUBSIDY
from kejin.facts import Grain, check_frame

LENT_YEARS = (2023, 2024, 2025, 2026)
_LENDER = ("institution_id", "year")
_PROGRAMME = ("programme_id", "year")
_HUNDRED_MILLION = 10_000_000_000


def lender_sums(block: Block) -> pl.DataFrame:
    """A block's part of each lender's year: what was enrolled, lost, guaranteed, paid; and the balance of today."""
    loans = block.facts[Grain.LOAN]
    tech = block.facts[Grain.ENTERPRISE].select("enterprise_id", _technology().alias("tech"))
    loans = loans.join(tech, on="enterprise_id", how="left", maintain_order="left")
    enrolled = pl.col("loan_principal_fen").filter(pl.col("loan_enrolled"))
    signed = loans.group_by(pl.col("institution_id"), pl.col("loan_year").alias("year")).agg(
        enrolled.sum().alias("enrolled_fen")
    )
    failed = loans.filter(pl.col("loan_defaulted_on").is_not_null())
    year = pl.col("loan_defaulted_on").dt.year().cast(pl.Int64).alias("year")
    lost = failed.filter(pl.col("loan_enrolled")).group_by("institution_id", year).agg(
        pl.col("loan_principal_loss_fen").sum().alias("lost_fen")
    )  # fmt: skip
    today = loans.group_by("institution_id").agg(
        pl.col("loan_balance_fen").filter(pl.col("tech")).sum().alias("tech_fen"),
        pl.col("loan_bad_principal_fen").filter(pl.col("tech") & ~pl.col("loan_written_off")).sum().alias("bad_fen"),
    ).with_columns(year=pl.lit(LENT_YEARS[-1], pl.Int64))  # fmt: skip
    guarantor = pl.col("loan_guarantor_id").alias("institution_id")
    released = loans.filter(pl.col("loan_guarantor_id").is_not_null()).group_by(
        guarantor, pl.col("loan_due_on").dt.year().cast(pl.Int64).alias("year")
    ).agg(pl.col("loan_guaranteed_fen").sum().alias("released_fen"))  # fmt: skip
    paid = failed.filter(pl.col("loan_guarantor_id").is_not_null()).group_by(guarantor, year).agg(
        pl.min_horizontal("loan_guaranteed_fen", "loan_bad_principal_fen").sum().alias("paid_fen")
    )  # fmt: skip
    return pl.concat([signed, lost, today, released, paid], how="diagonal")


def _technology() -> pl.Expr:
    flags = (
        "hte_certified",
        "tech_sme_registered",
        "innovative_sme_recognised",
        "specialised_sme_recognised",
    )
    return pl.any_horizontal(*flags)


def programme_sums(block: Block) -> pl.DataFrame:
    """A block's part of each programme's year."""
    loans = block.facts[Grain.LOAN].filter(pl.col("programme_id").is_not_null())
    return loans.group_by("programme_id", pl.col("loan_year").alias("year")).agg(
        pl.col("loan_principal_fen").sum().alias("supported_fen"),
        pl.col("loan_interest_paid_fen").sum().alias("interest_fen"),
        pl.col("loan_principal_loss_fen").sum().alias("lost_fen"),
        pl.col("loan_balance_fen").sum().alias("outstanding_fen"),
    )


def city_totals(block: Block) -> pl.DataFrame:
    """A block's part of what a calibration compares, city by city: counts of statuses, R&D, loans by perimeter."""
    firms = block.facts[Grain.ENTERPRISE].with_columns(tech=_technology())
    flags = {
        "high_tech_enterprises": "hte_certified", "tech_smes": "tech_sme_registered",
        "innovative_smes": "innovative_sme_recognised", "specialised_smes": "specialised_sme_recognised",
        "little_giants": "little_giant_recognised", "technology_enterprises": "tech",
    }  # fmt: skip
    counted = firms.group_by("city_code").agg(
        pl.len().cast(pl.Int64).alias("enterprises"),
        *(pl.col(flag).sum().cast(pl.Int64).alias(name) for name, flag in flags.items()),
    )
    cities = firms.select("enterprise_id", "city_code", *flags.values())
    filed = block.facts[Grain.FILING].filter(pl.col("year") == pl.col("year").max())
    spent = filed.join(cities, on="enterprise_id", how="left").group_by("city_code").agg(
        pl.col("revenue_fen").sum(), pl.col("rd_expense_fen").sum()
    )  # fmt: skip
    balance = pl.col("loan_balance_fen")
    lent = block.facts[Grain.LOAN].join(cities, on="enterprise_id", how="left").group_by("city_code").agg(
        balance.sum().alias("loans_fen"),
        balance.filter(pl.col("loan_ip_pledged")).sum().alias("ip_pledge_loans_fen"),
        *(balance.filter(pl.col(flag)).sum().alias(f"{name}_loans_fen") for name, flag in flags.items()),
        *(
            pl.col("enterprise_id").filter(pl.col(flag) & (balance > 0)).n_unique().cast(pl.Int64)
            .alias(f"{name}_with_loans") for name, flag in flags.items()
        ),
    )  # fmt: skip
    return counted.join(spent, on="city_code", how="left").join(lent, on="city_code", how="left").fill_null(0)


def summed(parts: Iterable[pl.DataFrame], keys: tuple[str, ...]) -> pl.DataFrame:
    """Whole numbers of all blocks added up; the order of the blocks does not matter."""
    whole = pl.concat(list(parts), how="diagonal").drop_nulls(list(keys))
    return whole.group_by(keys).agg(pl.all().exclude(*keys).sum()).sort(keys).fill_null(0)


def province_facts(
    seed: int, lenders: pl.DataFrame, *, programmes: pl.DataFrame, funds: pl.DataFrame
) -> dict[Grain, pl.DataFrame]:
    """The checked frames of the grains that are no enterprise's."""
    streams = Streams(seed, PROVINCE)
    frames = {
        Grain.INSTITUTION_YEAR: _institutions(streams, lenders),
        Grain.PROGRAMME_YEAR: _programmes(programmes),
        Grain.FUND: fund_frame(streams, funds),
    }
    return {grain: check_frame(rows, grain) for grain, rows in frames.items()}


def _institutions(streams: Streams, sums: pl.DataFrame) -> pl.DataFrame:
    names = [*BANKS, *GUARANTORS]
    draw = streams.of("institutions")
    size = np.rint(np.exp(draw.normal(0.0, 0.5, len(names))) * 5_000).astype(np.int64) * _HUNDRED_MILLION
    base = pl.DataFrame({
        "institution_id": names,
        "institution_kind": ["bank"] * len(BANKS) + ["guarantor"] * len(GUARANTORS),
        "institution_total_assets_fen": size,
    })  # fmt: skip
    years = pl.DataFrame({"year": LENT_YEARS}, schema={"year": pl.Int64})
    rows = base.join(years, how="cross").join(sums, on=list(_LENDER), how="left", maintain_order="left")
    bank, today = pl.col("institution_kind") == "bank", pl.col("year") == LENT_YEARS[-1]
    total = pl.col("institution_total_assets_fen")
    made = {
        "institution_name": pl.col("institution_id"),
        "institution_is_aic": pl.lit(value=False),
        "institution_tier1_capital_fen": pl.when(bank).then(total // 100 * 8),
        "institution_adjusted_assets_fen": pl.when(bank).then(total // 100 * 104),
        "institution_merger_balance_fen": pl.when(bank).then(total // 1000 * 6),
        "institution_minority_merger_balance_fen": pl.when(bank).then(total // 1000),
        "institution_enrolled_principal_fen": pl.when(bank).then(pl.col("enrolled_fen").fill_null(0)),
        "institution_principal_loss_fen": pl.when(bank).then(pl.col("lost_fen").fill_null(0)),
        "institution_guaranteed_released_fen": pl.when(~bank).then(pl.col("released_fen").fill_null(0)),
        "institution_guarantee_paid_fen": pl.when(~bank).then(pl.col("paid_fen").fill_null(0)),
        "institution_tech_loan_balance_fen": pl.when(bank & today).then(pl.col("tech_fen").fill_null(0)),
        "institution_tech_loans_pboc_fen": pl.when(bank & today).then(pl.col("tech_fen").fill_null(0)),
        "institution_tech_loans_nfra_fen": pl.when(bank & today).then(pl.col("tech_fen").fill_null(0)),
        "institution_average_guarantee_fee": pl.when(~bank).then(pl.lit(8_000_000, pl.Int64)),
        "institution_tech_npl_fen": pl.when(bank & today).then(pl.col("bad_fen").fill_null(0)),
    }
    return rows.select(*base.columns, "year", *(column.alias(name) for name, column in made.items()))


def _programmes(sums: pl.DataFrame) -> pl.DataFrame:
    names = [SUBSIDY, *POOLS.values()]
    years = pl.DataFrame({"year": LENT_YEARS}, schema={"year": pl.Int64})
    rows = pl.DataFrame({"programme_id": names}).join(years, how="cross")
    rows = rows.join(sums, on=list(_PROGRAMME), how="left", maintain_order="left").fill_null(0)
    supported = pl.col("supported_fen")
    made = {
        "programme_name": pl.col("programme_id"),
        "programme_supported_principal_fen": supported,
        "programme_supported_to_date_fen": supported.cum_sum().over("programme_id"),
        "programme_outstanding_fen": pl.col("outstanding_fen"),
        # Budgets are invented: what was supported and a fifth more, at 2% for the subsidy and at 4% for a pool.
        "programme_budget_fen": supported // 100 * 3 + _HUNDRED_MILLION,
        "programme_paid_fen": pl.when(pl.col("programme_id") == SUBSIDY).then(pl.col("interest_fen") // 3)
        .otherwise(pl.col("lost_fen") // 2),
        "programme_pool_balance_fen": supported // 100 * 4 + _HUNDRED_MILLION,
    }  # fmt: skip
    return rows.select("programme_id", "year", *(column.alias(name) for name, column in made.items()))
