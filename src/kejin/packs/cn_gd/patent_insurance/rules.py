"""Patent enforcement insurance by the tariff of 2013: premium and limit for a number of patents."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Count,
    Fen,
    Flag,
    Grain,
    Product,
    Quotient,
    Rounded,
    Rounding,
    Share,
    all_of,
    any_of,
    at_least,
    at_most,
    holds,
    largest,
    one_of,
    parent,
    rule,
    share_of,
)

TARIFF = "metropolis-2013#费率"
LIMIT = "metropolis-2013#限额"
PILOT = "metropolis-2013#试点"
MONEY = Rounded(Rounding.HALF_UP, cites="kejin-conventions#金额")

holder_in_city = parent(
    "in_pilot_city",
    "投保企业在试点城市",
    "Insured in a city of the pilot",
    of=Grain.ENTERPRISE,
    to=Grain.INSURANCE,
)


@rule("在试点城市注册", "Registered in a city of the pilot", cites=PILOT)
def in_pilot_city(city_code: Choice, pilot_cities: Choices) -> Check:
    """Registered in Guangzhou or Foshan."""
    return one_of(city_code, pilot_cities)


@rule("属专利执行保险", "Patent enforcement insurance", cites=PILOT, grain=Grain.INSURANCE)
def kind_fits(insurance_kind: Choice, patent_kinds: Choices) -> Check:
    """The contract is patent enforcement insurance."""
    return one_of(insurance_kind, patent_kinds)


@rule("至少投保一件专利", "Insures a patent", cites=TARIFF, grain=Grain.INSURANCE)
def insures_patents(insurance_patent_count: Count, first_patents: Count) -> Check:
    """The contract insures at least the patent that the base premium covers."""
    return at_least(insurance_patent_count, first_patents)


@rule("适用该费率", "Tariff applies", cites=TARIFF, grain=Grain.INSURANCE)
def tariff_applies(holder_in_city: Condition, kind_fits: Condition, insures_patents: Condition) -> Condition:
    """City, kind of insurance, and a patent at least."""
    return all_of(holder_in_city, kind_fits, insures_patents)


@rule("加收保费的件数", "Further patents", cites=TARIFF, grain=Grain.INSURANCE)
def further_patents(insurance_patent_count: Count, first_patents: Count, no_patents: Count) -> Count:
    """The patents beyond the one that the base premium covers."""
    return largest(insurance_patent_count - first_patents, no_patents)


@rule(
    "加收次数",
    "Number of extras",
    cites=TARIFF,
    grain=Grain.INSURANCE,
    rounds=Rounded(Rounding.FLOOR, cites="kejin-conventions#件数"),
)
def extras(further_patents: Count, per_patents: Count) -> Quotient:
    """How many times the extra is paid: once for each further patent."""
    return share_of(further_patents, per_patents)


@rule("加收的保费", "Extra premium in all", cites=TARIFF, grain=Grain.INSURANCE, rounds=MONEY)
def extra_in_all_fen(extra_premium: Fen, extras: Share) -> Product:
    """The extra for each further patent, together."""
    return extra_premium * extras


@rule("保费", "Premium", cites=TARIFF, grain=Grain.INSURANCE)
def premium_fen(base_premium: Fen, extra_in_all_fen: Fen) -> Fen:
    """The base premium and the extras."""
    return base_premium + extra_in_all_fen


@rule("累计责任限额", "Limit", cites=LIMIT, grain=Grain.INSURANCE, rounds=MONEY)
def limit_fen(premium_fen: Fen, limit_multiple: Share) -> Product:
    """The multiple of the premium that the insurer pays at most."""
    return premium_fen * limit_multiple


@rule("约定限额在费率之内", "Agreed limit within the tariff", cites=LIMIT, grain=Grain.INSURANCE)
def limit_within(insurance_liability_limit_fen: Fen, limit_fen: Fen) -> Check:
    """The limit written in the contract does not pass the tariff's."""
    return at_most(insurance_liability_limit_fen, limit_fen)


@rule("有发明专利", "Holds an invention", cites=TARIFF)
def has_invention(invention_patent_count: Count, first_patents: Count) -> Check:
    """It holds at least one invention patent."""
    return at_least(invention_patent_count, first_patents)


@rule("有实用新型", "Holds a utility model", cites=TARIFF)
def has_utility_model(utility_model_count: Count, first_patents: Count) -> Check:
    """It holds at least one utility model."""
    return at_least(utility_model_count, first_patents)


@rule("有专利可投保", "Has a patent to insure", cites=TARIFF)
def has_patent(has_invention: Condition, has_utility_model: Condition) -> Condition:
    """An invention or a utility model."""
    return any_of(has_invention, has_utility_model)


@rule("仍按该费率承保", "Still sold", cites=PILOT)
def on_sale(still_sold: Flag) -> Check:
    """Whether insurers still sell it at this tariff; after 2013 not read."""
    return holds(still_sold)


@rule("企业侧条件", "The enterprise's side", cites=PILOT)
def firm(in_pilot_city: Condition, has_patent: Condition, on_sale: Condition) -> Condition:
    """In a city of the pilot, with a patent, while it is sold."""
    return all_of(in_pilot_city, has_patent, on_sale)
