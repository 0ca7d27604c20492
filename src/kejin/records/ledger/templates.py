"""Which accounts a book has."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import TextChoices

from kejin.facts import Label


class Side(TextChoices):
    """On which side an account's balance stands."""

    DEBIT = "debit"
    CREDIT = "credit"


class Template(TextChoices):
    """What a book is for."""

    POOL = "pool"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class AccountPlan:
    """One account of a template; `guarded` accounts never stand on the other side."""

    code: str
    side: Side
    guarded: bool
    label: Label


PLANS: Mapping[Template, tuple[AccountPlan, ...]] = MappingProxyType(
    {
        # A pool answers for losses with what it holds.
        Template.POOL: (
            AccountPlan("cash", Side.DEBIT, guarded=True, label=Label("银行存款", "Cash")),
            AccountPlan("capital", Side.CREDIT, guarded=True, label=Label("资金池本金", "Capital")),
            AccountPlan(
                "payable", Side.CREDIT, guarded=True, label=Label("应付补偿", "Compensation payable")
            ),
            AccountPlan(
                "compensation",
                Side.DEBIT,
                guarded=True,
                label=Label("补偿净额", "Compensation, net of recoveries"),
            ),
        ),
        # A budget: what was appropriated is available, committed, or spent.
        Template.BUDGET: (
            AccountPlan("appropriation", Side.CREDIT, guarded=True, label=Label("预算批复", "Appropriation")),
            AccountPlan("available", Side.DEBIT, guarded=True, label=Label("可用预算", "Available")),
            AccountPlan("committed", Side.DEBIT, guarded=True, label=Label("已承诺", "Committed")),
            AccountPlan("spent", Side.DEBIT, guarded=True, label=Label("已支付", "Spent")),
        ),
    }
)
