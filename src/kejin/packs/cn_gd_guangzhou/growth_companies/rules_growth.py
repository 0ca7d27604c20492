"""Growth since the base year, in two readings: nobody has read whether it lies two or three years back."""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Fen,
    Flag,
    Quotient,
    Rounded,
    Rounding,
    Share,
    all_of,
    any_of,
    at_least,
    back,
    growth_at_least,
    holds,
    latest,
    not_,
    rule,
    share_of,
)

GAZELLE = "huangpu-gazelle-2022#（一）1"
GROOMED = "huangpu-gazelle-2022#（二）1"
NEAREST = Rounded(Rounding.HALF_UP, cites="kejin-conventions#增长率")

revenue_latest_fen = latest("revenue_fen", "截止年营业收入", "Revenue of the latest year")
revenue_before_fen = back(
    "revenue_fen", "截止年前一年营业收入", "Revenue of the year before", years="one_year"
)
revenue_two_back_fen = back("revenue_fen", "前两年营业收入", "Revenue two years before", years="two_years")
revenue_three_back_fen = back(
    "revenue_fen", "前三年营业收入", "Revenue three years before", years="three_years"
)


@rule("基期年为前三年", "Base year three years back", cites=GAZELLE)
def base_reading(base_three_years_back: Flag) -> Check:
    """Which reading is right was not read: unknown until somebody has read it."""
    return holds(base_three_years_back)


@rule("复合增长率达标（前两年为基期）", "Compound growth over two intervals", cites=GAZELLE)
def grew_over_two(
    revenue_latest_fen: Fen, revenue_two_back_fen: Fen, gazelle_growth_min: Share, two_years: Count
) -> Check:
    """One reading: the latest year over two years before, as a yearly rate."""
    return growth_at_least(revenue_latest_fen, revenue_two_back_fen, gazelle_growth_min, intervals=two_years)


@rule("复合增长率达标（前三年为基期）", "Compound growth over three intervals", cites=GAZELLE)
def grew_over_three(
    revenue_latest_fen: Fen, revenue_three_back_fen: Fen, gazelle_growth_min: Share, three_years: Count
) -> Check:
    """The other reading: the latest year over three years before, as a yearly rate."""
    return growth_at_least(
        revenue_latest_fen, revenue_three_back_fen, gazelle_growth_min, intervals=three_years
    )


@rule("瞪羚：前两年营业收入达标", "Gazelle: revenue two years before reached", cites=GAZELLE)
def gazelle_base_two(revenue_two_back_fen: Fen, gazelle_base_min: Fen) -> Check:
    """Base revenue where the base year lies two years back."""
    return at_least(revenue_two_back_fen, gazelle_base_min)


@rule("瞪羚：前三年营业收入达标", "Gazelle: revenue three years before reached", cites=GAZELLE)
def gazelle_base_three(revenue_three_back_fen: Fen, gazelle_base_min: Fen) -> Check:
    """Base revenue where the base year lies three years back."""
    return at_least(revenue_three_back_fen, gazelle_base_min)


@rule("瞪羚：前两年为基期达标", "Gazelle over two intervals", cites=GAZELLE)
def gazelle_grown_two(gazelle_base_two: Condition, grew_over_two: Condition) -> Condition:
    """Base revenue and growth in the first reading."""
    return all_of(gazelle_base_two, grew_over_two)


@rule("瞪羚：前三年为基期达标", "Gazelle over three intervals", cites=GAZELLE)
def gazelle_grown_three(gazelle_base_three: Condition, grew_over_three: Condition) -> Condition:
    """Base revenue and growth in the other reading."""
    return all_of(gazelle_base_three, grew_over_three)


@rule("瞪羚：基期收入与复合增长率达标", "Gazelle: base revenue and compound growth", cites=GAZELLE)
def gazelle_grown(
    base_reading: Condition, gazelle_grown_two: Condition, gazelle_grown_three: Condition
) -> Condition:
    """Decided where both readings agree, else by the right one, which is not known."""
    return any_of(
        all_of(gazelle_grown_two, gazelle_grown_three),
        all_of(base_reading, gazelle_grown_three),
        all_of(not_(base_reading), gazelle_grown_two),
    )


@rule("瞪羚培育：前两年营业收入达标", "Groomed firm: revenue two years before reached", cites=GROOMED)
def cultivation_base_two(revenue_two_back_fen: Fen, cultivation_base_min: Fen) -> Check:
    """Base revenue where the base year lies two years back."""
    return at_least(revenue_two_back_fen, cultivation_base_min)


@rule("瞪羚培育：前三年营业收入达标", "Groomed firm: revenue three years before reached", cites=GROOMED)
def cultivation_base_three(revenue_three_back_fen: Fen, cultivation_base_min: Fen) -> Check:
    """Base revenue where the base year lies three years back."""
    return at_least(revenue_three_back_fen, cultivation_base_min)


@rule("瞪羚培育：前两年为基期达标", "Groomed firm over two intervals", cites=GROOMED)
def cultivation_grown_two(cultivation_base_two: Condition, grew_over_two: Condition) -> Condition:
    """Base revenue and growth in the first reading."""
    return all_of(cultivation_base_two, grew_over_two)


@rule("瞪羚培育：前三年为基期达标", "Groomed firm over three intervals", cites=GROOMED)
def cultivation_grown_three(cultivation_base_three: Condition, grew_over_three: Condition) -> Condition:
    """Base revenue and growth in the other reading."""
    return all_of(cultivation_base_three, grew_over_three)


@rule("瞪羚培育：基期收入与复合增长率达标", "Groomed firm: base revenue and compound growth", cites=GROOMED)
def cultivation_grown(
    base_reading: Condition, cultivation_grown_two: Condition, cultivation_grown_three: Condition
) -> Condition:
    """Decided where both readings agree, else by the right one, which is not known."""
    return any_of(
        all_of(cultivation_grown_two, cultivation_grown_three),
        all_of(base_reading, cultivation_grown_three),
        all_of(not_(base_reading), cultivation_grown_two),
    )


@rule("截止年营业收入增长率", "Growth of the latest year", cites=GAZELLE, rounds=NEAREST)
def last_growth(revenue_latest_fen: Fen, revenue_before_fen: Fen) -> Quotient:
    """The latest year over the year before, less one, for display."""
    return share_of(revenue_latest_fen - revenue_before_fen, revenue_before_fen)
