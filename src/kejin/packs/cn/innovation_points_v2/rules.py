"""Innovation Points 2.0: 100 and 30 points; the total waits for names, weights and stages that nobody has read."""

from kejin.policy.dsl import Check, Condition, Count, Flag, Points, all_of, at_least, holds, rule

ANNEX = "points-v2-2025#附件"
USE = "points-v2-2025#应用场景"


@rule("最高积分", "Most points", cites="points-v2-2025#指标体系")
def points_most(points_full: Points, bonus_full: Points) -> Points:
    """The national frame: 100 points and 30 bonus points."""
    return points_full + bonus_full


@rule("累计有效发明专利", "Valid inventions in all", cites="points-code-2026#专利产出效率")
def core_inventions(invention_patent_count: Count) -> Count:
    """As stated: the only item of which a count was seen, in a weak source; decides nothing."""
    return invention_patent_count


@rule("指标名称已知", "Indicators known", cites=ANNEX)
def indicators_known(indicators_read: Flag) -> Check:
    """The names of the nine quantitative and three bonus indicators; not read."""
    return holds(indicators_read)


@rule("指标权重已知", "Weights known", cites=ANNEX)
def weights_known(weights_read: Flag) -> Check:
    """The weights; not read."""
    return holds(weights_read)


@rule("阶段划分已知", "Stages known", cites=ANNEX)
def stages_known(stage_rule_read: Flag) -> Check:
    """How stages are told apart, if there are any; not read."""
    return holds(stage_rule_read)


@rule("可推算积分", "Points can be worked out", cites=ANNEX)
def scored(indicators_known: Condition, weights_known: Condition, stages_known: Condition) -> Condition:
    """Only with names, weights and stages; until somebody has read them this stays open for everybody."""
    return all_of(indicators_known, weights_known, stages_known)


@rule("积分达到入选线", "Points reach the line of selection", cites=USE)
def points_reached(innovation_points_score: Points, selection_points_min: Points) -> Check:
    """The points that the authority gave against the line, which was not read."""
    return at_least(innovation_points_score, selection_points_min)


@rule("已入选创新积分制名单", "Selected by Innovation Points", cites=USE)
def selected_held(innovation_points_selected: Flag) -> Check:
    """It was selected and passed on to lenders."""
    return holds(innovation_points_selected)
