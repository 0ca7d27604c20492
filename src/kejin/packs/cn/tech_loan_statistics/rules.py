"""Which loans the two perimeters look at at all: what is on the books, to whom it was lent, and which bills count.

`rules_titles.py` holds the enterprise's titles, `rules_industries.py` the loan's industry, `rules_pboc.py` the rows of
the central bank's template, `rules_s70.py` those of the regulator's form, `rules_balances.py` what a loan adds to each
row, `rules_year.py` the institution's year.
"""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Fen,
    Flag,
    Grain,
    above,
    all_of,
    any_of,
    fails,
    holds,
    not_,
    one_of,
    rule,
)

A = "bank-a-pboc#取数条件"
B = "bank-b-s70#是否科技贷款"


@rule("余额大于零", "Something is outstanding", cites=A, grain=Grain.LOAN)
def balance_left(loan_balance_fen: Fen, nothing_fen: Fen) -> Check:
    """The loan has a balance."""
    return above(loan_balance_fen, nothing_fen)


@rule("不是委托贷款", "Not entrusted", cites=A, grain=Grain.LOAN)
def not_entrusted(loan_entrusted: Flag) -> Check:
    """The institution lent its own money."""
    return fails(loan_entrusted)


@rule("未核销", "Not written off", cites=A, grain=Grain.LOAN)
def not_written_off(loan_written_off: Flag) -> Check:
    """The loan has not been written off."""
    return fails(loan_written_off)


@rule("未转让", "Not transferred", cites=A, grain=Grain.LOAN)
def not_transferred(loan_transferred_out: Flag) -> Check:
    """The loan has not been transferred to somebody else."""
    return fails(loan_transferred_out)


@rule("在账贷款", "On the books", cites=A, grain=Grain.LOAN)
def on_the_books(
    balance_left: Condition, not_entrusted: Condition, not_written_off: Condition, not_transferred: Condition
) -> Condition:
    """Outstanding, own money, neither written off nor transferred."""
    return all_of(balance_left, not_entrusted, not_written_off, not_transferred)


@rule("借款人为单位", "Lent to a legal unit", cites=(A, "bank-b-s70#2026-01-28 修改"), grain=Grain.LOAN)
def lent_to_unit(loan_to_unit: Flag) -> Check:
    """The borrower is an enterprise, institution or other legal unit."""
    return holds(loan_to_unit)


@rule("借款人为个体工商户", "Self-employed borrower", cites="bank-a-s70#客户类型", grain=Grain.LOAN)
def self_employed(loan_borrower_class: Choice, self_employed_classes: Choices) -> Check:
    """The borrower is self-employed."""
    return one_of(loan_borrower_class, self_employed_classes)


@rule("不是个人消费贷款", "No personal consumption", cites=B, grain=Grain.LOAN)
def not_consumption(loan_personal_consumption: Flag) -> Check:
    """The loan is not for personal consumption."""
    return fails(loan_personal_consumption)


@rule("资金用于境内", "Used in China", cites=(A, B), grain=Grain.LOAN)
def used_in_china(loan_used_in_china: Flag) -> Check:
    """The money is used within China."""
    return holds(loan_used_in_china)


@rule("不是票据", "No bill", cites="bank-a-pboc#2025-12-11 修改", grain=Grain.LOAN)
def no_bill(loan_bill_kind: Choice, no_bill_kinds: Choices) -> Check:
    """It is a loan and not a bill."""
    return one_of(loan_bill_kind, no_bill_kinds)


@rule("属买断式转贴现", "Rediscount", cites=(A, B), grain=Grain.LOAN)
def rediscounted(loan_bill_kind: Choice, rediscount_kinds: Choices) -> Check:
    """It is a bill that was bought outright from another holder."""
    return one_of(loan_bill_kind, rediscount_kinds)


@rule("属买断的票据", "Bill bought outright", cites=B, grain=Grain.LOAN)
def bought_bill(loan_bill_kind: Choice, bought_bill_kinds: Choices) -> Check:
    """It is a rediscount or another bill asset bought outright."""
    return one_of(loan_bill_kind, bought_bill_kinds)


