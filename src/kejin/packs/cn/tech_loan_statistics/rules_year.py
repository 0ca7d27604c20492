"""An institution's year: balance of each row, weighted rates, and whether what was reported equals the union.

Balances are those at the end of the year a row was reported for, not of the year of signing.
"""

from kejin.policy.dsl import (
    Check,
    Condition,
    Fen,
    Grain,
    Quotient,
    Rounded,
    Rounding,
    all_of,
    at_least,
    at_most,
    rule,
    share_of,
    total_of,
)

RATE = "bank-a-pboc#贷款汇总加权平均利率"
YEAR = ("institution_id", "loan_reported_year")
TO_THE_NINTH = Rounded(Rounding.HALF_UP, cites="kejin-conventions#加权利率")

t01_of_year_fen = total_of(
    "t01_fen",
    "T01年末余额",
    "Year-end balance of T01",
    of=Grain.LOAN,
    to=Grain.INSTITUTION_YEAR,
    through=YEAR,
)
t02_of_year_fen = total_of(
    "t02_fen",
    "T02年末余额",
    "Year-end balance of T02",
    of=Grain.LOAN,
    to=Grain.INSTITUTION_YEAR,
    through=YEAR,
)
t03_of_year_fen = total_of(
    "t03_fen",
    "T03年末余额",
    "Year-end balance of T03",
    of=Grain.LOAN,
    to=Grain.INSTITUTION_YEAR,
    through=YEAR,
)
t04_of_year_fen = total_of(
    "t04_fen",
    "T04年末余额",
    "Year-end balance of T04",
    of=Grain.LOAN,
    to=Grain.INSTITUTION_YEAR,
    through=YEAR,
)
t05_of_year_fen = total_of(
    "t05_fen",
    "T05年末余额",
    "Year-end balance of T05",
    of=Grain.LOAN,
    to=Grain.INSTITUTION_YEAR,
    through=YEAR,
)
t06_of_year_fen = total_of(
    "t06_fen",
    "T06年末余额",
    "Year-end balance of T06",
    of=Grain.LOAN,
    to=Grain.INSTITUTION_YEAR,
    through=YEAR,
)
t07_of_year_fen = total_of(
    "t07_fen",
    "T07年末余额",
    "Year-end balance of T07",
    of=Grain.LOAN,
    to=Grain.INSTITUTION_YEAR,
    through=YEAR,
)
t08_of_year_fen = total_of(
    "t08_fen",
    "T08年末余额",
    "Year-end balance of T08",
    of=Grain.LOAN,
    to=Grain.INSTITUTION_YEAR,
    through=YEAR,
)
t09_of_year_fen = total_of(
    "t09_fen",
    "T09年末余额",
    "Year-end balance of T09",
    of=Grain.LOAN,
    to=Grain.INSTITUTION_YEAR,
    through=YEAR,
)
t10_of_year_fen = total_of(
    "t10_fen",
    "T10年末余额",
    "Year-end balance of T10",
    of=Grain.LOAN,
    to=Grain.INSTITUTION_YEAR,
    through=YEAR,
)
t11_of_year_fen = total_of(
    "t11_fen",
    "T11年末余额",
    "Year-end balance of T11",
    of=Grain.LOAN,
    to=Grain.INSTITUTION_YEAR,
    through=YEAR,
)
t12_of_year_fen = total_of(
    "t12_fen",
    "T12年末余额",
    "Year-end balance of T12",
    of=Grain.LOAN,
    to=Grain.INSTITUTION_YEAR,
    through=YEAR,
)
pboc_total_of_year_fen = total_of(
    "pboc_total_fen",
    "科技贷款（人民银行口径）年末余额",
    "Year-end balance of technology loans, central bank",
    of=Grain.LOAN,
    to=Grain.INSTITUTION_YEAR,
    through=YEAR,
)
s70_1_1_of_year_fen = total_of(
    "s70_1_1_fen",
    "S70 1.1年末余额",
    "Year-end balance of S70 1.1",
    of=Grain.LOAN,
    to=Grain.INSTITUTION_YEAR,
    through=YEAR,
)
s70_1_2_of_year_fen = total_of(
    "s70_1_2_fen",
    "S70 1.2年末余额",
    "Year-end balance of S70 1.2",
    of=Grain.LOAN,
    to=Grain.INSTITUTION_YEAR,
    through=YEAR,
)
s70_total_of_year_fen = total_of(
    "s70_total_fen",
    "科技贷款（S70口径）年末余额",
    "Year-end balance of technology loans, form S70",
    of=Grain.LOAN,
    to=Grain.INSTITUTION_YEAR,
    through=YEAR,
)
t07_interest_of_year_fen = total_of(
    "t07_interest_fen",
    "T07按年利率计的利息",
    "A year of interest on T07",
    of=Grain.LOAN,
    to=Grain.INSTITUTION_YEAR,
    through=YEAR,
)
t12_interest_of_year_fen = total_of(
    "t12_interest_fen",
    "T12按年利率计的利息",
    "A year of interest on T12",
    of=Grain.LOAN,
    to=Grain.INSTITUTION_YEAR,
    through=YEAR,
)
pboc_total_interest_of_year_fen = total_of(
    "pboc_total_interest_fen",
    "科技贷款按年利率计的利息",
    "A year of interest on technology loans, central bank",
    of=Grain.LOAN,
    to=Grain.INSTITUTION_YEAR,
    through=YEAR,
)


