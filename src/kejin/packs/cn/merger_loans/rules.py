"""M&A loans: does one loan keep the rules of its version, and how large may it be.

`rules_limits.py` holds the shares, terms and stakes that the versions are put together from, `rules_firm.py` the
enterprise's side, `rules_bank.py` the bank's. Three versions stand side by side: the 2015 guideline, the pilot of
March 2025 beside it, and the rule of 2025-12-31.
"""

from kejin.policy.dsl import (
    Check,
    Condition,
    Fen,
    Grain,
    all_of,
    any_of,
    at_most,
    largest,
    only_if,
    rule,
    smallest,
)

OLD = "cbrc-2015#贷款比例"
PILOT = "pilot-2025#贷款比例"
NEW = "nfra-2025#贷款条件"


@rule("控制型路径", "Control", cites=OLD, grain=Grain.LOAN, leaf="control_route", until="2025-12-30")
def control_route_2015(
    control_deal: Condition, within_control_share: Condition, within_control_term: Condition
) -> Condition:
    """A deal for control, within the share of the price and the term."""
    return all_of(control_deal, within_control_share, within_control_term)


@rule("控制型路径", "Control", cites=NEW, grain=Grain.LOAN, since="2025-12-31")
def control_route(
    control_deal: Condition,
    within_control_share: Condition,
    control_own_funds: Condition,
    within_control_term: Condition,
    control_stake: Condition,
) -> Condition:
    """A deal for control: share of the price, own funds, term, and the stake taken at once."""
    return all_of(control_deal, within_control_share, control_own_funds, within_control_term, control_stake)


@rule("科技企业试点路径", "Pilot for technology firms", cites=PILOT, grain=Grain.LOAN, since="2025-03-05")
def pilot_route(
    pilot_deal: Condition, within_pilot_share: Condition, within_pilot_term: Condition
) -> Condition:
    """A deal for control within the pilot, within its share of the price and its term."""
    return all_of(pilot_deal, within_pilot_share, within_pilot_term)


@rule("参股型路径", "Minority stake", cites="nfra-2025#适用范围", grain=Grain.LOAN, since="2025-12-31")
def minority_route(
    minority_deal: Condition,
    within_minority_share: Condition,
    minority_own_funds: Condition,
    within_minority_term: Condition,
    minority_stake: Condition,
) -> Condition:
    """A deal for a minority stake: share of the price, own funds, term, and the stake taken at once."""
    return all_of(
        minority_deal, within_minority_share, minority_own_funds, within_minority_term, minority_stake
    )


@rule("符合规定", "Keeps the rules", cites=OLD, grain=Grain.LOAN, leaf="loan_allowed", until="2025-03-04")
def loan_allowed_2015(control_route: Condition, within_borrower_limit: Condition) -> Condition:
    """Control only, and the bank's limit for one borrower."""
    return all_of(control_route, within_borrower_limit)


@rule(
    "符合规定",
    "Keeps the rules",
    cites=PILOT,
    grain=Grain.LOAN,
    leaf="loan_allowed",
    since="2025-03-05",
    until="2025-12-30",
)
def loan_allowed_pilot(
    control_route: Condition, pilot_route: Condition, within_borrower_limit: Condition
) -> Condition:
    """Control under the guideline or under the pilot, and the bank's limit for one borrower."""
    return all_of(any_of(control_route, pilot_route), within_borrower_limit)


@rule("符合规定", "Keeps the rules", cites=NEW, grain=Grain.LOAN, since="2025-12-31")
def loan_allowed(
    control_route: Condition,
    pilot_route: Condition,
    minority_route: Condition,
    replaces_no_merger_loan: Condition,
    paid_price_in_time: Condition,
    within_borrower_limit: Condition,
) -> Condition:
    """One of three routes, no other M&A loan replaced, a paid price only in time, and the limit for one borrower."""
    return all_of(
        any_of(control_route, pilot_route, minority_route),
        replaces_no_merger_loan,
        paid_price_in_time,
        within_borrower_limit,
    )


@rule(
    "价款比例上限", "Limit by price", cites=OLD, grain=Grain.LOAN, leaf="price_limit_fen", until="2025-03-04"
)
def price_limit_2015_fen(control_deal: Condition, control_limit_fen: Fen) -> Fen:
    """The share of the price for control; nothing for any other deal."""
    return only_if(control_deal, control_limit_fen)


@rule(
    "价款比例上限",
    "Limit by price",
    cites=PILOT,
    grain=Grain.LOAN,
    leaf="price_limit_fen",
    since="2025-03-05",
    until="2025-12-30",
)
def price_limit_pilot_fen(
    control_deal: Condition, control_limit_fen: Fen, pilot_deal: Condition, pilot_limit_fen: Fen
) -> Fen:
    """The higher of the shares that apply."""
    return largest(only_if(control_deal, control_limit_fen), only_if(pilot_deal, pilot_limit_fen))


@rule("价款比例上限", "Limit by price", cites=NEW, grain=Grain.LOAN, since="2025-12-31")
def price_limit_fen(
    control_deal: Condition,
    control_limit_fen: Fen,
    pilot_deal: Condition,
    pilot_limit_fen: Fen,
    minority_deal: Condition,
    minority_limit_fen: Fen,
) -> Fen:
    """The highest of the shares that apply."""
    return largest(
        only_if(control_deal, control_limit_fen),
        only_if(pilot_deal, pilot_limit_fen),
        only_if(minority_deal, minority_limit_fen),
    )


@rule("交易价款比例较紧", "The price binds", cites=NEW, grain=Grain.LOAN)
def price_binds(price_limit_fen: Fen, borrower_room_fen: Fen) -> Check:
    """The share of the price leaves no more than the bank's limit for one borrower."""
    return at_most(price_limit_fen, borrower_room_fen)


@rule("最大贷款额", "Largest loan", cites=NEW, grain=Grain.LOAN)
def largest_loan_fen(price_limit_fen: Fen, borrower_room_fen: Fen, nothing_fen: Fen) -> Fen:
    """The lower of the two limits, never below nothing."""
    return largest(smallest(price_limit_fen, borrower_room_fen), nothing_fen)
