"""The grain filing out of the books: what enterprises report of a year, people included; and the full books beside."""

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.accounts import Books
from kejin.enterprises.synthetic.firms import Firms
from kejin.enterprises.synthetic.streams import Real, Streams, Truth, Whole, fen, logistic, masked
from kejin.enterprises.synthetic.world import YEARS

_REPORTED = (
    "revenue_fen", "cost_expense_total_fen", "operating_cost_fen", "net_profit_fen", "total_profit_fen",
    "total_assets_fen", "total_liabilities_fen", "net_assets_fen", "operating_cash_flow_fen", "interest_expense_fen",
    "government_grant_fen", "rd_expense_fen",
)  # fmt: skip
_RECEIVED = (
    "interest_subsidy_received_fen", "central_sme_subsidy_received_fen", "fee_help_received_total_fen",
    "ip_abs_help_received_fen", "ip_pledge_help_received_fen",
)  # fmt: skip
_MOST_RATE = 10_000_000_000
_PPB = 1_000_000_000


def filing_columns(
    firms: Firms, books: Books, streams: Streams, *, inventions: Whole
) -> dict[str, Whole | pl.Series]:
    """The columns of all filings, enterprise by enterprise and year by year, of those that filed."""
    items, filed = books.items, books.filed
    draw = streams.of("filings")
    columns: dict[str, Whole | pl.Series] = _keys(firms, filed)
    columns |= {name: items[name][filed] for name in _REPORTED}
    columns |= {name: values[filed] for name, values in _derived(firms, books, draw).items()}
    columns |= {name: values[filed] for name, values in _people(firms, books, draw).items()}
    columns["invention_application_count"] = inventions[filed]
    columns["pct_application_count"] = draw.binomial(inventions, 0.06).astype(np.int64)[filed]
    audited = (
        draw.random(filed.shape) < logistic(0.4 + 0.6 * (firms.size - 16) + 0.4 * firms.quality)[:, None]
    )
    # A few received what programmes give; most received nothing, which is known.
    for name in _RECEIVED:
        got = np.where(draw.random(filed.shape) < 0.01, draw.integers(2, 40, filed.shape) * 1_000_000, 0)
        columns[name] = got[filed].astype(np.int64)
    columns["accounts_audited"] = pl.Series(audited[filed])
    columns["weighted_roe"] = _return(items, filed)
    return columns


def full_books(firms: Firms, books: Books) -> pl.DataFrame:
    """Every item of the books, for whoever wants to see that they add up."""
    items = {name: pl.Series(values[books.filed]) for name, values in sorted(books.items.items())}
    return pl.DataFrame(_keys(firms, books.filed) | items)


def last_staff(filings: pl.DataFrame, firms: Firms) -> Whole:
    """Staff of each enterprise in its last filing, 0 without one."""
    last = filings.sort("year").group_by("enterprise_id").agg(pl.col("staff_count").last())
    rows = pl.DataFrame({"enterprise_id": firms.codes}).join(
        last, on="enterprise_id", how="left", maintain_order="left"
    )
    found: Whole = rows["staff_count"].fill_null(0).to_numpy()
    return found


def _keys(firms: Firms, filed: Truth) -> dict[str, Whole | pl.Series]:
    owner, at = np.nonzero(filed)
    return {"enterprise_id": firms.codes.gather(owner), "year": np.array(YEARS, dtype=np.int64)[at]}


def _part(whole: Whole, share: Real) -> Whole:
    """A share of an amount, never more than it."""
    part: Whole = np.minimum(np.rint(whole * np.clip(share, 0.0, 1.0)).astype(np.int64), whole)
    return part


