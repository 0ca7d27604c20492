"""The column dictionary of a loan tape: what each column says, in which unit, and how banks head it.

Columns are facts in the form of `kejin.facts`, so that the one reader of cells reads them. They are no part of the fact
dictionary: they are about a loan at the end of a month, as its bank tells it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from kejin.facts import Choice, Fact, FactKind, Grain, Label, fold

# Above the largest loan of any bank, and small enough that a sum over a tape fits 64 bits.
_LARGEST_MINOR: Final = 10**14
_PPB: Final = 1_000_000_000
_FIRST, _LAST = date(1990, 1, 1), date(2199, 12, 31)
_LONGEST_LATE: Final = 36_500

CURRENCIES: Final = ("CNY", "HKD", "USD", "EUR")
"""Currencies with a hundredth as their minor unit; a tape's amounts count in it."""


@dataclass(frozen=True, slots=True)
class TapeColumn:
    """One column of a tape.

    Attributes:
        fact: Its name, kind, bounds, words and synonyms.
        needed: Whether a tape without it, or a row without a value in it, is refused.
    """

    fact: Fact
    needed: bool


def _column(
    name: str, zh: str, en: str, *, kind: FactKind, needed: bool = False, synonyms: tuple[str, ...] = (),
    choices: tuple[Choice, ...] = (), bounds: tuple[int | date | None, int | date | None] | None = None,
) -> TapeColumn:  # fmt: skip
    usual: Mapping[FactKind, tuple[int | date | None, int | date | None]] = {
        FactKind.MONEY: (0, _LARGEST_MINOR),
        FactKind.RATIO: (0, _PPB),
        FactKind.COUNT: (0, _LONGEST_LATE),
        FactKind.DATE: (_FIRST, _LAST),
        FactKind.TEXT: (None, 80),
    }
    low, high = bounds or usual.get(kind, (None, None))
    label = Label(zh, en)
    currency = "CNY" if kind is FactKind.MONEY else None
    fact = Fact(
        name, Grain.LOAN, kind, kind.unit, low, high, 3, label, label, synonyms, choices, currency=currency
    )
    return TapeColumn(fact, needed)


_REPAYMENTS = (
    Choice(
        "equal_instalment",
        Label("等额本息", "Equal instalments"),
        ("等额本息还款", "annuity", "level payment", "ANN"),
    ),
    Choice("equal_principal", Label("等额本金", "Equal principal"), ("等额本金还款", "linear", "LAM")),
    Choice(
        "interest_first",
        Label("先息后本", "Interest first, principal at maturity"),
        ("按月付息到期还本", "按月结息到期还本", "按季付息到期还本", "到期还本", "interest only", "PAM"),
    ),
    Choice(
        "bullet",
        Label("到期一次还本付息", "Principal and interest at maturity"),
        ("利随本清", "一次还本付息", "到期还本付息"),
    ),
)
_CYCLES = (
    Choice("1", Label("按月", "Monthly"), ("月", "每月", "month", "P1M")),
    Choice("3", Label("按季", "Quarterly"), ("季", "每季", "quarter", "P3M")),
    Choice("6", Label("按半年", "Half-yearly"), ("半年", "half year", "P6M")),
    Choice("12", Label("按年", "Yearly"), ("年", "每年", "year", "P1Y")),
    Choice("0", Label("到期", "At maturity"), ("到期一次", "利随本清")),
)
_DAY_COUNTS = (
    Choice("MONTHLY", Label("按月计息", "Whole months"), ("逐笔计息", "月利率", "30/360")),
    Choice("A360", Label("实际天数/360", "Actual/360"), ("积数计息", "act/360", "ACT360")),
    Choice("A365", Label("实际天数/365", "Actual/365"), ("act/365", "ACT365")),
)
_STATUSES = (
    Choice("normal", Label("正常", "Normal"), ("正常还款", "current", "performing")),
    Choice("overdue", Label("逾期", "Overdue"), ("已逾期", "past due", "delinquent")),
    Choice("settled", Label("结清", "Settled"), ("已结清", "closed", "paid off")),
    Choice("written_off", Label("核销", "Written off"), ("已核销", "write-off", "charged off")),
)
_CLASSES = (
    Choice("normal", Label("正常", "Normal"), ("正常类", "pass")),
    Choice("special_mention", Label("关注", "Special mention"), ("关注类", "attention")),
    Choice("substandard", Label("次级", "Substandard"), ("次级类",)),
    Choice("doubtful", Label("可疑", "Doubtful"), ("可疑类",)),
    Choice("loss", Label("损失", "Loss"), ("损失类",)),
)
_MONEY_CHOICES = tuple(
    Choice(code, Label(zh, code), names)
    for code, zh, names in (
        ("CNY", "人民币", ("RMB", "元", "人民币元")),
        ("HKD", "港元", ("港币", "HK$")),
        ("USD", "美元", ("美金", "US$")),
        ("EUR", "欧元", ("€",)),
    )
)
_M, _D, _C, _T = FactKind.MONEY, FactKind.DATE, FactKind.CHOICE, FactKind.TEXT

