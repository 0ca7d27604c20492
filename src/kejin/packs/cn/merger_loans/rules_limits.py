"""The shares, terms and stakes of a single M&A loan, and the bank's limit for one borrower."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Count,
    Day,
    Fen,
    Flag,
    Grain,
    Product,
    Rounded,
    Rounding,
    Share,
    all_of,
    any_of,
    at_least,
    at_most,
    fails,
    holds,
    one_of,
    parent,
    rule,
    share_at_least,
    share_at_most,
)

OLD = "cbrc-2015#贷款比例"
PILOT = "pilot-2025#试点范围"
NEW = "nfra-2025#贷款条件"
POINTS = "forexbnb-2026#条件表"
KINDS = "forexbnb-2026#并购贷款分类"
BANK = "forexbnb-2026#集中度"
DOWN = Rounded(Rounding.FLOOR, cites="kejin-conventions#上限金额")

firm_city = parent("city_code", "并购方所在地市", "City of the buyer", of=Grain.ENTERPRISE, to=Grain.LOAN)
firm_in_pilot = parent(
    "merger_pilot_firm", "并购方纳入试点", "Buyer in the pilot", of=Grain.ENTERPRISE, to=Grain.LOAN
)
bank_tier1_fen = parent(
    "institution_tier1_capital_fen",
    "放款银行一级资本净额",
    "Tier-1 capital of the bank",
    of=Grain.INSTITUTION_YEAR,
    to=Grain.LOAN,
)


@rule("控制型并购", "Deal for control", cites=OLD, grain=Grain.LOAN)
def control_deal(loan_deal_kind: Choice, control_kinds: Choices) -> Check:
    """The deal gains, keeps or strengthens control of the target."""
    return one_of(loan_deal_kind, control_kinds)


@rule("参股型并购", "Deal for a minority stake", cites="nfra-2025#适用范围", grain=Grain.LOAN)
def minority_deal(loan_deal_kind: Choice, minority_kinds: Choices) -> Check:
    """The deal takes a stake without control."""
    return one_of(loan_deal_kind, minority_kinds)


@rule("在试点城市", "In a pilot city", cites=PILOT, grain=Grain.LOAN)
def buyer_in_pilot_city(firm_city: Choice, pilot_cities: Choices) -> Check:
    """The buyer's city is one of the pilot's."""
    return one_of(firm_city, pilot_cities)


@rule("并购方为试点科技企业", "Buyer a firm of the pilot", cites=PILOT, grain=Grain.LOAN)
def buyer_in_pilot(firm_in_pilot: Flag) -> Check:
    """A bank of the pilot takes the buyer as one of its technology enterprises."""
    return holds(firm_in_pilot)


@rule("试点并购", "Deal within the pilot", cites=PILOT, grain=Grain.LOAN)
def pilot_deal(
    control_deal: Condition, buyer_in_pilot_city: Condition, buyer_in_pilot: Condition
) -> Condition:
    """A deal for control by a technology enterprise of the pilot."""
    return all_of(control_deal, buyer_in_pilot_city, buyer_in_pilot)


@rule("不超过控制型价款比例", "Within the share for control", cites=(OLD, NEW), grain=Grain.LOAN)
def within_control_share(
    loan_principal_fen: Fen, loan_deal_price_fen: Fen, control_price_share: Share
) -> Check:
    """The loan over the price stays within the share for control."""
    return share_at_most(loan_principal_fen, loan_deal_price_fen, control_price_share)


@rule("不超过试点价款比例", "Within the share of the pilot", cites=PILOT, grain=Grain.LOAN)
def within_pilot_share(loan_principal_fen: Fen, loan_deal_price_fen: Fen, pilot_price_share: Share) -> Check:
    """The loan over the price stays within the share of the pilot."""
    return share_at_most(loan_principal_fen, loan_deal_price_fen, pilot_price_share)


@rule("不超过参股型价款比例", "Within the share for a minority stake", cites=POINTS, grain=Grain.LOAN)
def within_minority_share(
    loan_principal_fen: Fen, loan_deal_price_fen: Fen, minority_price_share: Share
) -> Check:
    """The loan over the price stays within the share for a minority stake."""
    return share_at_most(loan_principal_fen, loan_deal_price_fen, minority_price_share)


@rule("控制型权益性资金达标", "Own funds for control", cites=POINTS, grain=Grain.LOAN)
def control_own_funds(loan_own_funds_fen: Fen, loan_deal_price_fen: Fen, control_own_share: Share) -> Check:
    """The buyer's own funds over the price reach the share for control."""
    return share_at_least(loan_own_funds_fen, loan_deal_price_fen, control_own_share)


