"""Cities and districts of Guangdong: the city is asked first, and the district only in the right city."""

from kejin.policy.dsl import Check, Choice, Choices, Condition, all_of, one_of, rule

INSIDE = "kejin-conventions#区在市内"


@rule("在广东省登记", "Registered in Guangdong", cites="gbt-2260#广东省")
def in_province(city_code: Choice, province_cities: Choices) -> Check:
    """Registered in one of the 21 cities."""
    return one_of(city_code, province_cities)


@rule("在深圳以外的市登记", "Registered outside Shenzhen", cites="gbt-2260#广东省")
def in_other_city(city_code: Choice, cities_but_shenzhen: Choices) -> Check:
    """Registered in one of the 20 cities beside Shenzhen."""
    return one_of(city_code, cities_but_shenzhen)


@rule("在广州市登记", "Registered in Guangzhou", cites="gbt-2260#440100")
def in_guangzhou(city_code: Choice, guangzhou_city: Choices) -> Check:
    """Registered in Guangzhou."""
    return one_of(city_code, guangzhou_city)


@rule("在深圳市登记", "Registered in Shenzhen", cites="gbt-2260#440300")
def in_shenzhen(city_code: Choice, shenzhen_city: Choices) -> Check:
    """Registered in Shenzhen."""
    return one_of(city_code, shenzhen_city)


@rule("所在县区为黄埔区", "District: Huangpu", cites="gbt-2260#440112")
def huangpu_stated(district_code: Choice, huangpu_district: Choices) -> Check:
    """The district of the registered address is Huangpu, by code or by name."""
    return one_of(district_code, huangpu_district)


@rule("所在县区为南沙区", "District: Nansha", cites="gbt-2260#440115")
def nansha_stated(district_code: Choice, nansha_district: Choices) -> Check:
    """The district of the registered address is Nansha, by code or by name."""
    return one_of(district_code, nansha_district)


@rule("所在县区为南山区", "District: Nanshan", cites="gbt-2260#440305")
def nanshan_stated(district_code: Choice, nanshan_district: Choices) -> Check:
    """The district of the registered address is Nanshan, by code or by name."""
    return one_of(district_code, nanshan_district)


@rule("在广州市黄埔区登记", "Registered in Huangpu, Guangzhou", cites=INSIDE)
def in_huangpu(in_guangzhou: Condition, huangpu_stated: Condition) -> Condition:
    """City and district; another city decides by itself."""
    return all_of(in_guangzhou, huangpu_stated)


@rule("在广州市南沙区登记", "Registered in Nansha, Guangzhou", cites=INSIDE)
def in_nansha(in_guangzhou: Condition, nansha_stated: Condition) -> Condition:
    """City and district; another city decides by itself."""
    return all_of(in_guangzhou, nansha_stated)


@rule("在深圳市南山区登记", "Registered in Nanshan, Shenzhen", cites=INSIDE)
def in_nanshan(in_shenzhen: Condition, nanshan_stated: Condition) -> Condition:
    """City and district; another city decides by itself."""
    return all_of(in_shenzhen, nanshan_stated)