@rule("已追溯至直贴申请人", "Traced to the first applicant", cites=(A, B), grain=Grain.LOAN)
def bill_traced(loan_bill_traced: Flag) -> Check:
    """The bill was traced to its first applicant, who stands as borrower."""
    return holds(loan_bill_traced)


@rule("S70计入买断式转贴现", "Form S70 holds rediscounts", cites=B, grain=Grain.LOAN)
def s70_holds_rediscounts(s70_rediscounts: Flag) -> Check:
    """Whether the enterprise rows hold rediscounts at all; open until the two banks agree."""
    return holds(s70_rediscounts)


@rule("票据按甲行读法可计入", "Bill counts as bank A reads it", cites=A, grain=Grain.LOAN)
def pboc_bill(rediscounted: Condition, bill_traced: Condition) -> Condition:
    """No rediscount, or one that was traced to the first applicant."""
    return any_of(not_(rediscounted), bill_traced)


@rule(
    "产业各行可计入票据",
    "Bill counts in the industry rows",
    cites="bank-a-pboc#2025-12-11 修改",
    grain=Grain.LOAN,
    leaf="pboc_industry_bill",
    until="2025-12-10",
)
def pboc_industry_bill_before(no_bill: Condition) -> Condition:
    """Bills carried no industry mark yet: only what is no bill."""
    return all_of(no_bill)


@rule(
    "产业各行可计入票据",
    "Bill counts in the industry rows",
    cites="bank-a-pboc#2025-12-11 修改",
    grain=Grain.LOAN,
    since="2025-12-11",
)
def pboc_industry_bill(pboc_bill: Condition) -> Condition:
    """Bills carry industry marks and count as in the other rows."""
    return all_of(pboc_bill)


@rule("可计入人民银行模板", "Admitted to the template", cites=A, grain=Grain.LOAN)
def pboc_admitted(on_the_books: Condition, lent_to_unit: Condition, pboc_bill: Condition) -> Condition:
    """On the books, lent to a legal unit, and no bill that cannot be traced."""
    return all_of(on_the_books, lent_to_unit, pboc_bill)


@rule(
    "S70可计入的借款人",
    "Borrower that form S70 counts",
    cites=("bank-a-s70#客户类型", B),
    grain=Grain.LOAN,
    leaf="s70_borrower",
    until="2026-01-27",
)
def s70_borrower_before(self_employed: Condition, not_consumption: Condition) -> Condition:
    """Neither self-employed nor borrowing for personal consumption."""
    return all_of(not_(self_employed), not_consumption)


@rule(
    "S70可计入的借款人",
    "Borrower that form S70 counts",
    cites="bank-b-s70#2026-01-28 修改",
    grain=Grain.LOAN,
    since="2026-01-28",
)
def s70_borrower(lent_to_unit: Condition) -> Condition:
    """A legal unit: the form holds corporate loans only."""
    return all_of(lent_to_unit)


@rule("可计入S70", "Admitted to form S70", cites=B, grain=Grain.LOAN)
def s70_admitted(on_the_books: Condition, used_in_china: Condition, s70_borrower: Condition) -> Condition:
    """On the books, used in China, to a borrower that counts."""
    return all_of(on_the_books, used_in_china, s70_borrower)


@rule("可计入S70科技型企业各行", "Admitted to the enterprise rows of S70", cites=B, grain=Grain.LOAN)
def s70_title_admitted(
    s70_admitted: Condition,
    lent_to_unit: Condition,
    rediscounted: Condition,
    s70_holds_rediscounts: Condition,
    bill_traced: Condition,
) -> Condition:
    """Admitted, lent to a legal unit, and no rediscount, or a traced one while such bills count."""
    return all_of(
        s70_admitted,
        lent_to_unit,
        any_of(not_(rediscounted), all_of(s70_holds_rediscounts, bill_traced)),
    )


@rule("可计入S70科技相关产业各行", "Admitted to the industry rows of S70", cites=B, grain=Grain.LOAN)
def s70_industry_admitted(s70_admitted: Condition, bought_bill: Condition) -> Condition:
    """Admitted, and no bill bought outright."""
    return all_of(s70_admitted, not_(bought_bill))
