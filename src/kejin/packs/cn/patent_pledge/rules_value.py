"""What a right may carry: one bank's lending shares, and the value index of the national standard."""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Fen,
    Grain,
    Product,
    Rounded,
    Rounding,
    Share,
    all_of,
    at_least,
    known,
    only_if,
    rule,
    total_of,
)

PRACTICE = "bank-practice#质押率"
WEIGHTS = "gbt-42748#指标权重"
PATENT = Grain.PATENT
DOWN = Rounded(Rounding.FLOOR, cites="kejin-conventions#可贷金额")
EXACT = Rounded(Rounding.HALF_UP, cites="kejin-conventions#指数")

sure_loan_value_fen = total_of(
    "counted_loan_value_fen",
    "已知权利的可贷金额合计（下限）",
    "Loan value of the rights that are known, at least",
    of=PATENT,
    to=Grain.ENTERPRISE,
)


@rule("该权利可贷金额", "Loan value of the right", cites=PRACTICE, grain=PATENT, rounds=DOWN)
def loan_value_fen(right_valuation_fen: Fen, lending_share: Share) -> Product:
    """The valuation times the bank's share for the kind of right."""
    return right_valuation_fen * lending_share


@rule("一家银行的最长贷款年数", "The bank's longest loan in years", cites="bank-practice#期限", grain=PATENT)
def lending_years(bank_years: Count) -> Count:
    """How long the one bank lends on such a right."""
    return bank_years


@rule("可贷金额已知", "Loan value known", cites="kejin-conventions#企业合计", grain=PATENT)
def loan_value_known(loan_value_fen: Fen) -> Condition:
    """The valuation and the share are known."""
    return known(loan_value_fen)


@rule("计入企业合计", "Counts for the firm", cites="kejin-conventions#企业合计", grain=PATENT)
def counts_for_firm(surely_pledgeable: Condition, loan_value_known: Condition) -> Condition:
    """The right is sure to be fit and its loan value is known."""
    return all_of(surely_pledgeable, loan_value_known)


@rule("计入企业合计的可贷金额", "Loan value that counts", cites="kejin-conventions#企业合计", grain=PATENT)
def counted_loan_value_fen(counts_for_firm: Condition, loan_value_fen: Fen) -> Fen:
    """The loan value where it counts, else nothing."""
    return only_if(counts_for_firm, loan_value_fen)


@rule("法律价值部分", "Legal part", cites=WEIGHTS, grain=PATENT, rounds=EXACT)
def legal_part(right_legal_value: Share, legal_weight: Share) -> Product:
    """The score for legal value times its weight."""
    return right_legal_value * legal_weight


@rule("技术价值部分", "Technical part", cites=WEIGHTS, grain=PATENT, rounds=EXACT)
def technical_part(right_technical_value: Share, technical_weight: Share) -> Product:
    """The score for technical value times its weight."""
    return right_technical_value * technical_weight


@rule("经济价值部分", "Economic part", cites=WEIGHTS, grain=PATENT, rounds=EXACT)
def economic_part(right_economic_value: Share, economic_weight: Share) -> Product:
    """The score for economic value times its weight."""
    return right_economic_value * economic_weight


@rule("专利价值指数", "Value index", cites=WEIGHTS, grain=PATENT)
def value_index(legal_part: Share, technical_part: Share, economic_part: Share) -> Share:
    """The weighted score; unknown as long as the weights are."""
    return legal_part + technical_part + economic_part


@rule("价值指数可以算出", "Value index can be worked out", cites=WEIGHTS, grain=PATENT)
def index_known(value_index: Share, nothing_share: Share) -> Check:
    """The index is a figure, nothing or more; unknown as long as the weights are."""
    return at_least(value_index, nothing_share)
