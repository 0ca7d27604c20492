"""Futian's synergy fund: the loss of an eligible project, and of the fund as a whole."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Fen,
    Flag,
    Grain,
    Product,
    Rounded,
    Rounding,
    Share,
    all_of,
    holds,
    one_of,
    parent,
    rule,
    share_at_most,
    total_of,
)

LOSS = "futian-synergy#容亏比例"

programme_of_fund = parent(
    "fund_programme", "基金所属体系", "Programme of the fund", of=Grain.FUND, to=Grain.INVESTMENT
)
invested_fen = total_of(
    "investment_amount_fen", "投资总额", "Invested in total", of=Grain.INVESTMENT, to=Grain.FUND
)
lost_fen = total_of("investment_loss_fen", "累计亏损", "Losses in total", of=Grain.INVESTMENT, to=Grain.FUND)


@rule("协同基金项目", "Investment of the synergy fund", cites=LOSS, grain=Grain.INVESTMENT)
def made_by_synergy(programme_of_fund: Choice, futian_programmes: Choices) -> Check:
    """The investment was made by the synergy fund."""
    return one_of(programme_of_fund, futian_programmes)


@rule(
    "经认定为符合条件的项目",
    "Recognised as an eligible project",
    cites=LOSS,
    grain=Grain.INVESTMENT,
)
def eligible_project(investment_recognised_eligible: Flag) -> Check:
    """Those who run the fund have recognised the project as eligible; on what conditions was not read."""
    return holds(investment_recognised_eligible)


@rule("亏损不超过单项目比例", "Loss within the cap of a project", cites=LOSS, grain=Grain.INVESTMENT)
def loss_within_cap(investment_loss_fen: Fen, investment_amount_fen: Fen, single_loss_cap: Share) -> Check:
    """The loss over the amount invested stays within the cap."""
    return share_at_most(investment_loss_fen, investment_amount_fen, single_loss_cap)


@rule("单项目亏损可容忍", "Project loss tolerated", cites=LOSS, grain=Grain.INVESTMENT)
def project_tolerated(
    made_by_synergy: Condition, eligible_project: Condition, loss_within_cap: Condition
) -> Condition:
    """An eligible project of the fund whose loss stays within the cap."""
    return all_of(made_by_synergy, eligible_project, loss_within_cap)


@rule("属福田区协同基金", "The Futian synergy fund", cites=LOSS, grain=Grain.FUND)
def fund_of_futian(fund_programme: Choice, futian_programmes: Choices) -> Check:
    """The fund is the district's synergy fund."""
    return one_of(fund_programme, futian_programmes)


@rule("累计亏损未超过比例", "Losses within the tolerance", cites=LOSS, grain=Grain.FUND)
def losses_within(lost_fen: Fen, invested_fen: Fen, book_loss_cap: Share) -> Check:
    """All losses over all investments stay within the tolerance."""
    return share_at_most(lost_fen, invested_fen, book_loss_cap)


@rule("累计亏损可容忍", "Losses tolerated", cites=LOSS, grain=Grain.FUND)
def book_tolerated(fund_of_futian: Condition, losses_within: Condition) -> Condition:
    """The synergy fund, with its losses within the tolerance."""
    return all_of(fund_of_futian, losses_within)


@rule(
    "容忍额度",
    "Tolerated loss",
    cites=LOSS,
    grain=Grain.FUND,
    rounds=Rounded(Rounding.FLOOR, cites="kejin-conventions#容忍额度"),
)
def tolerated_fen(invested_fen: Fen, book_loss_cap: Share) -> Product:
    """The share of all investments that may be lost."""
    return invested_fen * book_loss_cap


@rule("剩余容忍额度", "Tolerance left", cites="kejin-conventions#剩余额度", grain=Grain.FUND)
def room_fen(tolerated_fen: Fen, lost_fen: Fen) -> Fen:
    """What the fund may still lose; negative where the tolerance is passed."""
    return tolerated_fen - lost_fen
