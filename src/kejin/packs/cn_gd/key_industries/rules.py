"""The plan's key industries: what is stated decides, and else a code whose own name is the industry.

No code list of the plan exists, so a code with another name leaves the question open instead of answering no.
"""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Flag,
    all_of,
    any_of,
    holds,
    known,
    not_,
    one_of,
    rule,
    starts_with_one_of,
)

PLAN = "gd-plan-2025#重点产业"
GOALS = "gd-plan-2025#总体目标"
NAMED = ("gbt-4754#行业名称", "kejin-conventions#行业名称")


@rule("已填报重点产业", "Key industry stated", cites="kejin-conventions#已填报重点产业")
def industry_stated(key_industry: Choice) -> Check:
    """Somebody stated the key industry, if only as none."""
    return known(key_industry)


@rule("填报为集成电路", "Stated to be integrated circuits", cites=PLAN)
def integrated_circuits_stated(key_industry: Choice, integrated_circuits_choice: Choices) -> Check:
    """The key industry stated is integrated circuits."""
    return one_of(key_industry, integrated_circuits_choice)


@rule("行业名称即集成电路", "Code named integrated circuits", cites=NAMED)
def integrated_circuits_named(industry_code: Choice, integrated_circuits_named_codes: Choices) -> Check:
    """The industry's own name is integrated circuits."""
    return starts_with_one_of(industry_code, integrated_circuits_named_codes)


@rule("其他代码属集成电路", "Further code of integrated circuits", cites=PLAN)
def integrated_circuits_further(industry_code: Choice, integrated_circuits_further_codes: Choices) -> Check:
    """The code is in the plan's list, which does not exist yet."""
    return starts_with_one_of(industry_code, integrated_circuits_further_codes)


@rule("属集成电路产业", "In integrated circuits", cites=PLAN)
def in_integrated_circuits(
    industry_stated: Condition,
    integrated_circuits_stated: Condition,
    integrated_circuits_named: Condition,
    integrated_circuits_further: Condition,
) -> Condition:
    """As stated; by the code where nothing was stated."""
    return any_of(
        integrated_circuits_stated,
        all_of(not_(industry_stated), any_of(integrated_circuits_named, integrated_circuits_further)),
    )


@rule("填报为新能源汽车", "Stated to be new-energy vehicles", cites=PLAN)
def new_energy_vehicles_stated(key_industry: Choice, new_energy_vehicles_choice: Choices) -> Check:
    """The key industry stated is new-energy vehicles."""
    return one_of(key_industry, new_energy_vehicles_choice)


@rule("行业名称即新能源汽车", "Code named new-energy vehicles", cites=NAMED)
def new_energy_vehicles_named(industry_code: Choice, new_energy_vehicles_named_codes: Choices) -> Check:
    """The industry's own name is new-energy vehicles."""
    return starts_with_one_of(industry_code, new_energy_vehicles_named_codes)


@rule("其他代码属新能源汽车", "Further code of new-energy vehicles", cites=PLAN)
def new_energy_vehicles_further(industry_code: Choice, new_energy_vehicles_further_codes: Choices) -> Check:
    """The code is in the plan's list, which does not exist yet."""
    return starts_with_one_of(industry_code, new_energy_vehicles_further_codes)


@rule("属新能源汽车产业", "In new-energy vehicles", cites=PLAN)
def in_new_energy_vehicles(
    industry_stated: Condition,
    new_energy_vehicles_stated: Condition,
    new_energy_vehicles_named: Condition,
    new_energy_vehicles_further: Condition,
) -> Condition:
    """As stated; by the code where nothing was stated."""
    return any_of(
        new_energy_vehicles_stated,
        all_of(not_(industry_stated), any_of(new_energy_vehicles_named, new_energy_vehicles_further)),
    )


@rule("填报为低空经济", "Stated to be the low-altitude economy", cites=PLAN)
def low_altitude_stated(key_industry: Choice, low_altitude_choice: Choices) -> Check:
    """The key industry stated is the low-altitude economy."""
    return one_of(key_industry, low_altitude_choice)


@rule("其他代码属低空经济", "Further code of the low-altitude economy", cites=PLAN)
def low_altitude_further(industry_code: Choice, low_altitude_further_codes: Choices) -> Check:
    """The code is in the plan's list, which does not exist yet."""
    return starts_with_one_of(industry_code, low_altitude_further_codes)


@rule("属低空经济产业", "In the low-altitude economy", cites=PLAN)
def in_low_altitude(
    industry_stated: Condition, low_altitude_stated: Condition, low_altitude_further: Condition
) -> Condition:
    """As stated; by the code where nothing was stated."""
    return any_of(low_altitude_stated, all_of(not_(industry_stated), low_altitude_further))


