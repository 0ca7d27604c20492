"""The bank's side of the 2025 rule: its size, and how much of its capital and of its book M&A loans may take."""

from kejin.policy.dsl import (
    Check,
    Condition,
    Fen,
    Grain,
    Share,
    all_of,
    any_of,
    at_least,
    at_most,
    rule,
    share_at_most,
)

SIZE = "nfra-draft-2025#展业门槛"
BANK = "forexbnb-2026#集中度"
YEAR = Grain.INSTITUTION_YEAR


@rule("资产规模达到一般门槛", "Large enough for M&A loans", cites=SIZE, grain=YEAR)
def large_enough(institution_adjusted_assets_fen: Fen, bank_assets_min: Fen) -> Check:
    """Adjusted assets at the last year end reach the floor."""
    return at_least(institution_adjusted_assets_fen, bank_assets_min)


@rule("资产规模达到参股型门槛", "Large enough for minority stakes", cites=SIZE, grain=YEAR)
def large_enough_for_minority(institution_adjusted_assets_fen: Fen, bank_assets_min_minority: Fen) -> Check:
    """Adjusted assets at the last year end reach the floor for minority stakes."""
    return at_least(institution_adjusted_assets_fen, bank_assets_min_minority)


@rule("没有参股型并购贷款", "No loans for minority stakes", cites=SIZE, grain=YEAR)
def no_minority_loans(institution_minority_merger_balance_fen: Fen, nothing_fen: Fen) -> Check:
    """The bank has no M&A loans for minority stakes."""
    return at_most(institution_minority_merger_balance_fen, nothing_fen)


@rule("全部并购贷款不超限", "All M&A loans within the limit", cites=BANK, grain=YEAR)
def book_within_capital(
    institution_merger_balance_fen: Fen, institution_tier1_capital_fen: Fen, all_loans_share: Share
) -> Check:
    """All M&A loans stay within the share of tier-1 capital."""
    return share_at_most(institution_merger_balance_fen, institution_tier1_capital_fen, all_loans_share)


@rule("参股型占比不超限", "Minority stakes within their share", cites=BANK, grain=YEAR)
def minority_within_book(
    institution_minority_merger_balance_fen: Fen,
    institution_merger_balance_fen: Fen,
    minority_book_share: Share,
) -> Check:
    """Loans for minority stakes stay within their share of all M&A loans."""
    return share_at_most(
        institution_minority_merger_balance_fen, institution_merger_balance_fen, minority_book_share
    )


@rule("参股型业务合规", "Minority stakes in order", cites=(SIZE, BANK), grain=YEAR)
def minority_in_order(
    no_minority_loans: Condition, large_enough_for_minority: Condition, minority_within_book: Condition
) -> Condition:
    """The bank has none, or is large enough for them and keeps their share."""
    return any_of(no_minority_loans, all_of(large_enough_for_minority, minority_within_book))


@rule("银行符合条件", "The bank fits", cites=(SIZE, BANK), grain=YEAR)
def bank_fit(
    large_enough: Condition, book_within_capital: Condition, minority_in_order: Condition
) -> Condition:
    """Large enough, within its capital, and minority stakes in order."""
    return all_of(large_enough, book_within_capital, minority_in_order)
