"""Which act leads a subsidy from which state to which; the database holds the same list."""

from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import TextChoices

from kejin.facts import Label


class State(TextChoices):
    """Where a subsidy stands."""

    ENTITLED = "entitled"
    CLAIMED = "claimed"
    CHECKED = "checked"
    NOTICED = "noticed"
    LISTED = "listed"
    PAID = "paid"
    CLAWED_BACK = "clawed_back"
    REFUSED = "refused"


STATE_WORDS: Mapping[State, Label] = MappingProxyType(
    {
        State.ENTITLED: Label("已认定资格", "Entitled"),
        State.CLAIMED: Label("已申报", "Claimed"),
        State.CHECKED: Label("已审核", "Checked"),
        State.NOTICED: Label("公示中", "In public notice"),
        State.LISTED: Label("已列入拨付清单", "In a payment file"),
        State.PAID: Label("已拨付", "Paid"),
        State.CLAWED_BACK: Label("已追回", "Clawed back"),
        State.REFUSED: Label("不予补贴", "Refused"),
    }
)

BEGINNING = ""
STEPS: tuple[tuple[str, str, str], ...] = (
    ("subsidy.entitle", BEGINNING, State.ENTITLED),
    ("subsidy.claim", State.ENTITLED, State.CLAIMED),
    ("subsidy.check", State.CLAIMED, State.CHECKED),
    ("subsidy.refuse", State.CLAIMED, State.REFUSED),
    ("subsidy.decide", State.CHECKED, State.NOTICED),
    ("subsidy.decide", State.CHECKED, State.REFUSED),
    ("subsidy.withhold", State.NOTICED, State.REFUSED),
    ("subsidy.payment_file", State.NOTICED, State.LISTED),
    ("subsidy.confirm_paid", State.LISTED, State.PAID),
    ("subsidy.claw_back", State.PAID, State.CLAWED_BACK),
)

REFUSALS: Mapping[str, Label] = MappingProxyType(
    {
        "facts_differ": Label("申报资料与核查不符", "The facts differ from what was found"),
        "duplicate": Label("重复申领", "Claimed twice"),
        "objection": Label("公示期异议成立", "An objection in the public notice was upheld"),
        "not_eligible": Label("不符合条件", "Not eligible"),
        "related_party": Label("利益冲突", "A conflict of interest"),
    }
)
"""The codes with which a subsidy is refused; the enterprise is told which."""
