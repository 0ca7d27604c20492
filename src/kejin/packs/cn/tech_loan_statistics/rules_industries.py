"""The industry a loan goes to: the class the lender marked decides, and the purpose code where none was marked."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Flag,
    Grain,
    all_of,
    any_of,
    holds,
    known,
    not_,
    one_of,
    rule,
    starts_with_one_of,
)

T08 = "bank-a-pboc#T08"
T09 = "bank-a-pboc#T09"
T10 = "bank-a-pboc#T10"
T11 = ("bank-a-pboc#T11", "trust-fields#四个分类字段")
MARKED = "kejin-conventions#已标识类别"


@rule("已标识高技术制造业类型", "Class of manufacturing marked", cites=MARKED, grain=Grain.LOAN)
def manufacturing_marked(loan_high_tech_manufacturing_class: Choice) -> Check:
    """The lender marked the class, if only as none."""
    return known(loan_high_tech_manufacturing_class)


@rule("标识为高技术制造业", "Marked as high-tech manufacturing", cites=T08, grain=Grain.LOAN)
def manufacturing_class_listed(
    loan_high_tech_manufacturing_class: Choice, manufacturing_classes: Choices
) -> Check:
    """The class marked is one of the six."""
    return one_of(loan_high_tech_manufacturing_class, manufacturing_classes)


@rule("投向医药制造业", "Goes to pharmaceuticals", cites=T08, grain=Grain.LOAN)
def goes_to_pharmaceuticals(loan_purpose_code: Choice, pharmaceutical_codes: Choices) -> Check:
    """The purpose code is one of pharmaceuticals."""
    return starts_with_one_of(loan_purpose_code, pharmaceutical_codes)


@rule("投向航空、航天器及设备制造业", "Goes to aircraft and spacecraft", cites=T08, grain=Grain.LOAN)
def goes_to_aerospace(loan_purpose_code: Choice, aerospace_codes: Choices) -> Check:
    """The purpose code is one of aircraft, spacecraft and their equipment."""
    return starts_with_one_of(loan_purpose_code, aerospace_codes)


@rule("投向电子及通信设备制造业", "Goes to electronics and communication", cites=T08, grain=Grain.LOAN)
def goes_to_electronics(loan_purpose_code: Choice, electronics_codes: Choices) -> Check:
    """The purpose code is one of electronic and communication equipment."""
    return starts_with_one_of(loan_purpose_code, electronics_codes)


@rule("投向计算机及办公设备制造业", "Goes to computers and office equipment", cites=T08, grain=Grain.LOAN)
def goes_to_computers(loan_purpose_code: Choice, computer_codes: Choices) -> Check:
    """The purpose code is one of computers and office equipment."""
    return starts_with_one_of(loan_purpose_code, computer_codes)


@rule("投向医疗仪器设备及仪器仪表制造业", "Goes to instruments", cites=T08, grain=Grain.LOAN)
def goes_to_instruments(loan_purpose_code: Choice, instrument_codes: Choices) -> Check:
    """The purpose code is one of medical and measuring instruments."""
    return starts_with_one_of(loan_purpose_code, instrument_codes)


@rule("投向信息化学品制造业", "Goes to information chemicals", cites=T08, grain=Grain.LOAN)
def goes_to_chemicals(loan_purpose_code: Choice, information_chemical_codes: Choices) -> Check:
    """The purpose code is one of information chemicals."""
    return starts_with_one_of(loan_purpose_code, information_chemical_codes)


@rule("投向代码属高技术制造业", "Purpose code in high-tech manufacturing", cites=T08, grain=Grain.LOAN)
def manufacturing_code_listed(
    goes_to_pharmaceuticals: Condition,
    goes_to_aerospace: Condition,
    goes_to_electronics: Condition,
    goes_to_computers: Condition,
    goes_to_instruments: Condition,
    goes_to_chemicals: Condition,
) -> Condition:
    """The purpose code is in one of the six classes."""
    return any_of(
        goes_to_pharmaceuticals,
        goes_to_aerospace,
        goes_to_electronics,
        goes_to_computers,
        goes_to_instruments,
        goes_to_chemicals,
    )


@rule("投向高技术制造业", "Goes to high-tech manufacturing", cites=T08, grain=Grain.LOAN)
def goes_to_manufacturing(
    manufacturing_marked: Condition,
    manufacturing_class_listed: Condition,
    manufacturing_code_listed: Condition,
) -> Condition:
    """By the class the lender marked; by the purpose code where it marked none."""
    return any_of(
        all_of(manufacturing_marked, manufacturing_class_listed),
        all_of(not_(manufacturing_marked), manufacturing_code_listed),
    )


@rule("已标识高技术服务业类型", "Class of services marked", cites=MARKED, grain=Grain.LOAN)
def services_marked(loan_high_tech_services_class: Choice) -> Check:
    """The lender marked the class, if only as none."""
    return known(loan_high_tech_services_class)


@rule("标识为T09的八类之一", "Marked as one of the eight of T09", cites=T09, grain=Grain.LOAN)
def t09_class_listed(loan_high_tech_services_class: Choice, t09_classes: Choices) -> Check:
    """The class marked is one of the eight of the template."""
    return one_of(loan_high_tech_services_class, t09_classes)


@rule("标识为高技术服务业九大类之一", "Marked as one of the nine", cites=T09, grain=Grain.LOAN)
def services_class_listed(loan_high_tech_services_class: Choice, services_classes: Choices) -> Check:
    """The class marked is one of the nine of the classification."""
    return one_of(loan_high_tech_services_class, services_classes)


@rule("投向代码属高技术服务业", "Purpose code in high-tech services", cites=T09, grain=Grain.LOAN)
def services_code_listed(loan_purpose_code: Choice, services_codes: Choices) -> Check:
    """The purpose code is in the list of the classification, which was not seen."""
    return starts_with_one_of(loan_purpose_code, services_codes)


@rule("投向T09的高技术服务业", "Goes to the services of T09", cites=T09, grain=Grain.LOAN)
def goes_to_t09_services(
    services_marked: Condition, t09_class_listed: Condition, services_code_listed: Condition
) -> Condition:
    """By the class the lender marked, without the ninth; by the purpose code where it marked none."""
    return any_of(
        all_of(services_marked, t09_class_listed), all_of(not_(services_marked), services_code_listed)
    )


@rule(
    "投向高技术服务业",
    "Goes to high-tech services",
    cites="bank-b-s70#2025-09-28 修改",
    grain=Grain.LOAN,
)
def goes_to_services(
    services_marked: Condition, services_class_listed: Condition, services_code_listed: Condition
) -> Condition:
    """By the class the lender marked; by the purpose code where it marked none."""
    return any_of(
        all_of(services_marked, services_class_listed), all_of(not_(services_marked), services_code_listed)
    )


@rule("标识为战略性新兴产业", "Marked as strategic", cites=T10, grain=Grain.LOAN)
def strategic_flagged(loan_strategic_class: Choice, strategic_flags: Choices) -> Check:
    """The lender marked one of the nine classes."""
    return one_of(loan_strategic_class, strategic_flags)


@rule("投向在该类代码清单内", "Purpose in the list of that class", cites=T10, grain=Grain.LOAN)
def strategic_purpose_listed(loan_strategic_purpose_listed: Flag) -> Check:
    """The purpose code lies in the code list of the class marked, as the lender checked."""
    return holds(loan_strategic_purpose_listed)


@rule("投向战略性新兴产业", "Goes to a strategic emerging industry", cites=T10, grain=Grain.LOAN)
def goes_to_strategic(strategic_flagged: Condition, strategic_purpose_listed: Condition) -> Condition:
    """Marked as one of the nine classes and within that class's list of codes."""
    return all_of(strategic_flagged, strategic_purpose_listed)


