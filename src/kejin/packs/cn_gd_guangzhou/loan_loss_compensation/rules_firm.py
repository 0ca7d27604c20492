"""The enterprise's side: could a new loan of this enterprise be enrolled, under the bank mode or the guarantor mode."""

from kejin.policy.dsl import Check, Choice, Choices, Condition, Flag, all_of, any_of, holds, one_of, rule

BORROWER = "gz-explained-2025#借款人"


@rule("在广州登记", "Registered in Guangzhou", cites=BORROWER)
def firm_registered_here(city_code: Choice, home_city: Choices) -> Check:
    """The enterprise is registered in the city."""
    return one_of(city_code, home_city)


@rule("在广州经营", "Does business in Guangzhou", cites=BORROWER)
def firm_active_here(active_in_guangzhou: Flag) -> Check:
    """The enterprise does business in the city."""
    return holds(active_in_guangzhou)


@rule("在广州登记或经营", "Registered or active in Guangzhou", cites=BORROWER)
def firm_local(firm_registered_here: Condition, firm_active_here: Condition) -> Condition:
    """Either will do."""
    return any_of(firm_registered_here, firm_active_here)


@rule("企业在重点支持名录", "Enterprise on a key list", cites=BORROWER)
def firm_key_listed(key_list_enterprise: Flag) -> Check:
    """The enterprise is on a key list such as that of national high-tech enterprises."""
    return holds(key_list_enterprise)


@rule("企业为小巨人", "Enterprise a little giant", cites=BORROWER)
def firm_little_giant(little_giant_recognised: Flag) -> Check:
    """The enterprise is a little giant."""
    return holds(little_giant_recognised)


@rule("企业为专精特新中小企业", "Enterprise a specialised SME", cites=BORROWER)
def firm_specialised(specialised_sme_recognised: Flag) -> Check:
    """The enterprise is a specialised and innovative SME."""
    return holds(specialised_sme_recognised)


@rule("企业为创新型中小企业", "Enterprise an innovative SME", cites=BORROWER)
def firm_innovative(innovative_sme_recognised: Flag) -> Check:
    """The enterprise is an innovative SME."""
    return holds(innovative_sme_recognised)


@rule("企业侧符合政银模式", "The enterprise's side holds for the bank mode", cites=BORROWER)
def firm_bank_eligible(
    firm_local: Condition, small_or_micro: Condition, medium: Condition, firm_key_listed: Condition
) -> Condition:
    """Of the city and small, or medium and on a key list."""
    return all_of(firm_local, any_of(small_or_micro, all_of(medium, firm_key_listed)))


@rule("中型企业可放宽", "Medium enterprise admitted", cites=BORROWER)
def medium_admitted(
    medium: Condition,
    firm_key_listed: Condition,
    firm_little_giant: Condition,
    firm_specialised: Condition,
    firm_innovative: Condition,
) -> Condition:
    """Medium, and on a key list or with one of three titles."""
    return all_of(medium, any_of(firm_key_listed, firm_little_giant, firm_specialised, firm_innovative))


@rule("企业侧符合政担模式", "The enterprise's side holds for the guarantor mode", cites=BORROWER)
def firm_guarantor_eligible(
    firm_local: Condition, small_or_micro: Condition, medium_admitted: Condition
) -> Condition:
    """Of the city and small, or medium and admitted."""
    return all_of(firm_local, any_of(small_or_micro, medium_admitted))
