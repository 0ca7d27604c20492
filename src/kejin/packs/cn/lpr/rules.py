"""LPR: which tenor a loan refers to, the LPR on its day of signing and today, and its spread.

`lpr_1y` and `lpr_5y` hold on the day of the law and are what other policies use; a loan keeps the LPR of its own day.
"""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Count,
    Day,
    Grain,
    Product,
    Rounded,
    Rounding,
    Share,
    above,
    all_of,
    any_of,
    at_least,
    known,
    one_of,
    rule,
)

PRICING = "pboc-2019-15#定价"
SERIES = "lpr-series#历次报价"
EXACT = Rounded(Rounding.HALF_UP, cites="kejin-conventions#利率")


@rule("改革后签订", "Signed since the reform", cites=SERIES, grain=Grain.LOAN)
def signed_since_reform(loan_signed_on: Day, series_from: Day) -> Check:
    """The loan was signed on or after the first quotation under the new formation."""
    return at_least(loan_signed_on, series_from)


@rule("到期日晚于签订日", "Falls due after signing", cites=PRICING, grain=Grain.LOAN)
def falls_due_later(loan_due_on: Day, loan_signed_on: Day) -> Check:
    """The loan falls due after it was signed, so that it has a term."""
    return above(loan_due_on, loan_signed_on)


@rule("期限五年及以上", "Term of five years or more", cites=PRICING, grain=Grain.LOAN)
def reaches_five_years(loan_due_on: Day, loan_signed_on: Day, five_years: Count) -> Check:
    """From signing to the due date it is five years or more."""
    return at_least(loan_due_on, loan_signed_on.plus_years(five_years))


@rule("合同写明参照品种", "Tenor stated", cites=PRICING, grain=Grain.LOAN)
def tenor_stated(loan_lpr_tenor: Choice) -> Condition:
    """The contract says which tenor it refers to."""
    return known(loan_lpr_tenor)


@rule("合同参照5年期以上品种", "Contract names the five-year tenor", cites=PRICING, grain=Grain.LOAN)
def five_years_stated(loan_lpr_tenor: Choice, five_year_tenors: Choices) -> Check:
    """The contract refers to the five-year tenor."""
    return one_of(loan_lpr_tenor, five_year_tenors)


@rule("参照5年期以上品种", "Refers to the five-year tenor", cites=PRICING, grain=Grain.LOAN)
def five_year_quote(
    reaches_five_years: Condition, tenor_stated: Condition, five_years_stated: Condition
) -> Condition:
    """Five years or more, or a shorter loan whose contract names the five-year tenor; else the one-year tenor."""
    return any_of(reaches_five_years, all_of(tenor_stated, five_years_stated))


@rule("可与LPR比较", "Can be set against the LPR", cites=SERIES, grain=Grain.LOAN)
def priced(signed_since_reform: Condition, falls_due_later: Condition) -> Condition:
    """Signed since the reform, with a term."""
    return all_of(signed_since_reform, falls_due_later)


@rule("签订日1年期部分", "One-year part at signing", cites=SERIES, grain=Grain.LOAN, rounds=EXACT)
def one_year_part(lpr_1y_at_signing: Share, one_year_weight: Share) -> Product:
    """The one-year LPR of the day of signing where that tenor counts, else nothing."""
    return lpr_1y_at_signing * one_year_weight


@rule("签订日5年期部分", "Five-year part at signing", cites=SERIES, grain=Grain.LOAN, rounds=EXACT)
def five_year_part(lpr_5y_at_signing: Share, five_year_weight: Share) -> Product:
    """The five-year LPR of the day of signing where that tenor counts, else nothing."""
    return lpr_5y_at_signing * five_year_weight


@rule("签订日LPR", "LPR at signing", cites=SERIES, grain=Grain.LOAN)
def lpr_at_signing(one_year_part: Share, five_year_part: Share) -> Share:
    """The LPR in force on the day of signing, of the tenor that the loan refers to."""
    return one_year_part + five_year_part


@rule(
    "签订日LPR变号",
    "LPR at signing, negative",
    cites="kejin-conventions#点差",
    grain=Grain.LOAN,
    rounds=EXACT,
)
def lpr_taken_off(lpr_at_signing: Share, minus_one: Share) -> Product:
    """The LPR with its sign changed, to be added to the rate."""
    return lpr_at_signing * minus_one


@rule("点差", "Spread over the LPR", cites="kejin-conventions#点差", grain=Grain.LOAN)
def spread_over_lpr(loan_rate: Share, lpr_taken_off: Share) -> Share:
    """The contract's rate less the LPR at signing; negative where the loan is cheaper."""
    return loan_rate + lpr_taken_off


@rule("现行1年期部分", "One-year part today", cites=SERIES, grain=Grain.LOAN, rounds=EXACT)
def one_year_part_now(lpr_1y: Share, one_year_weight: Share) -> Product:
    """The one-year LPR of the day of the law where that tenor counts, else nothing."""
    return lpr_1y * one_year_weight


@rule("现行5年期部分", "Five-year part today", cites=SERIES, grain=Grain.LOAN, rounds=EXACT)
def five_year_part_now(lpr_5y: Share, five_year_weight: Share) -> Product:
    """The five-year LPR of the day of the law where that tenor counts, else nothing."""
    return lpr_5y * five_year_weight


@rule("现行同品种LPR", "LPR of the same tenor today", cites=SERIES, grain=Grain.LOAN)
def lpr_now(one_year_part_now: Share, five_year_part_now: Share) -> Share:
    """The LPR on the day of the law, of the tenor that the loan refers to."""
    return one_year_part_now + five_year_part_now
