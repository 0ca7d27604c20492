"""Two stages by revenue."""

from kejin.policy.dsl import Check, Condition, Fen, at_least, latest, not_, rule

revenue_latest_fen = latest("revenue_fen", "收入", "Revenue")


@rule("成长期", "Growth", cites="text#1")
def growth(revenue_latest_fen: Fen, grown: Fen) -> Check:
    """Revenue reaches the line."""
    return at_least(revenue_latest_fen, grown)


@rule("种子期", "Seed", cites="text#1")
def seed(growth: Condition) -> Condition:
    """Below the line."""
    return not_(growth)
