"""A loan by revenue, and two conditions of the enterprise for what helps to carry it."""

from kejin.policy.dsl import (
    Check,
    Fen,
    Flag,
    Product,
    Rounded,
    Rounding,
    Share,
    at_least,
    holds,
    latest,
    rule,
    smallest,
)

revenue_latest_fen = latest("revenue_fen", "收入", "Revenue")


@rule("收入达标", "Revenue reached", cites="text#1")
def credit(revenue_latest_fen: Fen, floor: Fen) -> Check:
    """Revenue reaches the floor."""
    return at_least(revenue_latest_fen, floor)


@rule("收入的一半", "Half of revenue", cites="text#1", rounds=Rounded(Rounding.FLOOR, cites="text#1"))
def half_fen(revenue_latest_fen: Fen, line_share: Share) -> Product:
    """Half of the year's revenue."""
    return revenue_latest_fen * line_share


@rule("额度", "Line", cites="text#1")
def line_fen(half_fen: Fen, line_max_fen: Fen) -> Fen:
    """Half of revenue, up to the largest line."""
    return smallest(half_fen, line_max_fen)


@rule("高新技术企业", "High-tech enterprise", cites="text#1")
def helped(hte_certified: Flag) -> Check:
    """Certified as a high-tech enterprise."""
    return holds(hte_certified)


@rule("瞪羚企业", "Gazelle", cites="text#1")
def gazelle(gazelle_recognised: Flag) -> Check:
    """Recognised as a gazelle."""
    return holds(gazelle_recognised)


@rule("高成长", "Fast growing", cites="text#1")
def fast(revenue_latest_fen: Fen, fast_floor: Fen) -> Check:
    """Revenue reaches the floor of the fast growing."""
    return at_least(revenue_latest_fen, fast_floor)
