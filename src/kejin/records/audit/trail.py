"""How a record came to be what it is: every act about it, with reason and request, and what each changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from typing_extensions import override

from kejin.facts import Label
from kejin.records.actions.action import Action, Allowed, Context, Outcome, listed
from kejin.records.actions.performing import Done, perform
from kejin.records.actions.values import Code, Id
from kejin.records.audit.models import Version
from kejin.records.audit.versions import Change, history
from kejin.records.errors import UnknownRecordError
from kejin.records.kept.classes import SECRET, classes_of, sensitive_from
from kejin.records.kept.models import Act, Reply
from kejin.records.kept.record import Part, models_kept
from kejin.records.kept.rights import Rights
from kejin.records.parties.kinds import OrganisationKind, Role
from kejin.records.parties.standing import Caller

_HIDDEN = frozenset({"id", "act_id", "recorded_at"})


@dataclass(frozen=True, slots=True)
class TrailAct:
    """One act on a record's trail.

    Attributes:
        changes: Of each row that may change: each column with its value before and after, as the reader may see it.
    """

    act_id: int
    code: str
    person: str
    organisation: str
    business_day: str
    recorded_at: datetime
    channel: str
    request_id: str
    reason: str
    changes: dict[str, dict[str, tuple[object, object]]]


@listed
class ReadTrail(Action):
    """Read the trail of a record. An auditor of the office reads every one; the reading is an act, and so on record."""

    code = "audit.read_trail"
    label = Label("查阅审计轨迹", "Read an audit trail")
    allowed = Allowed(frozenset({OrganisationKind.OFFICE}), frozenset({Role.AUDITOR}))
    needs_reason = True

    kind: Code
    number: Id

    @override
    def change(self, context: Context) -> Outcome:
        acts = list(_acts(self.kind, self.number))
        if not acts:
            raise UnknownRecordError(
                "No act is about such a record", expected="a kind and a number, such as financing 12",
                found=f"{self.kind} {self.number}", kept="Nothing was recorded.",
            )  # fmt: skip
        return Outcome(("trail", self.number, f"{self.kind} {self.number}"), {"acts": len(acts)})


def read_trail(caller: Caller, kind: str, number: int, *, clear: bool = True) -> tuple[Done, list[TrailAct]]:
    """The trail of a record, first act first, for an auditor; that it was read is on record before it is given.

    Args:
        caller: Who reads, with the reason.
        kind: What kind of record, as a reply names it: `financing`, `claim`, `subsidy`, `organisation`.
        number: Which one.
        clear: Whether sensitive values are shown; else they are masked.

    Raises:
        NotPermittedError: Not an auditor of the office.
        UnknownRecordError: No act is about such a record.
    """
    done = perform(ReadTrail(kind=kind, number=number), caller)
    clearance = SECRET - 1 if clear else sensitive_from() - 1
    return done, [_told(act, kind, number, clearance=clearance) for act in _acts(kind, number)]


def _acts(kind: str, number: int) -> Iterator[Act]:
    """The acts whose reply is about the record, and those that left a version of its row."""
    said = Reply.objects.filter(subject_kind=kind, subject_id=number).values_list("act_id", flat=True)
    left = Version.objects.filter(table__in=_tables(kind), row_id=number).values_list("act_id", flat=True)
    return Act.objects.filter(pk__in={*said, *left}).order_by("pk").iterator()


def _told(act: Act, kind: str, number: int, *, clearance: int) -> TrailAct:
    shown = classes_of(Act).masked({"person_name": act.person_name, "reason": act.reason}, clearance)
    changes = {
        table: _shown(model, change, clearance)
        for table, model in _tables(kind).items()
        for change in history(table, number)
        if change.act_id == act.pk
    }
    return TrailAct(
        act.pk, act.code, shown["person_name"], act.organisation_name, act.business_date.isoformat(), act.recorded_at,
        act.channel, str(act.request_id), shown["reason"], changes,
    )  # fmt: skip


def _shown(model: type[Part], change: Change, clearance: int) -> dict[str, tuple[object, object]]:
    classes = classes_of(model)
    before = classes.masked({name: old for name, (old, _) in change.columns.items()}, clearance)
    after = classes.masked({name: new for name, (_, new) in change.columns.items()}, clearance)
    return {name: (before[name], after[name]) for name in change.columns if name not in _HIDDEN}


def _tables(kind: str) -> dict[str, type[Part]]:
    """The tables of rows that may change whose model is called like the kind: `parties_organisation`."""
    return {
        model._meta.db_table: model  # noqa: SLF001 - Django's public way to a model's table
        for model in models_kept()
        if model.rights is Rights.CHANGE and model._meta.model_name == kind  # noqa: SLF001
    }
