"""The enterprise's side: it plans a deal that banks may finance, and how much of the price they may lend."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Fen,
    Flag,
    Product,
    Rounded,
    Rounding,
    Share,
    above,
    all_of,
    any_of,
    at_least,
    fails,
    holds,
    largest,
    one_of,
    only_if,
    rule,
)

OLD = "cbrc-2015#贷款比例"
PILOT = "pilot-2025#试点范围"
NEW = "nfra-2025#贷款条件"
POINTS = "forexbnb-2026#条件表"
KINDS = "forexbnb-2026#并购贷款分类"
DOWN = Rounded(Rounding.FLOOR, cites="kejin-conventions#上限金额")


@rule("有并购计划", "Plans a deal", cites=OLD)
def plans_deal(planned_deal_price_fen: Fen, nothing_fen: Fen) -> Check:
    """A deal is planned, with a price above nothing."""
    return above(planned_deal_price_fen, nothing_fen)


@rule("未列入失信名单", "On no list of dishonesty", cites="cbrc-2015#借款人条件")
def honest(on_dishonest_list: Flag) -> Check:
    """The enterprise is on no list of dishonesty; the text asks for a good credit record."""
    return fails(on_dishonest_list)


@rule("拟议为控制型", "Plans to take control", cites=OLD)
def plans_control(planned_deal_kind: Choice, control_kinds: Choices) -> Check:
    """The deal planned gains, keeps or strengthens control."""
    return one_of(planned_deal_kind, control_kinds)


@rule("拟议为参股型", "Plans a minority stake", cites="nfra-2025#适用范围")
def plans_minority(planned_deal_kind: Choice, minority_kinds: Choices) -> Check:
    """The deal planned takes a stake without control."""
    return one_of(planned_deal_kind, minority_kinds)


@rule("拟一次取得比例达标", "Plans a large enough stake", cites=KINDS)
def plans_first_stake(planned_stake: Share, minority_stake_min: Share) -> Check:
    """The stake planned reaches the least for a minority stake."""
    return at_least(planned_stake, minority_stake_min)


@rule("已持足够股权", "Already holds enough", cites=KINDS)
def holds_enough(planned_stake_before: Share, minority_stake_min: Share) -> Check:
    """It already holds as much as a first stake has to be."""
    return at_least(planned_stake_before, minority_stake_min)


@rule("拟增持比例达标", "Plans a large enough add-on", cites=KINDS)
def plans_add_on(planned_stake: Share, add_on_stake_min: Share) -> Check:
    """The stake planned reaches the least for an add-on."""
    return at_least(planned_stake, add_on_stake_min)


@rule("拟议参股比例达标", "Minority deal large enough", cites=KINDS)
def minority_large_enough(
    plans_first_stake: Condition, holds_enough: Condition, plans_add_on: Condition
) -> Condition:
    """Enough at once, or an add-on by one that already holds enough."""
    return any_of(plans_first_stake, all_of(holds_enough, plans_add_on))


@rule("拟议控制比例达标", "Stake for control large enough", cites=KINDS)
def control_large_enough(planned_stake: Share, control_stake_min: Share) -> Check:
    """The stake planned is no smaller than the least for control."""
    return at_least(planned_stake, control_stake_min)


@rule("企业可申请并购贷款", "May ask for an M&A loan", cites=OLD, leaf="firm_may_apply", until="2025-12-30")
def firm_may_apply_2015(plans_deal: Condition, honest: Condition, plans_control: Condition) -> Condition:
    """A deal for control is planned, by an enterprise in good standing."""
    return all_of(plans_deal, honest, plans_control)


@rule("企业可申请并购贷款", "May ask for an M&A loan", cites=NEW, since="2025-12-31")
def firm_may_apply(
    plans_deal: Condition,
    honest: Condition,
    plans_control: Condition,
    control_large_enough: Condition,
    plans_minority: Condition,
    minority_large_enough: Condition,
) -> Condition:
    """A deal for control or for a large enough minority stake is planned, by an enterprise in good standing."""
    return all_of(
        plans_deal,
        honest,
        any_of(all_of(plans_control, control_large_enough), all_of(plans_minority, minority_large_enough)),
    )


@rule("企业在试点城市", "Firm in a pilot city", cites=PILOT)
def firm_in_pilot_city(city_code: Choice, pilot_cities: Choices) -> Check:
    """The enterprise's city is one of the pilot's."""
    return one_of(city_code, pilot_cities)


@rule("企业纳入试点", "Firm in the pilot", cites=PILOT)
def firm_taken_by_pilot(merger_pilot_firm: Flag) -> Check:
    """A bank of the pilot takes it as one of its technology enterprises."""
    return holds(merger_pilot_firm)


@rule("可按试点办理", "May go by the pilot", cites=PILOT)
def pilot_open(
    plans_control: Condition, firm_in_pilot_city: Condition, firm_taken_by_pilot: Condition
) -> Condition:
    """A deal for control, planned by a technology enterprise of the pilot."""
    return all_of(plans_control, firm_in_pilot_city, firm_taken_by_pilot)


@rule("控制型可贷上限", "Price limit for control", cites=(OLD, NEW), rounds=DOWN)
def planned_control_limit_fen(planned_deal_price_fen: Fen, control_price_share: Share) -> Product:
    """The share of the planned price for control."""
    return planned_deal_price_fen * control_price_share


@rule("试点可贷上限", "Price limit of the pilot", cites=PILOT, rounds=DOWN)
def planned_pilot_limit_fen(planned_deal_price_fen: Fen, pilot_price_share: Share) -> Product:
    """The share of the planned price within the pilot."""
    return planned_deal_price_fen * pilot_price_share


@rule("参股型可贷上限", "Price limit for a minority stake", cites=POINTS, rounds=DOWN)
def planned_minority_limit_fen(planned_deal_price_fen: Fen, minority_price_share: Share) -> Product:
    """The share of the planned price for a minority stake."""
    return planned_deal_price_fen * minority_price_share


@rule("拟议并购可贷上限", "Most that may be lent", cites=OLD, leaf="firm_loan_max_fen", until="2025-03-04")
def firm_loan_max_2015_fen(plans_control: Condition, planned_control_limit_fen: Fen) -> Fen:
    """The share of the planned price for control; nothing for any other deal."""
    return only_if(plans_control, planned_control_limit_fen)


@rule(
    "拟议并购可贷上限",
    "Most that may be lent",
    cites=PILOT,
    leaf="firm_loan_max_fen",
    since="2025-03-05",
    until="2025-12-30",
)
def firm_loan_max_pilot_fen(
    plans_control: Condition,
    planned_control_limit_fen: Fen,
    pilot_open: Condition,
    planned_pilot_limit_fen: Fen,
) -> Fen:
    """The higher of the shares that apply to the planned price."""
    return largest(
        only_if(plans_control, planned_control_limit_fen), only_if(pilot_open, planned_pilot_limit_fen)
    )


@rule("拟议并购可贷上限", "Most that may be lent", cites=NEW, since="2025-12-31")
def firm_loan_max_fen(
    plans_control: Condition,
    planned_control_limit_fen: Fen,
    pilot_open: Condition,
    planned_pilot_limit_fen: Fen,
    plans_minority: Condition,
    planned_minority_limit_fen: Fen,
) -> Fen:
    """The highest of the shares that apply to the planned price; the bank's own limit may leave less."""
    return largest(
        only_if(plans_control, planned_control_limit_fen),
        only_if(pilot_open, planned_pilot_limit_fen),
        only_if(plans_minority, planned_minority_limit_fen),
    )