@rule("参股型权益性资金达标", "Own funds for a minority stake", cites=POINTS, grain=Grain.LOAN)
def minority_own_funds(loan_own_funds_fen: Fen, loan_deal_price_fen: Fen, minority_own_share: Share) -> Check:
    """The buyer's own funds over the price reach the share for a minority stake."""
    return share_at_least(loan_own_funds_fen, loan_deal_price_fen, minority_own_share)


@rule("不超过控制型期限", "Within the term for control", cites=(OLD, NEW), grain=Grain.LOAN)
def within_control_term(loan_due_on: Day, loan_signed_on: Day, control_years: Count) -> Check:
    """Due no later than so many years after signing."""
    return at_most(loan_due_on, loan_signed_on.plus_years(control_years))


@rule("不超过试点期限", "Within the term of the pilot", cites=PILOT, grain=Grain.LOAN)
def within_pilot_term(loan_due_on: Day, loan_signed_on: Day, pilot_years: Count) -> Check:
    """Due no later than so many years after signing."""
    return at_most(loan_due_on, loan_signed_on.plus_years(pilot_years))


@rule(
    "不超过参股型期限",
    "Within the term for a minority stake",
    cites="nfra-draft-2025#贷款条件",
    grain=Grain.LOAN,
)
def within_minority_term(loan_due_on: Day, loan_signed_on: Day, minority_years: Count) -> Check:
    """Due no later than so many years after signing."""
    return at_most(loan_due_on, loan_signed_on.plus_years(minority_years))


@rule("控制型单次股权比例达标", "Stake for control", cites=KINDS, grain=Grain.LOAN)
def control_stake(loan_stake_acquired: Share, control_stake_min: Share) -> Check:
    """The stake taken at once is no smaller than the least for control."""
    return at_least(loan_stake_acquired, control_stake_min)


@rule("单次取得比例达标", "Stake large enough at once", cites=KINDS, grain=Grain.LOAN)
def first_stake(loan_stake_acquired: Share, minority_stake_min: Share) -> Check:
    """The stake taken at once reaches the least for a minority stake."""
    return at_least(loan_stake_acquired, minority_stake_min)


@rule("此前已持足够股权", "Large enough a stake before", cites=KINDS, grain=Grain.LOAN)
def held_enough(loan_stake_before: Share, minority_stake_min: Share) -> Check:
    """The one buyer already held as much as a first stake has to be."""
    return at_least(loan_stake_before, minority_stake_min)


@rule("增持比例达标", "Add-on large enough", cites=KINDS, grain=Grain.LOAN)
def add_on_stake(loan_stake_acquired: Share, add_on_stake_min: Share) -> Check:
    """The stake added at once reaches the least for an add-on."""
    return at_least(loan_stake_acquired, add_on_stake_min)


@rule("参股型股权比例达标", "Stake for a minority deal", cites=KINDS, grain=Grain.LOAN)
def minority_stake(first_stake: Condition, held_enough: Condition, add_on_stake: Condition) -> Condition:
    """Enough at once, or an add-on by one that already held enough."""
    return any_of(first_stake, all_of(held_enough, add_on_stake))