@rule("已标识专利密集型产业类型", "IP-intensive class marked", cites=MARKED, grain=Grain.LOAN)
def patent_marked(loan_patent_class: Choice) -> Check:
    """The lender marked the class, if only as none."""
    return known(loan_patent_class)


@rule("标识为专利密集型产业七大类之一", "Marked as one of the seven", cites=T11, grain=Grain.LOAN)
def patent_class_listed(loan_patent_class: Choice, patent_classes: Choices) -> Check:
    """The class marked is one of the seven."""
    return one_of(loan_patent_class, patent_classes)


@rule("投向代码属专利密集型产业", "Purpose code IP-intensive", cites=T11, grain=Grain.LOAN)
def patent_code_listed(loan_purpose_code: Choice, patent_codes: Choices) -> Check:
    """The purpose code is in the list of the classification, which was not seen."""
    return starts_with_one_of(loan_purpose_code, patent_codes)


@rule("投向知识产权（专利）密集型产业", "Goes to an IP-intensive industry", cites=T11, grain=Grain.LOAN)
def goes_to_patent(
    patent_marked: Condition, patent_class_listed: Condition, patent_code_listed: Condition
) -> Condition:
    """By the class the lender marked; by the purpose code where it marked none."""
    return any_of(all_of(patent_marked, patent_class_listed), all_of(not_(patent_marked), patent_code_listed))