def _derived(firms: Firms, books: Books, draw: np.random.Generator) -> dict[str, Whole]:
    items = books.items
    normal = draw.standard_normal((6, firms.count, 1)) + 0.15 * draw.standard_normal(
        (6, firms.count, len(YEARS))
    )
    quality, vigour = firms.quality[:, None], firms.vigour[:, None]
    revenue, grant, rd = items["revenue_fen"], items["government_grant_fen"], items["rd_expense_fen"]
    main = _part(revenue, 1 - 0.25 * logistic(-2.2 - 0.5 * quality + normal[0]))
    income = revenue + grant
    before_tax = items["income_tax_fen"] + items["surcharge_fen"]
    exports = _part(
        revenue, firms.of_industry("export")[:, None] * np.exp(0.7 * normal[1]) * (normal[5] > -0.3)
    )
    ordinary = items["net_profit_fen"] - _part(grant, np.full(grant.shape, 0.85))
    return {
        "main_business_revenue_fen": main,
        "other_business_revenue_fen": revenue - main,
        "income_total_fen": income,
        "hightech_income_fen": _part(
            income,
            logistic(1.2 + 1.0 * firms.research[:, None] + 0.7 * vigour + 0.35 * quality + 0.9 * normal[2]),
        ),
        "gross_profit_fen": revenue - items["operating_cost_fen"],
        "net_profit_ex_fen": ordinary,
        "tax_paid_fen": before_tax + _part(revenue, 0.028 * np.exp(0.4 * normal[3])),
        "export_revenue_fen": exports,
        "rd_expense_domestic_fen": _part(rd, 1 - 0.12 * logistic(-2 + 1.2 * normal[4])),
        "rd_super_deduction_declared_fen": _part(rd, logistic(1.6 + 0.7 * quality + 0.8 * normal[5])),
        "super_deduction_saving_fen": _part(np.minimum(rd, income), np.full(rd.shape, 0.15)),
        "total_operating_expenditure_fen": rd + items["overhead_fen"],
        "tech_contract_value_fen": _part(revenue, 0.03 * np.exp(normal[3]) * (normal[0] > 0.8)),
    }


def _people(firms: Firms, books: Books, draw: np.random.Generator) -> dict[str, Whole]:
    rows, shape = firms.count, (firms.count, len(YEARS))
    normal = draw.standard_normal((5, rows, 1)) + 0.1 * draw.standard_normal((5, *shape))
    revenue, rd = books.items["revenue_fen"] / 100, books.items["rd_expense_fen"] / 100
    per_head = np.exp(13.45 + 0.10 * (firms.size[:, None] - 16.5) + 0.35 * normal[0])
    researchers = np.rint(rd * 0.55 / np.exp(12.45 + 0.2 * normal[1])).astype(np.int64)
    staff = np.maximum(np.rint(revenue / per_head).astype(np.int64), 0) + researchers + 2
    share = logistic(-1.7 + 0.5 * firms.research[:, None] + 0.5 * firms.vigour[:, None] + 0.5 * normal[2])
    tech = np.minimum(researchers + np.rint(staff * share).astype(np.int64), staff)
    graduates = draw.binomial(staff, 0.05)
    postgraduates = draw.binomial(tech, np.clip(0.05 + 0.25 * books.rd_share, 0, 0.6)[:, None])
    return {
        "staff_count": staff,
        "tech_staff_count": tech,
        "rd_staff_count": np.minimum(researchers, tech),
        "graduates_hired_count": graduates.astype(np.int64),
        "postgraduate_staff_count": postgraduates.astype(np.int64),
        "payroll_fen": fen(staff * np.exp(11.65 + 0.2 * normal[3])),
        "conversion_count": draw.poisson(np.exp(0.9 + 0.4 * firms.vigour[:, None] + 0.2 * normal[4])).astype(
            np.int64
        ),
        "rd_project_count": draw.poisson(np.exp(1.1 + 0.4 * firms.vigour[:, None]) * np.ones(shape)).astype(
            np.int64
        ),
    }


def _return(items: dict[str, Whole], filed: Truth) -> pl.Series:
    """Return on mean net assets in parts per billion, the lower of two; unknown where net assets are not positive."""
    mean = (items["net_assets_opening_fen"] + items["net_assets_fen"]) / 2
    grant = items["government_grant_fen"]
    lower = items["net_profit_fen"] - _part(grant, np.full(grant.shape, 0.85))
    known = mean > 0
    rate = np.clip(lower / np.where(known, mean, 1.0) * _PPB, -_MOST_RATE, _MOST_RATE)
    return masked(np.rint(rate[filed]).astype(np.int64), known[filed])
