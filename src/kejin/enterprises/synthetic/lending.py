"""The grain loan: terms, lender, programme and standing as a lender would report them; truth kept apart."""

from datetime import date

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.firms import Firms
from kejin.enterprises.synthetic.loans import Loans, pd_to_date
from kejin.enterprises.synthetic.performance import FIVE, Standing
from kejin.enterprises.synthetic.streams import (
    Streams,
    Truth,
    Whole,
    chance,
    dates,
    day,
    frame,
    masked,
    words,
)
from kejin.enterprises.synthetic.world import (
    BANKS,
    CITIES,
    GUARANTORS,
    HIGH_TECH_MAKING,
    PATENT_CLASS,
    POOLS,
    STRATEGIC_CLASS,
    SUBSIDY,
)

_CLAIM_FROM, _CLAIM_TO = day(date(2026, 1, 1)), day(date(2026, 3, 31))
_PPB = 1_000_000_000
_SECURITIES = ("", "guarantee", "ip_pledge", "credit", "receivables_pledge", "mortgage")
_RARE = {
    "loan_refinances": 0.04, "loan_buys_land": 0.01, "loan_invests_in_finance": 0.005, "loan_property_use": 0.005,
    "loan_compensated_other_mode": 0.01, "loan_compensated_elsewhere": 0.02, "loan_other_provincial_subsidy": 0.04,
    "loan_other_central_subsidy": 0.03, "loan_entrusted": 0.004, "loan_transferred_out": 0.006, "loan_ip_abs": 0.002,
    "loan_other_project_enrolled": 0.02, "loan_city_ip_subsidy": 0.01, "loan_claims_specialised_subsidy": 0.02,
    "loan_mixed_security": 0.06, "loan_payments_missed": 0.02,
}  # fmt: skip
_USUAL = {
    "loan_spent_in_guangdong": 0.96, "loan_lender_in_scheme": 0.93, "loan_borrower_lawful": 0.99,
    "loan_borrower_going_concern": 0.97, "loan_borrower_creditworthy": 0.96, "loan_meets_lending_standard": 0.97,
    "loan_production_or_rd_use": 0.95, "loan_guarantor_in_system": 0.9, "loan_strategic_purpose_listed": 0.6,
}  # fmt: skip


def loan_ids(loans: Loans, firms: Firms) -> pl.Series:
    """Each loan's number: the borrower's code and a running number."""
    codes = firms.codes.gather(loans.owner)
    return pl.select(pl.format("合成-{}-{}", codes, pl.Series(loans.serial))).to_series()


