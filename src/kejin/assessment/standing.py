"""Where an enterprise stands: its stage of life and its tier, read off the decisions of the packs that define them.

The plan names five stages and four tiers (十百千万). Which enterprise is where is a matter of the packs
`enterprise_stage` (a convention of Kejin, since no text read so far draws the lines) and `enterprise_tiers`.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from kejin.facts import Grain, Label
from kejin.policy import Decision, Ruleset

STAGES: Mapping[str, Label] = {
    "seed": Label("种子期", "Seed"),
    "startup": Label("初创期", "Start-up"),
    "growth": Label("成长期", "Growth"),
    "expansion": Label("扩张期", "Expansion"),
    "mature": Label("成熟期", "Mature"),
}
"""The five stages of the plan, in order."""
STAGE_POLICY = "enterprise_stage"
TIER_POLICY = "enterprise_tiers"
TIER = "tier"
"""The column of an enterprise's tier: the id of a decision of the tiers' policy."""
STAGE = "stage"
"""The column of an enterprise's stage: a key of `STAGES`."""
SIZE_POLICY = "sme_size"
SIZE = "size"
"""The column of an enterprise's size: a key of `SIZES`."""
SIZES: Mapping[str, Label] = {
    "micro": Label("微型", "Micro"),
    "small": Label("小型", "Small"),
    "medium": Label("中型", "Medium"),
    "large": Label("大型", "Large"),
}
"""The four sizes of the State's classification, smallest first."""


def stage_decisions(ruleset: Ruleset) -> tuple[Decision, ...]:
    """The decisions that say at which stage an enterprise is, in the order of `STAGES`; none without the pack."""
    found = {d.id: d for d in ruleset.decisions if d.policy == STAGE_POLICY}
    return tuple(found[stage] for stage in STAGES if stage in found)


def tier_decisions(ruleset: Ruleset) -> tuple[Decision, ...]:
    """The decisions that say in which tiers an enterprise is, highest first as the pack lists them."""
    return tuple(d for d in ruleset.decisions if d.policy == TIER_POLICY and d.grain is Grain.ENTERPRISE)


def size_decisions(ruleset: Ruleset) -> tuple[Decision, ...]:
    """The decisions that say of which size an enterprise is, in the order of `SIZES`; none without the pack."""
    found = {d.id: d for d in ruleset.decisions if d.policy == SIZE_POLICY}
    return tuple(found[size] for size in SIZES if size in found)


def first_met(decisions: Sequence[Decision]) -> pl.Expr:
    """The id of the first decision that is met; null where none is."""
    if not decisions:
        return pl.lit(None, pl.String)
    # Polars gives each link of a when-then chain its own class; coalescing says the same in one expression.
    return pl.coalesce([pl.when(pl.col(d.key)).then(pl.lit(d.id)) for d in decisions])
