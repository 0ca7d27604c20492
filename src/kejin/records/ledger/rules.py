"""How what happened becomes postings: pure functions of the entry's facts, so that a replay makes the same again."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kejin.facts import Label
from kejin.money import checked_int64
from kejin.records.errors import RefusedError
from kejin.records.ledger.templates import Template

REVERSAL = "reversal"
_AMOUNT = "amount_minor"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of entry: it moves its amount from one account to another of the same book.

    Attributes:
        template: Of which books.
        debit: The account that receives the amount.
        credit: The account that gives it.
        label: Its words.
    """

    template: Template
    debit: str
    credit: str
    label: Label


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "pool.contribution": Rule(Template.POOL, "cash", "capital", Label("出资", "Contribution")),
        "pool.withdrawal": Rule(Template.POOL, "capital", "cash", Label("退出资金", "Withdrawal of capital")),
        "pool.income": Rule(
            Template.POOL, "cash", "capital", Label("利息及其他收入", "Interest and other income")
        ),
        "pool.fee": Rule(Template.POOL, "capital", "cash", Label("费用支出", "Fees paid")),
        "pool.admission": Rule(
            Template.POOL, "compensation", "payable", Label("核定补偿", "Compensation admitted")
        ),
        "pool.payment": Rule(Template.POOL, "payable", "cash", Label("支付补偿", "Compensation paid")),
        "pool.recovery": Rule(Template.POOL, "cash", "compensation", Label("追偿收回", "Recovery")),
        "budget.appropriation": Rule(
            Template.BUDGET, "available", "appropriation", Label("预算下达", "Appropriation")
        ),
        "budget.commitment": Rule(Template.BUDGET, "committed", "available", Label("预算承诺", "Commitment")),
        "budget.release": Rule(
            Template.BUDGET, "available", "committed", Label("承诺释放", "Release of a commitment")
        ),
        "budget.payment": Rule(Template.BUDGET, "spent", "committed", Label("预算支付", "Payment")),
        "budget.clawback": Rule(Template.BUDGET, "available", "spent", Label("追回资金", "Clawback")),
    }
)


def lines_of(kind: str, facts: Mapping[str, object]) -> tuple[tuple[str, int], ...]:
    """The postings that a kind of entry makes of its facts: account codes with amounts, debits positive.

    Args:
        kind: A key of `RULES`, or `reversal`.
        facts: `amount_minor`, positive; for a reversal `lines`, those of the entry that it takes back.

    Raises:
        RefusedError: No such kind, or an amount that is none.
    """
    if kind == REVERSAL:
        lines = facts.get("lines")
        assert isinstance(lines, list)  # noqa: S101 - written by `reverse` alone
        return tuple((str(code), -int(amount)) for code, amount in lines)
    rule = RULES.get(kind)
    amount = facts.get(_AMOUNT)
    if rule is None or not isinstance(amount, int) or isinstance(amount, bool) or amount <= 0:
        raise RefusedError("No entry can be made of this", "no_entry", found=f"{kind}: {amount}")
    whole = checked_int64(amount, what="the amount of an entry")
    return ((rule.debit, whole), (rule.credit, -whole))