COLUMNS: Final[tuple[TapeColumn, ...]] = (
    _column("contract_number", "合同编号", "Contract number", kind=_T, needed=True, synonyms=(
        "借款合同编号", "贷款合同编号", "合同号", "贷款编号", "借据编号", "借据号", "loan id", "loan number",
        "contract id", "contract no",
    )),
    _column("credit_code", "统一社会信用代码", "Unified social credit code", kind=_T, needed=True,
            bounds=(None, 18), synonyms=(
        "借款人统一社会信用代码", "企业统一社会信用代码", "社会信用代码", "信用代码", "企业代码", "credit code",
        "borrower code", "enterprise code",
    )),
    _column("currency", "币种", "Currency", kind=_C, synonyms=("货币", "贷款币种"), choices=_MONEY_CHOICES),
    _column("principal_minor", "贷款本金", "Principal", kind=_M, needed=True, bounds=(1, _LARGEST_MINOR), synonyms=(
        "合同金额", "贷款金额", "放款金额", "借款金额", "发放金额", "loan amount", "principal", "contract amount",
    )),
    _column("rate_ppb", "年利率", "Yearly rate", kind=FactKind.RATIO, needed=True, synonyms=(
        "贷款利率", "执行利率", "利率", "合同利率", "rate", "interest rate", "annual rate",
    )),
    _column("drawn_on", "放款日期", "Drawn on", kind=_D, needed=True, synonyms=(
        "发放日期", "贷款发放日", "放款日", "起始日期", "起息日", "贷款起始日", "disbursed on", "start date",
        "value date",
    )),
    _column("matures_on", "到期日期", "Matures on", kind=_D, needed=True, synonyms=(
        "到期日", "贷款到期日", "终止日期", "合同到期日", "maturity date", "maturity", "end date",
    )),
    _column("repayment", "还款方式", "Repayment", kind=_C, needed=True, synonyms=(
        "偿还方式", "还款类型", "repayment method", "repayment type",
    ), choices=_REPAYMENTS),
    _column("interest_months", "结息周期", "Interest cycle", kind=_C, synonyms=(
        "付息周期", "付息频率", "结息方式", "还款周期", "interest cycle", "payment frequency",
    ), choices=_CYCLES),
    _column("day_count", "计息规则", "Day count", kind=_C, synonyms=(
        "计息方式", "计息基础", "day count", "day count convention",
    ), choices=_DAY_COUNTS),
    _column("balance_minor", "贷款余额", "Balance", kind=_M, needed=True, synonyms=(
        "本金余额", "余额", "期末余额", "月末余额", "outstanding", "outstanding balance", "principal balance",
    )),
    _column("principal_paid_minor", "累计已还本金", "Principal paid", kind=_M, needed=True, synonyms=(
        "已还本金", "累计归还本金", "累计还本", "principal repaid", "cumulative principal paid",
    )),
    _column("interest_paid_minor", "累计已还利息", "Interest paid", kind=_M, needed=True, synonyms=(
        "已还利息", "累计已付利息", "已付利息", "累计付息", "累计归还利息", "cumulative interest paid",
    )),
    _column("days_past_due", "逾期天数", "Days past due", kind=FactKind.COUNT, needed=True, synonyms=(
        "当前逾期天数", "欠款天数", "dpd", "overdue days", "days overdue",
    )),
    _column("status", "贷款状态", "Status", kind=_C, needed=True, synonyms=(
        "状态", "账户状态", "借据状态", "loan status",
    ), choices=_STATUSES),
    _column("written_off_minor", "核销金额", "Written off", kind=_M, synonyms=(
        "核销本金", "已核销金额", "write-off amount", "charged off amount",
    )),
    _column("five_class", "五级分类", "Five-class grade", kind=_C, synonyms=(
        "贷款五级分类", "风险分类", "资产质量分类", "classification",
    ), choices=_CLASSES),
    _column("last_paid_on", "最近还款日期", "Last paid on", kind=_D, synonyms=(
        "最近还款日", "最后还款日期", "last payment date",
    )),
    _column("place_code", "行政区划代码", "Place code", kind=_T, bounds=(None, 6), synonyms=(
        "区划代码", "所在地区代码", "地区代码", "区县代码", "district code",
    )),
    _column("industry_code", "行业代码", "Industry code", kind=_T, bounds=(None, 5), synonyms=(
        "国民经济行业代码", "行业分类代码", "贷款投向行业", "industry",
    )),
    _column("is_technology", "科技型企业贷款", "Loan to a technology enterprise", kind=FactKind.FLAG, synonyms=(
        "是否科技型企业", "科技型企业", "是否科技贷款", "科技企业标识", "technology enterprise", "technology loan",
    )),
)  # fmt: skip
"""Every column, in the order of the canonical form of a tape."""

BY_NAME: Final[Mapping[str, TapeColumn]] = MappingProxyType({each.fact.name: each for each in COLUMNS})
NEEDED: Final = tuple(each.fact.name for each in COLUMNS if each.needed)


def names_of(fact: Fact) -> tuple[str, ...]:
    """Every way in which a column may be headed: its own name, its label in both languages, its synonyms."""
    return (fact.name, fact.label.zh, fact.label.en, *fact.synonyms)


def _headers() -> Mapping[str, TapeColumn]:
    found: dict[str, TapeColumn] = {}
    for column in COLUMNS:
        for name in names_of(column.fact):
            other = found.setdefault(fold(name), column)
            assert other is column, f"{name} heads both {other.fact.name} and {column.fact.name}"  # noqa: S101
    return MappingProxyType(found)


BY_HEADER: Final = _headers()
"""The column behind each folded header."""


def usual_cycle_months(repayment: str) -> int:
    """How often interest is paid where a tape does not say: never before maturity for a bullet, else each month."""
    return 0 if repayment == "bullet" else 1


def usual_day_count(repayment: str) -> str:
    """How interest is counted where a tape does not say: instalments by whole months, the rest by days over 360."""
    return "MONTHLY" if repayment in {"equal_instalment", "equal_principal"} else "A360"
