"""What a loan adds to each row: its balance, and a year of interest as the weight of its rate."""

from kejin.policy.dsl import Condition, Fen, Grain, Product, Rounded, Rounding, Share, only_if, rule

ROWS = "bank-a-pboc#贷款汇总金额"
RATE = "bank-a-pboc#贷款汇总加权平均利率"
TO_THE_FEN = Rounded(Rounding.HALF_UP, cites="kejin-conventions#利息")


@rule("按年利率计的一年利息", "A year of interest", cites=RATE, grain=Grain.LOAN, rounds=TO_THE_FEN)
def yearly_interest_fen(loan_balance_fen: Fen, loan_rate: Share) -> Product:
    """The balance times the yearly rate: the weight of the loan in a weighted rate."""
    return loan_balance_fen * loan_rate


@rule("T01余额", "Balance in T01", cites=ROWS, grain=Grain.LOAN)
def t01_fen(t01: Condition, loan_balance_fen: Fen) -> Fen:
    """The balance where the loan is in it, else nothing."""
    return only_if(t01, loan_balance_fen)


@rule("T02余额", "Balance in T02", cites=ROWS, grain=Grain.LOAN)
def t02_fen(t02: Condition, loan_balance_fen: Fen) -> Fen:
    """The balance where the loan is in it, else nothing."""
    return only_if(t02, loan_balance_fen)


@rule("T03余额", "Balance in T03", cites=ROWS, grain=Grain.LOAN)
def t03_fen(t03: Condition, loan_balance_fen: Fen) -> Fen:
    """The balance where the loan is in it, else nothing."""
    return only_if(t03, loan_balance_fen)


@rule("T04余额", "Balance in T04", cites=ROWS, grain=Grain.LOAN)
def t04_fen(t04: Condition, loan_balance_fen: Fen) -> Fen:
    """The balance where the loan is in it, else nothing."""
    return only_if(t04, loan_balance_fen)


@rule("T05余额", "Balance in T05", cites=ROWS, grain=Grain.LOAN)
def t05_fen(t05: Condition, loan_balance_fen: Fen) -> Fen:
    """The balance where the loan is in it, else nothing."""
    return only_if(t05, loan_balance_fen)


@rule("T06余额", "Balance in T06", cites=ROWS, grain=Grain.LOAN)
def t06_fen(t06: Condition, loan_balance_fen: Fen) -> Fen:
    """The balance where the loan is in it, else nothing."""
    return only_if(t06, loan_balance_fen)


@rule("T07余额", "Balance in T07", cites=ROWS, grain=Grain.LOAN)
def t07_fen(t07: Condition, loan_balance_fen: Fen) -> Fen:
    """The balance where the loan is in it, else nothing."""
    return only_if(t07, loan_balance_fen)


@rule("T08余额", "Balance in T08", cites=ROWS, grain=Grain.LOAN)
def t08_fen(t08: Condition, loan_balance_fen: Fen) -> Fen:
    """The balance where the loan is in it, else nothing."""
    return only_if(t08, loan_balance_fen)


@rule("T09余额", "Balance in T09", cites=ROWS, grain=Grain.LOAN)
def t09_fen(t09: Condition, loan_balance_fen: Fen) -> Fen:
    """The balance where the loan is in it, else nothing."""
    return only_if(t09, loan_balance_fen)


@rule("T10余额", "Balance in T10", cites=ROWS, grain=Grain.LOAN)
def t10_fen(t10: Condition, loan_balance_fen: Fen) -> Fen:
    """The balance where the loan is in it, else nothing."""
    return only_if(t10, loan_balance_fen)


@rule("T11余额", "Balance in T11", cites=ROWS, grain=Grain.LOAN)
def t11_fen(t11: Condition, loan_balance_fen: Fen) -> Fen:
    """The balance where the loan is in it, else nothing."""
    return only_if(t11, loan_balance_fen)


@rule("T12余额", "Balance in T12", cites=ROWS, grain=Grain.LOAN)
def t12_fen(t12: Condition, loan_balance_fen: Fen) -> Fen:
    """The balance where the loan is in it, else nothing."""
    return only_if(t12, loan_balance_fen)


@rule(
    "科技贷款（人民银行口径）余额", "Balance in technology loans, central bank", cites=ROWS, grain=Grain.LOAN
)
def pboc_total_fen(pboc_total: Condition, loan_balance_fen: Fen) -> Fen:
    """The balance where the loan is in it, else nothing."""
    return only_if(pboc_total, loan_balance_fen)


@rule("S70 1.1余额", "Balance in S70 1.1", cites="bank-a-s70#贷款余额", grain=Grain.LOAN)
def s70_1_1_fen(s70_1_1: Condition, loan_balance_fen: Fen) -> Fen:
    """The balance where the loan is in it, else nothing."""
    return only_if(s70_1_1, loan_balance_fen)


@rule("S70 1.2余额", "Balance in S70 1.2", cites="bank-a-s70#贷款余额", grain=Grain.LOAN)
def s70_1_2_fen(s70_1_2: Condition, loan_balance_fen: Fen) -> Fen:
    """The balance where the loan is in it, else nothing."""
    return only_if(s70_1_2, loan_balance_fen)


@rule(
    "科技贷款（S70口径）余额",
    "Balance in technology loans, form S70",
    cites="bank-a-s70#贷款余额",
    grain=Grain.LOAN,
)
def s70_total_fen(s70_total: Condition, loan_balance_fen: Fen) -> Fen:
    """The balance where the loan is in it, else nothing."""
    return only_if(s70_total, loan_balance_fen)


@rule("T07按年利率计的利息", "Interest in T07", cites=RATE, grain=Grain.LOAN)
def t07_interest_fen(t07: Condition, yearly_interest_fen: Fen) -> Fen:
    """A year of interest where the loan is in it, else nothing."""
    return only_if(t07, yearly_interest_fen)


@rule("T12按年利率计的利息", "Interest in T12", cites=RATE, grain=Grain.LOAN)
def t12_interest_fen(t12: Condition, yearly_interest_fen: Fen) -> Fen:
    """A year of interest where the loan is in it, else nothing."""
    return only_if(t12, yearly_interest_fen)


@rule("科技贷款按年利率计的利息", "Interest in technology loans, central bank", cites=RATE, grain=Grain.LOAN)
def pboc_total_interest_fen(pboc_total: Condition, yearly_interest_fen: Fen) -> Fen:
    """A year of interest where the loan is in it, else nothing."""
    return only_if(pboc_total, yearly_interest_fen)
