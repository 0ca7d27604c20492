"""What the guidance fund backs: emerging, future and upgraded traditional industries, and firms of three titles."""

from kejin.policy.dsl import Check, Condition, Flag, any_of, holds, rule

BACKED = "gd-guidance-2026#投向"


@rule("战略性新兴产业", "Emerging industry", cites=BACKED)
def emerging(in_strategic_emerging: Flag) -> Check:
    """Its leading product is in a strategic emerging industry."""
    return holds(in_strategic_emerging)


@rule("未来产业", "Future industry", cites=BACKED)
def future(in_future_industry: Flag) -> Check:
    """It works in a future industry."""
    return holds(in_future_industry)


@rule("升级改造的传统产业", "Upgraded traditional industry", cites=BACKED)
def upgraded(upgrades_traditional_industry: Flag) -> Check:
    """It belongs to a traditional industry and is being upgraded."""
    return holds(upgrades_traditional_industry)


@rule("独角兽", "Unicorn", cites=BACKED)
def unicorn(unicorn_recognised: Flag) -> Check:
    """It is on a list of unicorns."""
    return holds(unicorn_recognised)


@rule("专精特新", "Specialised SME", cites=BACKED)
def specialised(specialised_sme_recognised: Flag) -> Check:
    """It is a specialised and innovative SME."""
    return holds(specialised_sme_recognised)


@rule("制造业单项冠军", "Single champion", cites=BACKED)
def champion(single_champion: Flag) -> Check:
    """It is a single champion of manufacturing."""
    return holds(single_champion)


@rule("属于引导基金投向", "In what the guidance fund backs", cites=BACKED)
def firm_fits(
    emerging: Condition,
    future: Condition,
    upgraded: Condition,
    unicorn: Condition,
    specialised: Condition,
    champion: Condition,
) -> Condition:
    """One of the industries or one of the titles. To fit is not to be chosen."""
    return any_of(emerging, future, upgraded, unicorn, specialised, champion)
