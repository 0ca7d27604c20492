"""The four tiers of key enterprises, each by its list; the third tier was not read and stays open."""

from kejin.policy.dsl import Check, Condition, Count, Flag, any_of, holds, rule

TIERS = "gd-plan-2025#重点企业“十百千万”"


@rule("列入科技领军（龙头）企业名单", "On the list of leading technology enterprises", cites=TIERS)
def leading(leading_enterprise_listed: Flag) -> Check:
    """The first tier: it stands on the province's list of leading technology enterprises."""
    return holds(leading_enterprise_listed)


@rule("科技领军企业拟列数", "Places in the first tier", cites=TIERS)
def leading_places(leading_count: Count) -> Count:
    """How many the plan means to list."""
    return leading_count


@rule("列入链主企业名单", "On the list of chain leaders", cites=TIERS)
def chain_leader(chain_leader_listed: Flag) -> Check:
    """The second tier: it stands on the province's list of leaders of industrial chains."""
    return holds(chain_leader_listed)


@rule("链主企业拟列数", "Places in the second tier", cites=TIERS)
def chain_leader_places(chain_leader_count: Count) -> Count:
    """How many the plan means to list."""
    return chain_leader_count


@rule("列入“千”一层名单", "On the list of the third tier", cites=TIERS)
def thousand(thousand_list_holds: Flag) -> Check:
    """The third tier: which list it follows was not read, so that nobody is in it and nobody is out of it."""
    return holds(thousand_list_holds)


@rule("“千”一层拟列数", "Places in the third tier", cites=TIERS)
def thousand_places(thousand_count: Count) -> Count:
    """How many the plan means to list; not read."""
    return thousand_count


@rule("已是专精特新中小企业", "Recognised specialised SME", cites="gradient-2022#附件2")
def specialised_title(specialised_sme_recognised: Flag) -> Check:
    """A specialised SME in force."""
    return holds(specialised_sme_recognised)


@rule("已是专精特新“小巨人”企业", "Recognised little giant", cites="gradient-2022#附件3")
def giant_title(little_giant_recognised: Flag) -> Check:
    """A little giant in force."""
    return holds(little_giant_recognised)


@rule("属专精特新企业", "Specialised enterprise", cites=TIERS)
def specialised(specialised_title: Condition, giant_title: Condition) -> Condition:
    """The fourth tier: it bears one of the two titles."""
    return any_of(specialised_title, giant_title)


@rule("专精特新一层拟列数", "Places in the fourth tier", cites=TIERS)
def specialised_places(specialised_count: Count) -> Count:
    """How many the plan means to list."""
    return specialised_count
