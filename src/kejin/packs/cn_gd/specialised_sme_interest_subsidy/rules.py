"""Guangdong's interest subsidy for specialised SMEs: whose interest counts, which loans, how much."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
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
    only_if,
    parent,
    rule,
    smallest,
    total_of,
)

OBJECT = "notice-2025#一"
SCOPE = "notice-2025#二"
MONEY = Rounded(Rounding.HALF_UP, cites="kejin-conventions#金额")

borrower_qualifies = parent(
    "firm_qualifies", "借款企业符合条件", "Borrower qualifies", of=Grain.ENTERPRISE, to=Grain.LOAN
)
interest_of_window_fen = total_of(
    "counted_interest_fen",
    "利息期内利息总额",
    "Interest of the window",
    of=Grain.LOAN,
    to=Grain.ENTERPRISE,
)


@rule("在本项覆盖的市注册", "Registered in a city covered", cites="notice-2025#主送")
def in_covered_city(city_code: Choice, covered_cities: Choices) -> Check:
    """Registered in a city of the province other than Shenzhen."""
    return one_of(city_code, covered_cities)


@rule("在深圳注册", "Registered in Shenzhen", cites="notice-2025#主送")
def in_shenzhen(city_code: Choice, shenzhen_cities: Choices) -> Check:
    """Registered in Shenzhen."""
    return one_of(city_code, shenzhen_cities)


@rule("深圳企业在内", "Shenzhen firms covered", cites="notice-2025#主送")
def shenzhen_is_covered(shenzhen_covered: Flag) -> Check:
    """Whether Shenzhen firms are covered; not read."""
    return holds(shenzhen_covered)


@rule("属本项覆盖地区", "In the area covered", cites="notice-2025#主送")
def in_area(in_covered_city: Condition, in_shenzhen: Condition, shenzhen_is_covered: Condition) -> Condition:
    """In a city covered, or in Shenzhen if that is covered."""
    return any_of(in_covered_city, all_of(in_shenzhen, shenzhen_is_covered))


@rule("属有效期内省级专精特新中小企业", "Valid provincial specialised SME", cites=OBJECT)
def specialised(specialised_sme_recognised: Flag) -> Check:
    """It is a valid provincial specialised SME."""
    return holds(specialised_sme_recognised)


@rule("不属国家专精特新“小巨人”", "No little giant", cites=OBJECT)
def no_giant(little_giant_recognised: Flag) -> Check:
    """It is not a national little giant."""
    return fails(little_giant_recognised)


@rule("未获得过专精特新企业贷款贴息", "No such subsidy before", cites=OBJECT)
def first_time(specialised_subsidy_received: Flag) -> Check:
    """It has not had this subsidy before."""
    return fails(specialised_subsidy_received)


@rule("企业符合奖补对象", "Enterprise qualifies", cites=OBJECT)
def firm_qualifies(
    in_area: Condition, specialised: Condition, no_giant: Condition, first_time: Condition
) -> Condition:
    """In the area, specialised, no little giant, for the first time."""
    return all_of(in_area, specialised, no_giant, first_time)


@rule("属商业银行人民币贷款", "Renminbi loan of a bank", cites=SCOPE, grain=Grain.LOAN)
def bank_loan(loan_rmb_from_bank: Flag) -> Check:
    """A commercial bank made the loan in renminbi."""
    return holds(loan_rmb_from_bank)


@rule("利息不早于利息期", "Interest not before the window", cites=SCOPE, grain=Grain.LOAN)
def interest_not_before(loan_claim_from: Day, window_from: Day) -> Check:
    """The period claimed begins on or after the first day."""
    return at_least(loan_claim_from, window_from)


@rule("利息不晚于利息期", "Interest not after the window", cites=SCOPE, grain=Grain.LOAN)
def interest_not_after(loan_claim_to: Day, window_until: Day) -> Check:
    """The period claimed ends on or before the last day."""
    return at_most(loan_claim_to, window_until)


@rule("利息可计入", "Interest counts", cites=SCOPE, grain=Grain.LOAN)
def loan_counts(
    borrower_qualifies: Condition,
    bank_loan: Condition,
    interest_not_before: Condition,
    interest_not_after: Condition,
) -> Condition:
    """Borrower, kind of loan, and a period inside the window."""
    return all_of(borrower_qualifies, bank_loan, interest_not_before, interest_not_after)


@rule("计入的利息", "Interest that counts", cites=SCOPE, grain=Grain.LOAN)
def counted_interest_fen(loan_counts: Condition, loan_interest_paid_fen: Fen) -> Fen:
    """The interest paid where it counts, else nothing."""
    return only_if(loan_counts, loan_interest_paid_fen)


@rule("该笔贷款对应的补助", "Subsidy that the loan brings", cites=SCOPE, grain=Grain.LOAN, rounds=MONEY)
def loan_subsidy_fen(counted_interest_fen: Fen, subsidy_share: Share) -> Product:
    """The share of the loan's interest that counts, before floor and cap of the firm."""
    return counted_interest_fen * subsidy_share


@rule("利息总额达到下限", "Interest reaches the floor", cites=SCOPE)
def interest_reached(interest_of_window_fen: Fen, interest_floor: Fen) -> Check:
    """The interest of the window reaches the floor."""
    return at_least(interest_of_window_fen, interest_floor)


@rule("可申报入库", "May be entered", cites=(OBJECT, SCOPE))
def may_be_entered(firm_qualifies: Condition, interest_reached: Condition) -> Condition:
    """The enterprise qualifies and its interest reaches the floor; the city then chooses."""
    return all_of(firm_qualifies, interest_reached)


@rule("按比例的补助额", "Subsidy by the share", cites=SCOPE, rounds=MONEY)
def share_of_interest_fen(interest_of_window_fen: Fen, subsidy_share: Share) -> Product:
    """The share of all interest that counts."""
    return interest_of_window_fen * subsidy_share


@rule("补助额上限之内", "Subsidy within the cap", cites=SCOPE)
def within_cap_fen(share_of_interest_fen: Fen, subsidy_max: Fen) -> Fen:
    """The subsidy, at most the cap of one firm."""
    return smallest(share_of_interest_fen, subsidy_max)


@rule("最高可获补助", "Subsidy at most", cites=SCOPE)
def payable_fen(may_be_entered: Condition, within_cap_fen: Fen) -> Fen:
    """What the enterprise gets at most, nothing where it may not be entered."""
    return only_if(may_be_entered, within_cap_fen)


@rule("新放贷款有下一轮贴息", "A later round for new loans", cites=SCOPE)
def later_round_comes(later_round: Flag) -> Check:
    """Whether interest after the window will be subsidised; not read."""
    return holds(later_round)


@rule("企业侧条件", "The enterprise's side", cites=OBJECT)
def firm(firm_qualifies: Condition, later_round_comes: Condition) -> Condition:
    """The enterprise qualifies, and there is a round for the interest of a new loan."""
    return all_of(firm_qualifies, later_round_comes)
