"""Which act leads from which state to which: the one list that the acts, the database and the tests go by."""

from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import TextChoices

from kejin.facts import Label


class State(TextChoices):
    """Where a financing stands."""

    NEED = "need"
    MATCHED = "matched"
    APPLIED = "applied"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    PROPOSED = "proposed"
    APPROVED = "approved"
    CONTRACTED = "contracted"
    OVERDUE = "overdue"
    CLAIMED = "claimed"
    COMPENSATED = "compensated"
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


ENDED = frozenset({State.CLOSED, State.REFUSED, State.WITHDRAWN})

STATE_WORDS: Mapping[State, Label] = MappingProxyType(
    {
        State.NEED: Label("需求已登记", "Need stated"),
        State.MATCHED: Label("已匹配", "Matched"),
        State.APPLIED: Label("已申请", "Applied for"),
        State.OFFERED: Label("已报价", "Offered"),
        State.ACCEPTED: Label("已接受", "Accepted"),
        State.PROPOSED: Label("审批中", "Up for approval"),
        State.APPROVED: Label("已批准", "Approved"),
        State.CONTRACTED: Label("已签约", "Under contract"),
        State.OVERDUE: Label("已逾期", "Overdue"),
        State.CLAIMED: Label("已申请补偿", "Compensation claimed"),
        State.COMPENSATED: Label("已补偿", "Compensated"),
        State.CLOSED: Label("已结清", "Closed"),
        State.REFUSED: Label("未获批准", "Refused"),
        State.WITHDRAWN: Label("已撤回", "Withdrawn"),
    }
)

BEGINNING = ""
"""The state before the first act."""

STEPS: tuple[tuple[str, str, str], ...] = (
    ("financing.state_need", BEGINNING, State.NEED),
    ("financing.match", State.NEED, State.MATCHED),
    ("financing.apply", State.MATCHED, State.APPLIED),
    ("financing.offer", State.APPLIED, State.OFFERED),
    ("financing.offer", State.OFFERED, State.OFFERED),
    ("financing.accept", State.OFFERED, State.ACCEPTED),
    ("financing.propose", State.ACCEPTED, State.PROPOSED),
    ("financing.decide", State.PROPOSED, State.APPROVED),
    ("financing.decide", State.PROPOSED, State.REFUSED),
    ("financing.register_contract", State.APPROVED, State.CONTRACTED),
    ("financing.report", State.CONTRACTED, State.CONTRACTED),
    ("financing.report", State.CONTRACTED, State.OVERDUE),
    ("financing.report", State.OVERDUE, State.OVERDUE),
    ("financing.report", State.OVERDUE, State.CONTRACTED),
    ("financing.claim", State.OVERDUE, State.CLAIMED),
    ("financing.decide_claim", State.CLAIMED, State.COMPENSATED),
    ("financing.decide_claim", State.CLAIMED, State.OVERDUE),
    ("financing.recover", State.COMPENSATED, State.COMPENSATED),
    ("financing.close", State.CONTRACTED, State.CLOSED),
    ("financing.close", State.OVERDUE, State.CLOSED),
    ("financing.close", State.COMPENSATED, State.CLOSED),
    ("financing.refuse", State.APPLIED, State.REFUSED),
    ("financing.refuse", State.ACCEPTED, State.REFUSED),
    ("financing.withdraw", State.NEED, State.WITHDRAWN),
    ("financing.withdraw", State.MATCHED, State.WITHDRAWN),
    ("financing.withdraw", State.APPLIED, State.WITHDRAWN),
    ("financing.withdraw", State.OFFERED, State.WITHDRAWN),
    ("financing.withdraw", State.ACCEPTED, State.WITHDRAWN),
    ("financing.take_back", State.ACCEPTED, State.OFFERED),
    ("financing.take_back", State.PROPOSED, State.ACCEPTED),
    ("financing.take_back", State.WITHDRAWN, State.NEED),
    ("financing.take_back", State.WITHDRAWN, State.MATCHED),
    ("financing.take_back", State.WITHDRAWN, State.APPLIED),
    ("financing.take_back", State.WITHDRAWN, State.OFFERED),
    ("financing.take_back", State.WITHDRAWN, State.ACCEPTED),
    ("financing.take_back", State.REFUSED, State.APPLIED),
    ("financing.take_back", State.REFUSED, State.ACCEPTED),
)

TAKE_BACK = "financing.take_back"
TAKEN_BACK = frozenset({"financing.accept", "financing.propose", "financing.withdraw", "financing.refuse"})
"""The steps that may be taken back by the one who took them, the same day and before anybody acts on them."""

REFUSALS: Mapping[str, Label] = MappingProxyType(
    {
        "repayment_capacity": Label("还款能力不足", "Not enough capacity to repay"),
        "credit_record": Label("信用记录不符合要求", "The credit record does not meet the requirements"),
        "information_missing": Label("资料不完整", "Information is missing"),
        "purpose": Label("资金用途不符", "The purpose does not fit"),
        "collateral": Label("担保不足", "Not enough security"),
        "related_party": Label("关联交易限制", "A limit on dealings with related parties"),
        "quota": Label("额度已满", "The quota is used up"),
        "not_eligible": Label("不符合产品条件", "Not eligible for the product"),
    }
)
"""The codes with which a financing is refused; the enterprise is told which."""
