"""What an organisation was told, in words: which act, what became of the file, and the reason of a refusal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kejin.facts import Label
from kejin.records.actions.action import action_kind
from kejin.records.actions.models import Notice
from kejin.records.errors import BodyError
from kejin.records.financing.steps import REFUSALS, STATE_WORDS
from kejin.records.kept.reasons import REASONS
from kejin.records.subsidies.steps import REFUSALS as SUBSIDY_REFUSALS
from kejin.records.subsidies.steps import STATE_WORDS as SUBSIDY_STATES
from kejin.records.work.asking import Asker

_STATES: Mapping[str, Mapping[str, Label]] = {
    "subsidy": {state.value: words for state, words in SUBSIDY_STATES.items()},
    "financing": {state.value: words for state, words in STATE_WORDS.items()},
}


@dataclass(frozen=True, slots=True)
class Told:
    """A notice in words.

    Attributes:
        notice_id: Its number; `notice.see` records that it was seen.
        code: The act that sent it.
        subject: What it is about: kind and number.
        on: The business day.
        sender: For whom it was acted.
        what: The act in words.
        state: What became of the file; None where the notice does not say.
        reason: Why it was refused; None where it was not.
        parts: The rest of what the notice says.
        seen: Whether the one who asks has seen it.
    """

    notice_id: int
    code: str
    subject: tuple[str, int]
    on: date
    sender: str
    what: Label
    state: Label | None
    reason: Label | None
    parts: Mapping[str, Any]
    seen: bool


def notices_of(who: Asker, *, unseen: bool = False, most: int = 200) -> list[Told]:
    """The latest notices to an organisation, newest first.

    Args:
        who: Who asks, for which organisation.
        unseen: Only those that this person has not seen.
        most: How many at most.
    """
    found = Notice.objects.filter(organisation=who.organisation)
    if unseen:
        found = found.exclude(seen__person=who.person)
    found = found.select_related("act").order_by("-pk")[:most]
    seen = set(
        Notice.objects.filter(pk__in=[each.pk for each in found], seen__person=who.person).values_list(
            "pk", flat=True
        )
    )
    return [_told(each, seen=each.pk in seen) for each in found]


def reason_of(room: str, code: str) -> Label:
    """The words of a reason for which a financing or a subsidy was refused; the code where nobody knows it any more."""
    known = SUBSIDY_REFUSALS if room == "subsidy" else REFUSALS
    return known.get(code) or REASONS.get(code) or Label(code, code)


def _words_of(code: str) -> Label:
    try:
        return action_kind(code).label
    except BodyError:
        return Label(code, code)


def _told(notice: Notice, *, seen: bool) -> Told:
    room = notice.code.split(".")[0]
    state, reason = notice.parts.get("state"), notice.parts.get("reason")
    return Told(
        notice_id=notice.pk,
        code=notice.code,
        subject=(notice.subject_kind, notice.subject_id),
        on=notice.act.business_date,
        sender=notice.act.organisation_name,
        what=_words_of(notice.code),
        state=_STATES.get(room, {}).get(str(state)) if state else None,
        reason=reason_of(room, str(reason)) if reason else None,
        parts=notice.parts,
        seen=seen,
    )
