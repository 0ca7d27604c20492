"""Which act leads a break from which state to which; the database holds the same list."""

from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import TextChoices

from kejin.facts import Label


class TapeKind(TextChoices):
    """What a tape is for."""

    TAKE_ON = "take_on"
    MONTHLY = "monthly"


class TapeStatus(TextChoices):
    """How far a tape has come."""

    RECEIVED = "received"
    RECONCILED = "reconciled"
    SUPERSEDED = "superseded"


class BreakState(TextChoices):
    """Where a break stands."""

    OPEN = "open"
    EXPLAINED = "explained"
    ACCEPTED = "accepted"
    CLOSED = "closed"


WORDS: Mapping[TextChoices, Label] = MappingProxyType(
    {
        TapeKind.TAKE_ON: Label("存量纳入", "Taking on a book"),
        TapeKind.MONTHLY: Label("月度报表", "Monthly"),
        TapeStatus.RECEIVED: Label("已接收", "Received"),
        TapeStatus.RECONCILED: Label("已核对", "Reconciled"),
        TapeStatus.SUPERSEDED: Label("已被更正", "Superseded"),
        BreakState.OPEN: Label("待说明", "Open"),
        BreakState.EXPLAINED: Label("已说明，待复核", "Explained"),
        BreakState.ACCEPTED: Label("已接受", "Accepted"),
        BreakState.CLOSED: Label("已关闭", "Closed"),
    }
)
STANDING = (BreakState.OPEN, BreakState.EXPLAINED)
"""Somebody has to move."""

STEPS: tuple[tuple[str, str, str], ...] = (
    ("tape.explain_break", BreakState.OPEN, BreakState.EXPLAINED),
    ("tape.explain_break", BreakState.EXPLAINED, BreakState.EXPLAINED),
    ("tape.reject_explanation", BreakState.EXPLAINED, BreakState.OPEN),
    ("tape.accept_break", BreakState.EXPLAINED, BreakState.ACCEPTED),
    ("tape.close_break", BreakState.OPEN, BreakState.CLOSED),
    ("tape.close_break", BreakState.EXPLAINED, BreakState.CLOSED),
    ("tape.close_break", BreakState.ACCEPTED, BreakState.CLOSED),
    ("tape.reconcile", BreakState.EXPLAINED, BreakState.OPEN),
    ("tape.reconcile", BreakState.OPEN, BreakState.CLOSED),
    ("tape.reconcile", BreakState.EXPLAINED, BreakState.CLOSED),
    ("tape.reconcile", BreakState.ACCEPTED, BreakState.CLOSED),
)
