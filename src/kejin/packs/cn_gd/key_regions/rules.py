"""Where an enterprise stands: the four platforms, the 21 cities, and the perimeter without Shenzhen."""

from kejin.policy.dsl import Check, Choice, Choices, Condition, all_of, any_of, known, not_, one_of, rule

PLAN = "gd-plan-2025#重点区域"
CODES = "gbt-2260#广东省"


@rule("填报了所在平台", "Platform stated", cites="kejin-conventions#核对")
def platform_stated(platform: Choice) -> Check:
    """It is known whether and in which platform the enterprise is registered."""
    return known(platform)


@rule("平台为横琴", "Platform: Hengqin", cites=PLAN)
def hengqin_stated(platform: Choice, hengqin_platform: Choices) -> Check:
    """The platform stated is Hengqin."""
    return one_of(platform, hengqin_platform)


@rule("在横琴所在地市", "In the city of Hengqin", cites="kejin-conventions#核对")
def in_city_of_hengqin(city_code: Choice, hengqin_city: Choices) -> Check:
    """Registered in the city in which Hengqin lies."""
    return one_of(city_code, hengqin_city)


@rule("在横琴", "In Hengqin", cites=PLAN)
def in_hengqin(
    platform_stated: Condition, in_city_of_hengqin: Condition, hengqin_stated: Condition
) -> Condition:
    """Registered in Hengqin; where no platform was stated, another city rules it out."""
    return all_of(any_of(platform_stated, in_city_of_hengqin), hengqin_stated)


@rule("平台为前海", "Platform: Qianhai", cites=PLAN)
def qianhai_stated(platform: Choice, qianhai_platform: Choices) -> Check:
    """The platform stated is Qianhai."""
    return one_of(platform, qianhai_platform)


@rule("在前海所在地市", "In the city of Qianhai", cites="kejin-conventions#核对")
def in_city_of_qianhai(city_code: Choice, qianhai_city: Choices) -> Check:
    """Registered in the city in which Qianhai lies."""
    return one_of(city_code, qianhai_city)


@rule("在前海", "In Qianhai", cites=PLAN)
def in_qianhai(
    platform_stated: Condition, in_city_of_qianhai: Condition, qianhai_stated: Condition
) -> Condition:
    """Registered in Qianhai; where no platform was stated, another city rules it out."""
    return all_of(any_of(platform_stated, in_city_of_qianhai), qianhai_stated)


@rule("平台为南沙", "Platform: Nansha", cites=PLAN)
def nansha_stated(platform: Choice, nansha_platform: Choices) -> Check:
    """The platform stated is Nansha."""
    return one_of(platform, nansha_platform)


@rule("在南沙所在地市", "In the city of Nansha", cites="kejin-conventions#核对")
def in_city_of_nansha(city_code: Choice, nansha_city: Choices) -> Check:
    """Registered in the city in which Nansha lies."""
    return one_of(city_code, nansha_city)


@rule("在南沙", "In Nansha", cites=PLAN)
def in_nansha(
    platform_stated: Condition, in_city_of_nansha: Condition, nansha_stated: Condition
) -> Condition:
    """Registered in Nansha; where no platform was stated, another city rules it out."""
    return all_of(any_of(platform_stated, in_city_of_nansha), nansha_stated)


@rule("平台为河套", "Platform: Hetao", cites=PLAN)
def hetao_stated(platform: Choice, hetao_platform: Choices) -> Check:
    """The platform stated is Hetao."""
    return one_of(platform, hetao_platform)


@rule("在河套所在地市", "In the city of Hetao", cites="kejin-conventions#核对")
def in_city_of_hetao(city_code: Choice, hetao_city: Choices) -> Check:
    """Registered in the city in which Hetao lies."""
    return one_of(city_code, hetao_city)


@rule("在河套", "In Hetao", cites=PLAN)
def in_hetao(platform_stated: Condition, in_city_of_hetao: Condition, hetao_stated: Condition) -> Condition:
    """Registered in Hetao; where no platform was stated, another city rules it out."""
    return all_of(any_of(platform_stated, in_city_of_hetao), hetao_stated)


@rule("在重大平台", "In a key platform", cites=PLAN)
def in_platform(
    in_hengqin: Condition, in_qianhai: Condition, in_nansha: Condition, in_hetao: Condition
) -> Condition:
    """Registered in one of the four platforms."""
    return any_of(in_hengqin, in_qianhai, in_nansha, in_hetao)


@rule("在广东省", "In Guangdong", cites=CODES)
def in_province(city_code: Choice, province_cities: Choices) -> Check:
    """Registered in one of the 21 cities."""
    return one_of(city_code, province_cities)


@rule("在深圳市", "In Shenzhen", cites=CODES)
def in_shenzhen(city_code: Choice, shenzhen_city: Choices) -> Check:
    """Registered in Shenzhen."""
    return one_of(city_code, shenzhen_city)


@rule("在“广东（不含深圳）”口径内", "In Guangdong without Shenzhen", cites="ex-shenzhen-2026#口径")
def in_ex_shenzhen(in_province: Condition, in_shenzhen: Condition) -> Condition:
    """Registered in the province outside Shenzhen, where figures without Shenzhen count it."""
    return all_of(in_province, not_(in_shenzhen))


@rule("横琴、前海与地市一致", "Hengqin or Qianhai agrees with the city", cites="kejin-conventions#核对")
def western_platforms_agree(
    in_hengqin: Condition,
    in_city_of_hengqin: Condition,
    in_qianhai: Condition,
    in_city_of_qianhai: Condition,
) -> Condition:
    """Who is in Hengqin is in its city, and who is in Qianhai in its."""
    return all_of(any_of(not_(in_hengqin), in_city_of_hengqin), any_of(not_(in_qianhai), in_city_of_qianhai))


@rule("南沙、河套与地市一致", "Nansha or Hetao agrees with the city", cites="kejin-conventions#核对")
def eastern_platforms_agree(
    in_nansha: Condition, in_city_of_nansha: Condition, in_hetao: Condition, in_city_of_hetao: Condition
) -> Condition:
    """Who is in Nansha is in its city, and who is in Hetao in its."""
    return all_of(any_of(not_(in_nansha), in_city_of_nansha), any_of(not_(in_hetao), in_city_of_hetao))


@rule("平台与所在地市一致", "Platform and city agree", cites="kejin-conventions#核对")
def platform_agrees(western_platforms_agree: Condition, eastern_platforms_agree: Condition) -> Condition:
    """What was stated of the platform fits what was stated of the city."""
    return all_of(western_platforms_agree, eastern_platforms_agree)