@rule("未置换并购贷款", "Replaces no M&A loan", cites="forexbnb-2026#贷款要求", grain=Grain.LOAN)
def replaces_no_merger_loan(loan_replaces_merger_loan: Flag) -> Check:
    """The money replaces no M&A loan already granted."""
    return fails(loan_replaces_merger_loan)


@rule("未置换已付价款", "Replaces no paid price", cites="forexbnb-2026#贷款要求", grain=Grain.LOAN)
def replaces_no_paid_price(loan_replaces_paid_price: Flag) -> Check:
    """The money pays the price itself and replaces nothing already paid."""
    return fails(loan_replaces_paid_price)


@rule(
    "一年内置换已付价款",
    "Paid price replaced within a year",
    cites="forexbnb-2026#贷款要求",
    grain=Grain.LOAN,
)
def drawn_in_time(loan_drawn_on: Day, loan_price_paid_on: Day, replace_years: Count) -> Check:
    """Money is first drawn within a year of the day on which the price had been paid."""
    return at_most(loan_drawn_on, loan_price_paid_on.plus_years(replace_years))


@rule("置换合规", "Replacing kept in time", cites="forexbnb-2026#贷款要求", grain=Grain.LOAN)
def paid_price_in_time(replaces_no_paid_price: Condition, drawn_in_time: Condition) -> Condition:
    """No paid price is replaced, or it is within the year."""
    return any_of(replaces_no_paid_price, drawn_in_time)


@rule("借款人并购贷款余额", "The borrower's M&A loans", cites=BANK, grain=Grain.LOAN)
def borrower_total_fen(loan_principal_fen: Fen, loan_borrower_merger_balance_fen: Fen) -> Fen:
    """This loan and the borrower's other M&A loans from the bank."""
    return loan_principal_fen + loan_borrower_merger_balance_fen


@rule("单一借款人不超限", "Within the limit for one borrower", cites=BANK, grain=Grain.LOAN)
def within_borrower_limit(
    borrower_total_fen: Fen, bank_tier1_fen: Fen, single_borrower_share: Share
) -> Check:
    """The borrower's M&A loans stay within the share of the bank's tier-1 capital."""
    return share_at_most(borrower_total_fen, bank_tier1_fen, single_borrower_share)


@rule("单一借款人余额上限", "Limit for one borrower", cites=BANK, grain=Grain.LOAN, rounds=DOWN)
def borrower_cap_fen(bank_tier1_fen: Fen, single_borrower_share: Share) -> Product:
    """The share of the bank's tier-1 capital that one borrower's M&A loans may take."""
    return bank_tier1_fen * single_borrower_share


@rule("单一借款人剩余额度", "Room for this borrower", cites=BANK, grain=Grain.LOAN)
def borrower_room_fen(borrower_cap_fen: Fen, loan_borrower_merger_balance_fen: Fen) -> Fen:
    """What the borrower's other M&A loans leave of that limit."""
    return borrower_cap_fen - loan_borrower_merger_balance_fen


@rule("控制型价款上限", "Price limit for control", cites=(OLD, NEW), grain=Grain.LOAN, rounds=DOWN)
def control_limit_fen(loan_deal_price_fen: Fen, control_price_share: Share) -> Product:
    """The share of the price for control."""
    return loan_deal_price_fen * control_price_share


@rule("试点价款上限", "Price limit of the pilot", cites=PILOT, grain=Grain.LOAN, rounds=DOWN)
def pilot_limit_fen(loan_deal_price_fen: Fen, pilot_price_share: Share) -> Product:
    """The share of the price within the pilot."""
    return loan_deal_price_fen * pilot_price_share


@rule("参股型价款上限", "Price limit for a minority stake", cites=POINTS, grain=Grain.LOAN, rounds=DOWN)
def minority_limit_fen(loan_deal_price_fen: Fen, minority_price_share: Share) -> Product:
    """The share of the price for a minority stake."""
    return loan_deal_price_fen * minority_price_share
