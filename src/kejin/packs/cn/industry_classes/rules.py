"""The four statistical classes of technology industries, from the industry code or the class that was marked.

High-tech manufacturing goes by code. For services and IP-intensive industries the class that was marked decides; only
where none was marked does the code decide, and its list was not seen. Strategic emerging industries take only part of
many codes, so a class or a statement decides there.
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

MANUFACTURING = ("htm-2017#六大类", "bank-a-code#T08", "bank-c-code#代码清单")
SERVICES = "hts-2018#二"
STRATEGIC = "sei-2018#第一、二层"
PATENT = "patent-2019#核算分类"
MARKED = "kejin-conventions#已标识类别"


@rule("医药制造业", "Pharmaceuticals", cites=MANUFACTURING)
def makes_pharmaceuticals(industry_code: Choice, pharmaceutical_codes: Choices) -> Check:
    """The industry code is one of pharmaceuticals."""
    return starts_with_one_of(industry_code, pharmaceutical_codes)


@rule("航空、航天器及设备制造业", "Aircraft and spacecraft", cites=MANUFACTURING)
def makes_aerospace(industry_code: Choice, aerospace_codes: Choices) -> Check:
    """The industry code is one of aircraft, spacecraft, their equipment and their repair."""
    return starts_with_one_of(industry_code, aerospace_codes)


@rule("电子及通信设备制造业", "Electronic and communication equipment", cites=MANUFACTURING)
def makes_electronics(industry_code: Choice, electronics_codes: Choices) -> Check:
    """The industry code is one of electronic and communication equipment."""
    return starts_with_one_of(industry_code, electronics_codes)


@rule("计算机及办公设备制造业", "Computers and office equipment", cites=MANUFACTURING)
def makes_computers(industry_code: Choice, computer_codes: Choices) -> Check:
    """The industry code is one of computers and office equipment."""
    return starts_with_one_of(industry_code, computer_codes)


@rule("医疗仪器设备及仪器仪表制造业", "Medical and measuring instruments", cites=MANUFACTURING)
def makes_instruments(industry_code: Choice, instrument_codes: Choices) -> Check:
    """The industry code is one of medical and measuring instruments."""
    return starts_with_one_of(industry_code, instrument_codes)


@rule("信息化学品制造业", "Information chemicals", cites=MANUFACTURING)
def makes_information_chemicals(industry_code: Choice, information_chemical_codes: Choices) -> Check:
    """The industry code is one of information chemicals."""
    return starts_with_one_of(industry_code, information_chemical_codes)


@rule("属高技术制造业", "High-tech manufacturing", cites=(*MANUFACTURING, "gbt-4754#小类代码"))
def in_high_tech_manufacturing(
    makes_pharmaceuticals: Condition,
    makes_aerospace: Condition,
    makes_electronics: Condition,
    makes_computers: Condition,
    makes_instruments: Condition,
    makes_information_chemicals: Condition,
) -> Condition:
    """The industry code is in one of the six classes."""
    return any_of(
        makes_pharmaceuticals,
        makes_aerospace,
        makes_electronics,
        makes_computers,
        makes_instruments,
        makes_information_chemicals,
    )


@rule("已标识高技术服务业类别", "Class of services marked", cites=MARKED)
def services_marked(high_tech_services_class: Choice) -> Check:
    """Somebody marked the class, if only as none."""
    return known(high_tech_services_class)


@rule("标识为九大类之一", "Marked as one of the nine", cites=SERVICES)
def services_class_listed(high_tech_services_class: Choice, services_classes: Choices) -> Check:
    """The class marked is one of the nine."""
    return one_of(high_tech_services_class, services_classes)


@rule("行业代码在高技术服务业清单内", "Code in the list of services", cites=SERVICES)
def services_code_listed(industry_code: Choice, services_codes: Choices) -> Check:
    """The industry code is in the annexed list, which was not seen."""
    return starts_with_one_of(industry_code, services_codes)


@rule("属高技术服务业", "High-tech services", cites=SERVICES)
def in_high_tech_services(
    services_marked: Condition, services_class_listed: Condition, services_code_listed: Condition
) -> Condition:
    """By the class that was marked; by the code where none was."""
    return any_of(
        all_of(services_marked, services_class_listed), all_of(not_(services_marked), services_code_listed)
    )


@rule("已标识战略性新兴产业类别", "Strategic class marked", cites=MARKED)
def strategic_marked(strategic_emerging_class: Choice) -> Check:
    """Somebody marked the class, if only as none."""
    return known(strategic_emerging_class)


@rule("标识为第一、二层类别之一", "Marked as a class of level 1 or 2", cites=STRATEGIC)
def strategic_class_listed(strategic_emerging_class: Choice, strategic_classes: Choices) -> Check:
    """The class marked is one of the nine or of their parts."""
    return one_of(strategic_emerging_class, strategic_classes)


@rule("填报为战略性新兴产业", "Stated to be strategic", cites=STRATEGIC)
def strategic_stated(in_strategic_emerging: Flag) -> Check:
    """The enterprise's leading product is stated to be in a strategic emerging field."""
    return holds(in_strategic_emerging)


@rule("属战略性新兴产业", "Strategic emerging industry", cites=STRATEGIC)
def in_strategic_industry(
    strategic_marked: Condition, strategic_class_listed: Condition, strategic_stated: Condition
) -> Condition:
    """By the class that was marked; as stated where none was."""
    return any_of(
        all_of(strategic_marked, strategic_class_listed), all_of(not_(strategic_marked), strategic_stated)
    )


@rule("已标识专利密集型产业类别", "IP-intensive class marked", cites=MARKED)
def patent_marked(patent_intensive_class: Choice) -> Check:
    """Somebody marked the class, if only as none."""
    return known(patent_intensive_class)


@rule("标识为七大类之一", "Marked as one of the seven", cites=PATENT)
def patent_class_listed(patent_intensive_class: Choice, patent_classes: Choices) -> Check:
    """The class marked is one of the seven."""
    return one_of(patent_intensive_class, patent_classes)


@rule("行业代码在专利密集型产业清单内", "Code in the list of IP-intensive industry", cites=PATENT)
def patent_code_listed(industry_code: Choice, patent_codes: Choices) -> Check:
    """The industry code is among the 188 of the annexed list, which was not seen."""
    return starts_with_one_of(industry_code, patent_codes)


@rule("属知识产权（专利）密集型产业", "IP (patent)-intensive industry", cites=PATENT)
def in_patent_intensive(
    patent_marked: Condition, patent_class_listed: Condition, patent_code_listed: Condition
) -> Condition:
    """By the class that was marked; by the code where none was."""
    return any_of(all_of(patent_marked, patent_class_listed), all_of(not_(patent_marked), patent_code_listed))