def loan_frame(
    loans: Loans, standing: Standing, firms: Firms, *, streams: Streams, ids: pl.Series, sizes: pl.Series
) -> pl.DataFrame:
    """The frame of the grain loan."""
    draw, rows = streams.of("lending"), loans.count
    owner = loans.owner
    programme, pooled = _programmes(loans, firms, draw, small=sizes.gather(owner).is_in(["micro", "small"]))
    ip, guaranteed, bad = loans.security == 2, loans.security == 1, loans.defaulted > 0
    columns: dict[str, pl.Series | Whole | Truth] = {
        "loan_id": ids,
        "enterprise_id": firms.codes.gather(owner),
        "institution_id": words(BANKS, loans.bank),
        "programme_id": programme,
        "loan_signed_on": dates(loans.signed),
        "loan_drawn_on": dates(loans.drawn),
        "loan_due_on": dates(loans.due),
        "loan_principal_fen": loans.principal,
        "loan_balance_fen": standing.balance,
        "loan_rate": loans.rate,
        "loan_product": words(("working_capital", "fixed_asset"), loans.fixed.astype(np.int64)),
        "loan_borrower_class": sizes.gather(owner),
        "loan_borrower_local": np.ones(rows, dtype=np.bool_),
        "loan_city_code": words([one.code for one in CITIES], firms.city[owner]),
        "loan_security": words(_SECURITIES, loans.security),
        "loan_mode": words(("bank", "guarantor"), guaranteed.astype(np.int64)),
        "loan_sharing_mode": words(("bank", "guarantor"), guaranteed.astype(np.int64)),
        "loan_ip_pledged": ip,
        "loan_physical_collateral": loans.security == 5,
        "loan_guarantor_id": words((*GUARANTORS, None), loans.guarantor % (len(GUARANTORS) + 1)),
        "loan_guarantor_share": masked(np.full(rows, _PPB * 4 // 5), guaranteed),
        "loan_guaranteed_fen": np.where(guaranteed, loans.principal // 5 * 4, 0),
        "loan_guarantor_paid": guaranteed & bad,
        "loan_first_loan": loans.serial == 1,
        "loan_enrolled": pooled,
        "loan_enrolled_on": dates(loans.drawn + 15, pooled),
        "loan_monetary_tool": chance(draw, 0.25, rows),
        "loan_five_class": words(FIVE, standing.five_class),
        "loan_overdue_days": standing.overdue_days,
        "loan_overdue_principal_fen": standing.bad,
        "loan_bad_principal_fen": standing.bad,
        "loan_defaulted_on": dates(loans.drawn + loans.defaulted * 365 // 12, bad),
        "loan_principal_loss_fen": standing.loss,
        "loan_recovered_fen": standing.recovered,
        "loan_ip_part_in_contract": ip,
        "loan_ip_part_fen": np.where(ip, loans.principal, 0),
        "loan_ip_loss_fen": np.where(ip, standing.loss, 0),
        "loan_written_off": standing.written_off,
        "loan_settled": standing.settled,
        "loan_months_in_use": loans.age,
        "loan_other_bank_in_year": chance(draw, 0.1, rows),
        "loan_credit_line_fen": loans.principal,
        "loan_financing_cost_fen": loans.principal // 1_000 * (loans.rate // 1_000_000),
    }
    columns |= {name: chance(draw, share, rows) for name, share in (_RARE | _USUAL).items()}
    columns |= _plain(rows) | _purposes(loans, draw)
    columns |= _classes(firms, owner)
    return frame(columns | _claims(loans, standing, programme=programme, pooled=pooled))


def _plain(rows: int) -> dict[str, pl.Series | Whole | Truth]:
    """What is the same for every loan: to a unit in China, in renminbi from a bank, no bill."""
    return {
        "loan_reported_year": np.full(rows, 2026, dtype=np.int64),
        "loan_bill_kind": words(("not_a_bill",), np.zeros(rows, dtype=np.int64)),
        "loan_bill_traced": np.ones(rows, dtype=np.bool_),
        "loan_personal_consumption": np.zeros(rows, dtype=np.bool_),
        "loan_to_unit": np.ones(rows, dtype=np.bool_),
        "loan_used_in_china": np.ones(rows, dtype=np.bool_),
        "loan_rmb_from_bank": np.ones(rows, dtype=np.bool_),
    }


def _programmes(
    loans: Loans, firms: Firms, draw: np.random.Generator, *, small: pl.Series
) -> tuple[pl.Series, Truth]:
    """The city's loss pool for half of the small borrowers' loans, the interest subsidy for some of the others."""
    pool = words([POOLS.get(one.code) for one in CITIES], firms.city[loans.owner])
    small_now = small.fill_null(value=False).to_numpy()
    pooled = pool.is_not_null().to_numpy() & small_now & chance(draw, 0.5, loans.count)
    private = firms.private[loans.owner]
    subsidised = ~pooled & private & (loans.signed >= day(date(2025, 1, 1))) & chance(draw, 0.35, loans.count)
    column = pl.when(pl.Series(pooled)).then(pool).when(pl.Series(subsidised)).then(pl.lit(SUBSIDY))
    return pl.select(column.otherwise(None).alias("programme_id")).to_series(), pooled


def _purposes(loans: Loans, draw: np.random.Generator) -> dict[str, pl.Series]:
    research = chance(draw, 0.35, loans.count)
    fixed = loans.fixed
    use = np.where(fixed, draw.integers(0, 3, loans.count), np.where(research, 3, 4))
    purpose = np.where(fixed, 0, np.where(research, 1, 2))
    invested = np.where(fixed, np.array([3, 0, 1])[np.minimum(use, 2)], 4)
    kinds = ("equipment_materials", "technical_upgrade", "digital_upgrade", "plant", "operation")
    return {
        "loan_use": words(("plant", "equipment", "upgrade", "rd", "daily"), use),
        "loan_purpose": words(("fixed_asset", "rd", "working_capital"), purpose),
        "loan_investment_use": words(kinds, invested),
        "loan_lpr_tenor": words(("one_year", "five_years"), (loans.tenor >= 60).astype(np.int64)),
    }


def _classes(firms: Firms, owner: Whole) -> dict[str, pl.Series]:
    code = firms.word_of_industry("code").gather(owner)
    emerging = firms.word_of_industry("emerging").gather(owner)
    return {
        "loan_purpose_code": code,
        "loan_high_tech_manufacturing_class": code.str.slice(0, 3).replace_strict(
            HIGH_TECH_MAKING, default="none"
        ),
        "loan_high_tech_services_class": firms.word_of_industry("services").gather(owner),
        "loan_strategic_class": emerging.str.slice(0, 1).replace_strict(STRATEGIC_CLASS, default="none"),
        "loan_patent_class": code.str.slice(0, 2).replace_strict(PATENT_CLASS, default="none"),
    }


def _claims(
    loans: Loans, standing: Standing, *, programme: pl.Series, pooled: Truth
) -> dict[str, pl.Series | Whole | Truth]:
    subsidised = (programme == SUBSIDY).fill_null(value=False).to_numpy()
    start = np.maximum(loans.drawn, _CLAIM_FROM)
    asks = subsidised & (start < _CLAIM_TO) & (loans.due > _CLAIM_FROM) & (loans.defaulted == 0)
    days = np.where(asks, np.minimum(_CLAIM_TO, loans.due) - start + 1, 0)
    balance = np.maximum(standing.balance, 1)
    # Divided first by what money and rates always contain, so that the product stays within 64 bits.
    interest = balance // 1_000 * (loans.rate // 100_000) // 10_000 * days // 360 * 1_000
    claimed = pooled & (loans.defaulted > 0) | asks
    return {
        "loan_claim_year": masked(np.full(loans.count, 2026, dtype=np.int64), claimed),
        "loan_claims_gd_subsidy": asks,
        "loan_subsidised_from": dates(np.maximum(loans.drawn, day(date(2025, 1, 1))), asks),
        "loan_claim_from": dates(start, asks),
        "loan_claim_to": dates(np.minimum(_CLAIM_TO, loans.due), asks),
        "loan_interest_paid_fen": masked(interest, asks),
        "loan_subsidy_paid_fen": np.zeros(loans.count, dtype=np.int64),
    }


def loan_truth(loans: Loans, ids: pl.Series) -> pl.DataFrame:
    """What no lender sees: the default probability and the severity."""
    return pl.DataFrame({
        "loan_id": ids,
        "pd_to_date": pl.Series(pd_to_date(loans)),
        "pd_12m_trading": pl.Series(1 - np.exp(-loans.annual)),
        "severity": pl.Series(loans.severity),
        "defaulted": pl.Series(loans.defaulted > 0),
    })  # fmt: skip


def guaranteed(loans: pl.DataFrame, firms: Firms) -> list[pl.Series]:
    """What each enterprise owes today under guarantee, and of that under the plan for private investment."""
    owed = pl.min_horizontal("loan_guaranteed_fen", "loan_balance_fen")
    sums = loans.group_by("enterprise_id").agg(
        owed.sum().alias("guaranteed_balance_fen"),
        owed.filter(pl.col("loan_product") == "fixed_asset").sum().alias("private_plan_guaranteed_fen"),
    )
    rows = pl.DataFrame({"enterprise_id": firms.codes}).join(
        sums, on="enterprise_id", how="left", maintain_order="left"
    )
    return rows.drop("enterprise_id").fill_null(0).get_columns()
