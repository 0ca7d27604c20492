"""The classes of enterprise that the plan supports, and the line of one firm."""

from kejin.policy.dsl import (
    Check,
    Condition,
    Fen,
    Flag,
    all_of,
    any_of,
    at_most,
    below,
    holds,
    rule,
)

CLASSES = "securities-times-2024#分险比例"
LINE = "digest-2024#担保金额"


@rule("专精特新“小巨人”企业", "Little giant", cites=CLASSES)
def little_giant(little_giant_recognised: Flag) -> Check:
    """The enterprise is a little giant."""
    return holds(little_giant_recognised)


@rule("专精特新中小企业", "Specialised SME", cites=CLASSES)
def specialised(specialised_sme_recognised: Flag) -> Check:
    """The enterprise is a specialised and innovative SME."""
    return holds(specialised_sme_recognised)


@rule("承担国家科技项目", "Carries out a national project", cites=CLASSES)
def national_project(national_project_undertaken: Flag) -> Check:
    """The enterprise carries out a national science and technology project."""
    return holds(national_project_undertaken)


@rule("高新技术企业", "High-tech enterprise", cites=CLASSES)
def high_tech(hte_certified: Flag) -> Check:
    """The enterprise is certified as high-tech."""
    return holds(hte_certified)


@rule("创新积分制入选", "Picked by Innovation Points", cites=CLASSES)
def points_pick(innovation_points_selected: Flag) -> Check:
    """The enterprise was picked by way of the Innovation Points."""
    return holds(innovation_points_selected)


@rule("科技型中小企业", "Tech SME", cites=CLASSES)
def tech_sme(tech_sme_registered: Flag) -> Check:
    """The enterprise is registered as a tech SME."""
    return holds(tech_sme_registered)


@rule("创新型中小企业", "Innovative SME", cites=CLASSES)
def innovative(innovative_sme_recognised: Flag) -> Check:
    """The enterprise is an innovative SME."""
    return holds(innovative_sme_recognised)


@rule("第一类企业", "First class", cites=CLASSES)
def first_class(little_giant: Condition, specialised: Condition, national_project: Condition) -> Condition:
    """Little giants, specialised SMEs and SMEs with a national project."""
    return any_of(little_giant, specialised, national_project)


@rule("第二类企业", "Second class", cites=CLASSES)
def second_class(high_tech: Condition, points_pick: Condition, tech_sme: Condition) -> Condition:
    """High-tech enterprises, and tech SMEs picked by way of the Innovation Points."""
    return any_of(high_tech, all_of(points_pick, tech_sme))


@rule("第三类企业", "Third class", cites=CLASSES)
def third_class(tech_sme: Condition, innovative: Condition) -> Condition:
    """Tech SMEs and innovative SMEs."""
    return any_of(tech_sme, innovative)


@rule("属支持对象", "In the plan", cites=("cctv-2024#支持对象", CLASSES))
def in_plan(
    is_sme: Condition, first_class: Condition, second_class: Condition, third_class: Condition
) -> Condition:
    """An SME of one of the three classes."""
    return all_of(is_sme, any_of(first_class, second_class, third_class))


@rule("单户在保余额未超上限", "Within the line", cites=LINE)
def line_kept(guaranteed_balance_fen: Fen, firm_line_max: Fen) -> Check:
    """What the firm owes under guarantees does not pass the line."""
    return at_most(guaranteed_balance_fen, firm_line_max)


@rule("单户尚有额度", "Line not used up", cites=LINE)
def line_open(guaranteed_balance_fen: Fen, firm_line_max: Fen) -> Check:
    """A new guaranteed loan has room under the line."""
    return below(guaranteed_balance_fen, firm_line_max)


@rule("单户剩余额度", "Room under the line", cites=LINE)
def firm_room_fen(firm_line_max: Fen, guaranteed_balance_fen: Fen) -> Fen:
    """What is left of the line; negative where it is passed."""
    return firm_line_max - guaranteed_balance_fen


@rule("企业侧符合条件", "The enterprise's side holds", cites=CLASSES)
def firm_eligible(in_plan: Condition, line_open: Condition) -> Condition:
    """An enterprise of the plan with room under its line."""
    return all_of(in_plan, line_open)