@rule("填报为生物医药", "Stated to be biomedicine", cites=PLAN)
def biomedicine_stated(key_industry: Choice, biomedicine_choice: Choices) -> Check:
    """The key industry stated is biomedicine."""
    return one_of(key_industry, biomedicine_choice)


@rule("行业名称即生物医药", "Code named biomedicine", cites=NAMED)
def biomedicine_named(industry_code: Choice, biomedicine_named_codes: Choices) -> Check:
    """The industry's own name is biomedicine."""
    return starts_with_one_of(industry_code, biomedicine_named_codes)


@rule("其他代码属生物医药", "Further code of biomedicine", cites=PLAN)
def biomedicine_further(industry_code: Choice, biomedicine_further_codes: Choices) -> Check:
    """The code is in the plan's list, which does not exist yet."""
    return starts_with_one_of(industry_code, biomedicine_further_codes)


@rule("属生物医药产业", "In biomedicine", cites=PLAN)
def in_biomedicine(
    industry_stated: Condition,
    biomedicine_stated: Condition,
    biomedicine_named: Condition,
    biomedicine_further: Condition,
) -> Condition:
    """As stated; by the code where nothing was stated."""
    return any_of(
        biomedicine_stated, all_of(not_(industry_stated), any_of(biomedicine_named, biomedicine_further))
    )


@rule("填报为新能源", "Stated to be new energy", cites=PLAN)
def new_energy_stated(key_industry: Choice, new_energy_choice: Choices) -> Check:
    """The key industry stated is new energy."""
    return one_of(key_industry, new_energy_choice)


@rule("其他代码属新能源", "Further code of new energy", cites=PLAN)
def new_energy_further(industry_code: Choice, new_energy_further_codes: Choices) -> Check:
    """The code is in the plan's list, which does not exist yet."""
    return starts_with_one_of(industry_code, new_energy_further_codes)


@rule("属新能源产业", "In new energy", cites=PLAN)
def in_new_energy(
    industry_stated: Condition, new_energy_stated: Condition, new_energy_further: Condition
) -> Condition:
    """As stated; by the code where nothing was stated."""
    return any_of(new_energy_stated, all_of(not_(industry_stated), new_energy_further))


@rule("填报为人工智能", "Stated to be artificial intelligence", cites=PLAN)
def artificial_intelligence_stated(key_industry: Choice, artificial_intelligence_choice: Choices) -> Check:
    """The key industry stated is artificial intelligence."""
    return one_of(key_industry, artificial_intelligence_choice)


@rule("其他代码属人工智能", "Further code of artificial intelligence", cites=PLAN)
def artificial_intelligence_further(
    industry_code: Choice, artificial_intelligence_further_codes: Choices
) -> Check:
    """The code is in the plan's list, which does not exist yet."""
    return starts_with_one_of(industry_code, artificial_intelligence_further_codes)


@rule("属人工智能产业", "In artificial intelligence", cites=PLAN)
def in_artificial_intelligence(
    industry_stated: Condition,
    artificial_intelligence_stated: Condition,
    artificial_intelligence_further: Condition,
) -> Condition:
    """As stated; by the code where nothing was stated."""
    return any_of(
        artificial_intelligence_stated, all_of(not_(industry_stated), artificial_intelligence_further)
    )


@rule("填报为其他重点产业", "Stated to be another key industry", cites=PLAN)
def other_stated(key_industry: Choice, other_choice: Choices) -> Check:
    """The key industry stated is another than the six."""
    return one_of(key_industry, other_choice)


@rule("属未来产业", "Future industry", cites=GOALS)
def in_future(in_future_industry: Flag) -> Check:
    """The main business is stated to be in a future industry."""
    return holds(in_future_industry)


@rule("属重点产业", "Key industry", cites=(PLAN, GOALS))
def in_key_industry(
    in_integrated_circuits: Condition,
    in_new_energy_vehicles: Condition,
    in_low_altitude: Condition,
    in_biomedicine: Condition,
    in_new_energy: Condition,
    in_artificial_intelligence: Condition,
    other_stated: Condition,
    in_strategic_industry: Condition,
    in_future: Condition,
) -> Condition:
    """One of the six, another that is stated, a strategic emerging or a future industry."""
    return any_of(
        in_integrated_circuits,
        in_new_energy_vehicles,
        in_low_altitude,
        in_biomedicine,
        in_new_energy,
        in_artificial_intelligence,
        other_stated,
        in_strategic_industry,
        in_future,
    )