@rule(
    "T07加权平均利率", "Weighted rate of T07", cites=RATE, grain=Grain.INSTITUTION_YEAR, rounds=TO_THE_NINTH
)
def t07_rate(t07_interest_of_year_fen: Fen, t07_of_year_fen: Fen) -> Quotient:
    """A year of interest over the balance; unknown where there is no balance."""
    return share_of(t07_interest_of_year_fen, t07_of_year_fen)


@rule(
    "T12加权平均利率", "Weighted rate of T12", cites=RATE, grain=Grain.INSTITUTION_YEAR, rounds=TO_THE_NINTH
)
def t12_rate(t12_interest_of_year_fen: Fen, t12_of_year_fen: Fen) -> Quotient:
    """A year of interest over the balance; unknown where there is no balance."""
    return share_of(t12_interest_of_year_fen, t12_of_year_fen)


@rule(
    "科技贷款加权平均利率",
    "Weighted rate of technology loans, central bank",
    cites=RATE,
    grain=Grain.INSTITUTION_YEAR,
    rounds=TO_THE_NINTH,
)
def pboc_total_rate(pboc_total_interest_of_year_fen: Fen, pboc_total_of_year_fen: Fen) -> Quotient:
    """A year of interest over the balance; unknown where there is no balance."""
    return share_of(pboc_total_interest_of_year_fen, pboc_total_of_year_fen)


@rule(
    "报送数不大于逐笔并集（人民银行口径）",
    "No more reported than the union, central bank",
    cites="kejin-conventions#并集",
    grain=Grain.INSTITUTION_YEAR,
)
def pboc_not_over(institution_tech_loans_pboc_fen: Fen, pboc_total_of_year_fen: Fen) -> Check:
    """What was reported is no more than the union: nothing counted twice."""
    return at_most(institution_tech_loans_pboc_fen, pboc_total_of_year_fen)


@rule(
    "报送数不小于逐笔并集（人民银行口径）",
    "No less reported than the union, central bank",
    cites="kejin-conventions#并集",
    grain=Grain.INSTITUTION_YEAR,
)
def pboc_not_under(institution_tech_loans_pboc_fen: Fen, pboc_total_of_year_fen: Fen) -> Check:
    """What was reported is no less than the union: nothing left out."""
    return at_least(institution_tech_loans_pboc_fen, pboc_total_of_year_fen)


@rule(
    "报送数与逐笔并集一致（人民银行口径）",
    "Reported equals the union, central bank",
    cites="kejin-conventions#并集",
    grain=Grain.INSTITUTION_YEAR,
)
def pboc_agrees(pboc_not_over: Condition, pboc_not_under: Condition) -> Condition:
    """Reported and computed loan by loan are the same amount."""
    return all_of(pboc_not_over, pboc_not_under)


@rule(
    "报送数不大于逐笔并集（S70口径）",
    "No more reported than the union, form S70",
    cites="kejin-conventions#并集",
    grain=Grain.INSTITUTION_YEAR,
)
def s70_not_over(institution_tech_loans_nfra_fen: Fen, s70_total_of_year_fen: Fen) -> Check:
    """What was reported is no more than the union: nothing counted twice."""
    return at_most(institution_tech_loans_nfra_fen, s70_total_of_year_fen)


@rule(
    "报送数不小于逐笔并集（S70口径）",
    "No less reported than the union, form S70",
    cites="kejin-conventions#并集",
    grain=Grain.INSTITUTION_YEAR,
)
def s70_not_under(institution_tech_loans_nfra_fen: Fen, s70_total_of_year_fen: Fen) -> Check:
    """What was reported is no less than the union: nothing left out."""
    return at_least(institution_tech_loans_nfra_fen, s70_total_of_year_fen)


@rule(
    "报送数与逐笔并集一致（S70口径）",
    "Reported equals the union, form S70",
    cites="kejin-conventions#并集",
    grain=Grain.INSTITUTION_YEAR,
)
def s70_agrees(s70_not_over: Condition, s70_not_under: Condition) -> Condition:
    """Reported and computed loan by loan are the same amount."""
    return all_of(s70_not_over, s70_not_under)
