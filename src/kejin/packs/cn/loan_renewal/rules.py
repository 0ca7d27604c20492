"""Renewal without repaying principal: which loan may be renewed, whether it keeps its class, and which firm may ask."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Day,
    Fen,
    Flag,
    Grain,
    all_of,
    any_of,
    at_most,
    below,
    holds,
    known,
    not_,
    one_of,
    only_if,
    rule,
    total_of,
)

SCOPE = "xinhua-2024-09#续贷范围"
MEDIUM = "xinhua-2024-09#中型企业"
PRODUCTS = "nfra-2024-13#一"
RENEWAL = "nfra-2024-13#二"
CLASS = "nfra-2024-13#三"

renewable_total_fen = total_of(
    "renewable_balance_fen",
    "可续贷余额合计",
    "Balance that may be renewed",
    of=Grain.LOAN,
    to=Grain.ENTERPRISE,
)


@rule("借款人为小微企业", "Small or micro borrower", cites=SCOPE, grain=Grain.LOAN)
def small_borrower(loan_borrower_class: Choice, small_classes: Choices) -> Check:
    """The borrower is a small or micro enterprise."""
    return one_of(loan_borrower_class, small_classes)


@rule("借款人为小微企业主或个体工商户", "Owner or individual business", cites=PRODUCTS, grain=Grain.LOAN)
def operator_borrower(loan_borrower_class: Choice, operator_classes: Choices) -> Check:
    """The borrower owns a small firm or is an individual business."""
    return one_of(loan_borrower_class, operator_classes)


@rule("借款人为中型企业", "Medium borrower", cites=MEDIUM, grain=Grain.LOAN)
def medium_borrower(loan_borrower_class: Choice, medium_classes: Choices) -> Check:
    """The borrower is a medium enterprise."""
    return one_of(loan_borrower_class, medium_classes)


@rule("属流动资金贷款", "Working-capital loan", cites=PRODUCTS, grain=Grain.LOAN)
def working_capital(loan_product: Choice, working_products: Choices) -> Check:
    """The loan is a working-capital loan."""
    return one_of(loan_product, working_products)


@rule("用于经营", "For operations", cites=PRODUCTS, grain=Grain.LOAN)
def for_operations(loan_purpose: Choice, operating_purposes: Choices) -> Check:
    """The money serves the day-to-day business."""
    return one_of(loan_purpose, operating_purposes)


@rule("在阶段性期限内到期", "Due within the stage for medium firms", cites=MEDIUM, grain=Grain.LOAN)
def due_in_stage(loan_due_on: Day, medium_due_until: Day) -> Check:
    """The loan falls due by the last day for medium firms."""
    return at_most(loan_due_on, medium_due_until)


@rule("属续贷范围", "Within the scope", cites=(PRODUCTS, MEDIUM), grain=Grain.LOAN)
def in_scope(
    small_borrower: Condition,
    operator_borrower: Condition,
    medium_borrower: Condition,
    working_capital: Condition,
    for_operations: Condition,
    due_in_stage: Condition,
) -> Condition:
    """Working capital of a small firm, an operating loan of its owner, or working capital of a medium firm in time."""
    return any_of(
        all_of(small_borrower, working_capital),
        all_of(operator_borrower, for_operations),
        all_of(medium_borrower, working_capital, due_in_stage),
    )


@rule("到期后仍有融资需求", "Still needs the money", cites=RENEWAL, grain=Grain.LOAN)
def still_needed(loan_funds_still_needed: Flag) -> Check:
    """The borrower really still needs the money after the due date."""
    return holds(loan_funds_still_needed)


@rule("临时存在资金困难", "Short of cash for a time", cites=RENEWAL, grain=Grain.LOAN)
def short_of_cash(loan_cash_short: Flag) -> Check:
    """The borrower is short of cash for a time."""
    return holds(loan_cash_short)


@rule("到期前主动申请", "Asked before the due date", cites=RENEWAL, grain=Grain.LOAN)
def asked_in_time(loan_renewal_applied_on: Day, loan_due_on: Day) -> Check:
    """The borrower itself asked before the loan fell due."""
    return below(loan_renewal_applied_on, loan_due_on)


@rule("可申请无还本续贷", "May be renewed", cites=RENEWAL, grain=Grain.LOAN)
def renewable(
    in_scope: Condition, still_needed: Condition, short_of_cash: Condition, asked_in_time: Condition
) -> Condition:
    """Within the scope, needed, short of cash for a time, and asked for in time."""
    return all_of(in_scope, still_needed, short_of_cash, asked_in_time)


@rule("可续贷余额", "Balance to renew", cites=RENEWAL, grain=Grain.LOAN)
def renewable_balance_fen(renewable: Condition, loan_balance_fen: Fen) -> Fen:
    """The balance where the loan may be renewed, else nothing."""
    return only_if(renewable, loan_balance_fen)


@rule("原贷款为正常类", "Normal before", cites=CLASS, grain=Grain.LOAN)
def normal_before(loan_five_class: Choice, normal_classes: Choices) -> Check:
    """The loan to be renewed is in the normal class."""
    return one_of(loan_five_class, normal_classes)


@rule("依法合规经营", "Lawful business", cites=CLASS, grain=Grain.LOAN)
def lawful(loan_borrower_lawful: Flag) -> Check:
    """The borrower runs its business lawfully."""
    return holds(loan_borrower_lawful)


@rule("生产经营正常并可持续", "Going concern", cites=CLASS, grain=Grain.LOAN)
def going_concern(loan_borrower_going_concern: Flag) -> Check:
    """The borrower operates normally and can go on."""
    return holds(loan_borrower_going_concern)


@rule("信用状况良好", "Good credit", cites=CLASS, grain=Grain.LOAN)
def good_credit(loan_borrower_creditworthy: Flag) -> Check:
    """Good credit and will to pay; no misuse, unpaid interest or evasion."""
    return holds(loan_borrower_creditworthy)


@rule("符合贷款发放标准", "Meets the lending standard", cites=CLASS, grain=Grain.LOAN)
def meets_standard(loan_meets_lending_standard: Flag) -> Check:
    """It still meets what the bank asks of a new loan."""
    return holds(loan_meets_lending_standard)


@rule("风险分类可维持正常", "Class kept", cites=CLASS, grain=Grain.LOAN)
def class_kept(
    in_scope: Condition,
    normal_before: Condition,
    lawful: Condition,
    going_concern: Condition,
    good_credit: Condition,
    meets_standard: Condition,
) -> Condition:
    """A compliant borrower's normal loan is not moved to a lower class because it is renewed."""
    return all_of(in_scope, normal_before, lawful, going_concern, good_credit, meets_standard)


