"""Undo: which acts can be taken back without a second person, by which other act, and for how long it is offered.

Nothing is ever deleted: what undoes an act is an act of its own, recorded with its own number, person and reason. What
is not listed here either cannot be undone, and then asks for a reason, the amount and mostly a second person, or is
undone by an act that its page offers in any case. `docs/console.md` has the whole table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from kejin.records.actions.action import action_kind
from kejin.records.kept.models import Act
from kejin.records.parties.models import Appointment
from kejin.web.visitors import Visitor

OFFERED_FOR = timedelta(minutes=30)
"""So long the page that follows an act offers to undo it; the acts themselves know other limits."""


@dataclass(frozen=True, slots=True)
class Undo:
    """How an act is undone.

    Attributes:
        code: The act that undoes it.
        parts: Its parameters, out of the act that is undone and its reply.
    """

    code: str
    parts: Callable[[Act], dict[str, Any]]


def _financing(act: Act) -> dict[str, Any]:
    return {"financing_id": act.body["financing_id"]}


def _consent(act: Act) -> dict[str, Any]:
    return {"consent_id": act.reply.content["consent_id"]}


def _appointment(act: Act) -> dict[str, Any]:
    made = Appointment.objects.select_related("person").get(pk=act.reply.content["appointment_id"])
    return {
        "username": made.person.username,
        "organisation_id": made.organisation_id,
        "role": made.role,
    }


def _activity(act: Act) -> dict[str, Any]:
    return {"username": act.reply.subject_label, "active": not act.reply.content["active"]}


UNDO: Mapping[str, Undo] = {
    "consent.give": Undo("consent.withdraw", _consent),
    "financing.accept": Undo("financing.take_back", _financing),
    "financing.propose": Undo("financing.take_back", _financing),
    "financing.withdraw": Undo("financing.take_back", _financing),
    "financing.refuse": Undo("financing.take_back", _financing),
    "registry.appoint": Undo("registry.end_appointment", _appointment),
    "registry.set_person_active": Undo("registry.set_person_active", _activity),
}


def undone_by(act: Act) -> Undo:
    """How an act is undone. Raises `LookupError` where it is not."""
    return UNDO[act.code]


def may_be_undone(visitor: Visitor, number: str) -> Act | None:
    """The act of that number where the visitor did it himself, lately, and it can be and was not yet undone."""
    if not number.isdecimal() or len(number) > 18 or visitor.person is None or visitor.organisation is None:
        return None
    since = timezone.now() - OFFERED_FOR
    mine = Act.objects.filter(
        pk=int(number), person_id=visitor.person.pk, organisation_id=visitor.organisation.pk, code__in=UNDO,
        recorded_at__gte=since,
    )  # fmt: skip
    found = mine.select_related("reply").first()
    if (
        found is None
        or Act.objects.filter(organisation_id=visitor.organisation.pk, key=undo_key(found)).exists()
    ):
        return None
    kind = action_kind(undone_by(found).code)
    allowed = visitor.kind in kind.allowed.kinds and bool(visitor.roles & kind.allowed.roles)
    return found if allowed else None


def undo_key(act: Act) -> str:
    """The key of what undoes an act: it is undone once."""
    return f"undo-{act.pk}"
