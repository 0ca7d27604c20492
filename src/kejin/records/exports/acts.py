"""Asking for an export, deciding on it, making it."""

from typing import Annotated

from pydantic import Field, PrivateAttr, StringConstraints
from typing_extensions import override

from kejin.facts import Label
from kejin.records.actions.action import Action, Allowed, Context, Outcome, listed
from kejin.records.actions.values import Id, Sha256
from kejin.records.approvals.deciding import GRANTED, Proposal, approval_of, decide, propose, state_of
from kejin.records.approvals.models import Approval
from kejin.records.errors import NotPermittedError, RefusedError, UnknownRecordError
from kejin.records.exports.models import Export, Request
from kejin.records.exports.writing import Sink, write_table
from kejin.records.kept.classes import SECRET, classes_of, sensitive_from
from kejin.records.kept.record import Part, models_kept
from kejin.records.parties.kinds import OrganisationKind, Role

_OFFICE = frozenset({OrganisationKind.OFFICE})
_KIND = "export"
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]


@listed
class RequestExport(Action):
    """Ask for columns of a table. What is sensitive in clear needs the approval of somebody else; masked it needs none.

    Attributes:
        table: A table of the records.
        columns: Its columns, in the order wanted.
        masked: Whether sensitive values are masked.
    """

    code = "export.request"
    label = Label("申请导出", "Ask for an export")
    allowed = Allowed(_OFFICE, frozenset({Role.HANDLER, Role.AUDITOR}))
    needs_reason = True

    table: Name
    columns: Annotated[list[Name], Field(min_length=1, max_length=200)]
    masked: bool = False

    @override
    def change(self, context: Context) -> Outcome:
        levels = classes_of(table_named(self.table)).levels
        unknown = [name for name in self.columns if name not in levels]
        if unknown or len(set(self.columns)) < len(self.columns):
            raise UnknownRecordError(
                f"{self.table} has no such columns, or one is named twice", expected=", ".join(levels),
                found=", ".join(unknown or self.columns), kept="Nothing was recorded.",
            )  # fmt: skip
        secret = [name for name in self.columns if levels[name] >= SECRET]
        if secret:
            raise RefusedError(
                "Secrets are not given out", "secret", found=", ".join(secret), where=self.table
            )
        above = [name for name in self.columns if levels[name] >= sensitive_from()]
        made = Request.objects.create(
            table=self.table,
            columns=self.columns,
            masked=self.masked,
            sensitive=bool(above) and not self.masked,
        )
        content: dict[str, object] = {"request_id": made.pk, "sensitive": [] if self.masked else above}
        if made.sensitive:
            approval = propose(
                context, Proposal(context.organisation, _KIND, (_KIND, made.pk), 0, _content(made))
            )
            content |= {
                "approval_id": approval.pk, "required": approval.required, "content_sha256": approval.content_sha256,
            }  # fmt: skip
        return Outcome((_KIND, made.pk, str(made)), content)


@listed
class DecideExport(Action):
    """Approve an export, or refuse it with a reason."""

    code = "export.decide"
    label = Label("审批导出", "Decide on an export")
    allowed = Allowed(_OFFICE, frozenset({Role.APPROVER}))

    approval_id: Id
    content_sha256: Sha256
    reason_code: Annotated[str, StringConstraints(max_length=40)] = ""

    @override
    def change(self, context: Context) -> Outcome:
        approval = approval_of(self.approval_id, _KIND)
        outcome = decide(context, approval, content_sha256=self.content_sha256, reason_code=self.reason_code)
        return Outcome((_KIND, approval.subject_id, f"X{approval.subject_id}"), {"approval": outcome})


@listed
class MakeExport(Action):
    """Give out what was asked for, once, to the one who asked. The door says where to, with `to`."""

    code = "export.make"
    label = Label("导出", "Make an export")
    allowed = RequestExport.allowed

    request_id: Id
    _sink: Sink | None = PrivateAttr(default=None)

    def to(self, sink: Sink) -> "MakeExport":
        """The same act, writing its file into `sink`. What is written counts once the act is done."""
        self._sink = sink
        return self

    @override
    def change(self, context: Context) -> Outcome:
        asked = Request.objects.select_related("act").filter(pk=self.request_id).first()
        if asked is None:
            raise UnknownRecordError("No such request", found=self.request_id, kept="Nothing was recorded.")
        if asked.act.person_id != context.person.pk:
            raise NotPermittedError("Somebody else asked for this export", kept="Nothing was recorded.")
        if Export.objects.filter(request=asked).exists():
            raise RefusedError(
                "This request has had its export; ask again for another", "duplicate", found=asked
            )
        if self._sink is None:
            raise RefusedError(
                "An export needs a file; `kejin db export` writes one", "no_file", where=self.code
            )
        approval = None
        if asked.sensitive:
            approval = Approval.objects.filter(kind=_KIND, subject_kind=_KIND, subject_id=asked.pk).latest(
                "id"
            )
            if state_of(approval) != GRANTED:
                raise RefusedError("This export is not approved", "not_approved", found=state_of(approval))
        clearance = sensitive_from() - 1 if asked.masked else SECRET - 1
        rows, digest = write_table(table_named(asked.table), asked.columns, self._sink, clearance=clearance)
        made = Export.objects.create(request=asked, approval=approval, rows=rows, sha256=digest)
        return Outcome((_KIND, asked.pk, str(asked)), {"export_id": made.pk, "rows": rows, "sha256": digest})


def table_named(name: str) -> type[Part]:
    """The model behind a table of the records.

    Raises:
        UnknownRecordError: There is none.
    """
    for model in models_kept():
        if model._meta.db_table == name:  # noqa: SLF001 - Django's public way to a model's table
            return model
    raise UnknownRecordError("No such table", found=name, kept="Nothing was recorded.")


def _content(asked: Request) -> dict[str, object]:
    return {"request": asked.pk, "table": asked.table, "columns": asked.columns}