@rule("填报了规模类型", "Size class stated", cites=SCOPE)
def size_stated(sme_class_stated: Choice) -> Check:
    """The enterprise's size class was stated."""
    return known(sme_class_stated)


@rule("填报为小微", "Stated as small or micro", cites=SCOPE)
def stated_small(sme_class_stated: Choice, small_classes: Choices) -> Check:
    """The class stated is small or micro."""
    return one_of(sme_class_stated, small_classes)


@rule("填报为中型", "Stated as medium", cites=MEDIUM)
def stated_medium(sme_class_stated: Choice, medium_classes: Choices) -> Check:
    """The class stated is medium."""
    return one_of(sme_class_stated, medium_classes)


@rule("企业属小微", "Small or micro enterprise", cites=SCOPE)
def small_firm(size_stated: Condition, stated_small: Condition, small_or_micro: Condition) -> Condition:
    """Small or micro as stated, or by the size standard where nothing was stated."""
    return any_of(all_of(size_stated, stated_small), all_of(not_(size_stated), small_or_micro))


@rule("企业属中型", "Medium enterprise", cites=MEDIUM)
def medium_firm(size_stated: Condition, stated_medium: Condition, medium: Condition) -> Condition:
    """Medium as stated, or by the size standard where nothing was stated."""
    return any_of(all_of(size_stated, stated_medium), all_of(not_(size_stated), medium))


@rule("阶段性政策未到期", "Stage still running", cites=MEDIUM)
def stage_running(law_date: Day, medium_due_until: Day) -> Check:
    """The stage for medium firms has not ended on the day of the law."""
    return at_most(law_date, medium_due_until)


@rule("属政策支持的企业", "Of a supported size", cites=(SCOPE, MEDIUM))
def firm_supported(small_firm: Condition, medium_firm: Condition, stage_running: Condition) -> Condition:
    """Small or micro, or medium while the stage lasts."""
    return any_of(small_firm, all_of(medium_firm, stage_running))
