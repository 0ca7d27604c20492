"""The codes of breaks and of their explanations, with their words, how grave they are and by when somebody answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import TextChoices

from kejin.facts import Label


class Severity(TextChoices):
    """How grave a break is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


SEVERITY_WORDS: Mapping[Severity, Label] = MappingProxyType(
    {
        Severity.HIGH: Label("严重", "High"),
        Severity.MEDIUM: Label("一般", "Medium"),
        Severity.LOW: Label("轻微", "Low"),
    }
)
ANSWER_DAYS: Mapping[Severity, int] = MappingProxyType(
    {Severity.HIGH: 5, Severity.MEDIUM: 10, Severity.LOW: 20}
)
"""Calendar days in which whoever has to move answers a break. Kejin's own proposal, no rule's."""


@dataclass(frozen=True, slots=True)
class BreakKind:
    """One kind of difference between a tape and what should have happened.

    Attributes:
        label: Its words.
        severity: How grave it is.
        unit: What expected and reported values count: `minor` (of the loan's currency), `ppb`, `days`, `date`, `text`.
        rebases: Whether its acceptance makes what was reported the new basis: from then on the schedule goes on from
            the accepted row, for a change of terms or an early repayment changes all that follows.
        stops_report: Whether nothing is told to the financing while it stands: what is outstanding or late is in doubt.
    """

    label: Label
    severity: Severity
    unit: str
    rebases: bool = False
    stops_report: bool = False


_H, _M, _L = Severity.HIGH, Severity.MEDIUM, Severity.LOW
BREAKS: Mapping[str, BreakKind] = MappingProxyType(
    {
        "unknown_loan": BreakKind(Label("未登记的贷款", "A loan that is not registered"), _H, "text"),
        "missing_loan": BreakKind(Label("漏报贷款", "A loan that is missing"), _H, "text", stops_report=True),
        "duplicate_row": BreakKind(Label("重复行", "A row that stands twice"), _M, "text"),
        "enterprise_code": BreakKind(
            Label("借款企业代码不符", "Another enterprise"), _H, "text", stops_report=True
        ),
        "currency": BreakKind(Label("币种不符", "Another currency"), _H, "text", stops_report=True),
        "principal": BreakKind(Label("贷款本金不符", "Another principal"), _H, "minor", rebases=True),
        "rate": BreakKind(Label("利率不符", "Another rate"), _M, "ppb", rebases=True),
        "drawn_on": BreakKind(Label("放款日期不符", "Another day of payout"), _M, "date", rebases=True),
        "maturity": BreakKind(Label("到期日不符", "Another maturity"), _M, "date", rebases=True),
        "repayment": BreakKind(Label("还款方式不符", "Another form of repayment"), _M, "text", rebases=True),
        "balance": BreakKind(
            Label("余额不平", "The balance does not follow"), _H, "minor", stops_report=True
        ),
        "principal_paid": BreakKind(
            Label("已还本金不符", "Principal paid does not follow"), _H, "minor", stops_report=True
        ),
        "prepaid": BreakKind(
            Label("提前还款", "More principal paid than was due"), _L, "minor", rebases=True
        ),
        "paid_falls": BreakKind(
            Label("累计已还本金减少", "Principal paid in total has fallen"), _H, "minor", stops_report=True
        ),
        "interest": BreakKind(Label("已还利息不符", "Interest paid does not follow"), _M, "minor"),
        "days_past_due": BreakKind(
            Label("逾期天数不符", "Days past due do not follow"), _H, "days", stops_report=True
        ),
        "status": BreakKind(Label("状态不符", "The status does not follow"), _M, "text"),
        "write_off_without_overdue": BreakKind(
            Label("未逾期即核销", "Written off without being overdue"), _H, "minor", stops_report=True
        ),
        "not_computable": BreakKind(Label("条款无法计算", "Terms that cannot be computed"), _M, "text"),
    }
)

EXPLANATIONS: Mapping[str, Label] = MappingProxyType(
    {
        "prepayment": Label("提前还款", "Repaid early"),
        "rate_reset": Label("利率重定价", "The rate was reset"),
        "extension": Label("贷款展期", "The loan was extended"),
        "restructured": Label("重组或变更还款方式", "Restructured, or another form of repayment"),
        "late_interest": Label("罚息或复利", "Interest on what was late"),
        "rounding": Label("计息尾差", "Rounding of interest"),
        "grace": Label("宽限期", "Days of grace"),
        "not_drawn": Label("已签约未放款", "Signed, not drawn"),
        "transferred": Label("贷款转让", "The loan was transferred"),
        "not_taken_on": Label("尚未纳入存量登记", "Not taken on yet"),
        "payment_under_way": Label("还款在途", "A payment is under way"),
        "our_error": Label("报送有误，将更正", "Reported wrongly, a corrected tape follows"),
        "registered_wrongly": Label("登记信息有误", "Registered wrongly"),
        "other": Label("其他", "Something else"),
    }
)
"""The codes with which a bank explains a break; `other` needs words."""

CLOSINGS: Mapping[str, Label] = MappingProxyType(
    {
        "agrees": Label("后续报表一致", "A later tape agrees"),
        "corrected": Label("更正报表一致", "The corrected tape agrees"),
        "accepted": Label("说明已接受，办结", "Explained, accepted and done"),
        "no_difference": Label("核实无差异", "Looked into: no difference"),
        "loan_ended": Label("贷款已结束", "The loan has ended"),
    }
)
"""How a break ended."""
