"""Acts about lists on public notice, and about objections."""

import hashlib
import json
from datetime import timedelta
from typing import Annotated

from django.db.models import Q
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from typing_extensions import override

from kejin.facts import Label
from kejin.records.actions.action import Action, Allowed, Context, Outcome, Told, listed
from kejin.records.actions.values import PERSONAL, Id, Sha256, Word
from kejin.records.errors import RefusedError, UnknownRecordError
from kejin.records.parties.kinds import OrganisationKind, Role
from kejin.records.parties.models import Organisation
from kejin.records.publications.models import Conclusion, Objection, ObjectionAnswer, Publication, PublicList
from kejin.records.subsidies.models import Subsidy
from kejin.records.subsidies.steps import State

_OFFICE = frozenset({OrganisationKind.OFFICE})
HANDLERS = Allowed(_OFFICE, frozenset({Role.HANDLER}))
APPROVERS = Allowed(_OFFICE, frozenset({Role.APPROVER}))
_MOST_ROWS = 50_000
Said = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]


class ListedEnterprise(BaseModel):
    """One enterprise of a list: code, name, and the city or county."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    credit_code: Annotated[str, StringConstraints(min_length=1, max_length=18)]
    name: Word
    place: Annotated[str, StringConstraints(max_length=60)] = ""


@listed
class DraftList(Action):
    """Draft a list of enterprises, to be put on public notice by somebody else."""

    code = "publication.draft"
    label = Label("拟定名单", "Draft a list")
    allowed = HANDLERS

    list_key: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    title_zh: Word
    title_en: Word
    rows: Annotated[list[ListedEnterprise], Field(min_length=1, max_length=_MOST_ROWS)]
    basis: dict[str, str]
    notice_days: Annotated[int, Field(strict=True, ge=1, le=365)]

    @override
    def change(self, context: Context) -> Outcome:
        rows = [row.model_dump() for row in self.rows]
        codes = [row["credit_code"] for row in rows]
        if len(set(codes)) != len(codes):
            twice = next(code for code in codes if codes.count(code) > 1)
            raise RefusedError("A list names an enterprise once", "duplicate", found=twice)
        made = PublicList.objects.create(
            office=context.organisation, key=self.list_key, title_zh=self.title_zh, title_en=self.title_en, rows=rows,
            basis=self.basis, sha256=digest_of(rows), notice_days=self.notice_days,
        )  # fmt: skip
        content = {"list_id": made.pk, "sha256": made.sha256, "rows": len(rows)}
        return Outcome(("public_list", made.pk, self.title_zh), content)


@listed
class PublishList(Action):
    """Put a drafted list on public notice from today on; not by the person who drafted it."""

    code = "publication.publish"
    label = Label("公示名单", "Put a list on public notice")
    allowed = APPROVERS

    list_id: Id
    sha256: Sha256

    @override
    def change(self, context: Context) -> Outcome:
        found = list_for(context, self.list_id)
        if found.act.person_id == context.person.pk:
            raise RefusedError("Nobody publishes the list that he drafted", "own_work", found=str(found))
        if found.sha256 != self.sha256:
            raise RefusedError(
                "This is another list", "other_document", expected=found.sha256, found=self.sha256
            )
        if Publication.objects.filter(list=found).exists():
            raise RefusedError("This list was published", "wrong_state", found=str(found))
        until = context.business_date + timedelta(days=found.notice_days)
        made = Publication.objects.create(list=found, since=context.business_date, until=until)
        codes = [row["credit_code"] for row in found.rows]
        told = Organisation.objects.filter(credit_code__in=codes).values_list("pk", flat=True)
        parts = {"title": found.title_zh, "until": until.isoformat()}
        content = {"publication_id": made.pk, "until": until.isoformat()}
        return Outcome(
            ("public_list", found.pk, found.title_zh),
            content,
            tuple(Told(one, self.code, parts) for one in told),
        )


@listed
class TakeObjection(Action):
    """Take in what somebody says against a name on a list, or against a subsidy, during the notice."""

    code = "publication.take_objection"
    label = Label("受理公示异议", "Take an objection in")
    allowed = HANDLERS

    list_id: Id | None = None
    subsidy_id: Id | None = None
    credit_code: Annotated[str, StringConstraints(max_length=18)] = ""
    by: Annotated[Said, Field(json_schema_extra={PERSONAL: True})]
    ground: Said

    @override
    def change(self, context: Context) -> Outcome:
        found: PublicList | None = None
        subsidy: Subsidy | None = None
        if self.list_id is not None and self.subsidy_id is None:
            found = self._named(context, self.list_id)
        elif self.subsidy_id is not None and self.list_id is None:
            subsidy = self._noticed(context, self.subsidy_id)
        else:
            raise RefusedError("An objection is to a list or to a subsidy", "wrong_party")
        made = Objection.objects.create(
            list=found,
            subsidy=subsidy,
            credit_code=self.credit_code if found else "",
            by=self.by,
            ground=self.ground,
        )
        return Outcome(("objection", made.pk, str(made)), {"objection_id": made.pk})

    def _named(self, context: Context, number: int) -> PublicList:
        """The list, which is on public notice and names the enterprise."""
        found = list_for(context, number)
        publication = Publication.objects.filter(list=found).first()
        if publication is None or publication.until < context.business_date:
            raise RefusedError("The list is not on public notice", "wrong_state", found=str(found))
        if self.credit_code not in {row["credit_code"] for row in found.rows}:
            raise UnknownRecordError("The list does not name this enterprise", found=self.credit_code)
        return found

    def _noticed(self, context: Context, number: int) -> Subsidy:
        """The subsidy, which is on public notice."""
        found = Subsidy.objects.filter(pk=number, programme__office=context.organisation).first()
        if found is None:
            raise UnknownRecordError("No such subsidy", found=number)
        if found.state != State.NOTICED:
            raise RefusedError("The subsidy is not on public notice", "wrong_state", found=found.state)
        return found


@listed
class AnswerObjection(Action):
    """Uphold an objection or dismiss it, in words; not by who took it in.

    Upheld, a name counts as struck off its list; a subsidy is withheld by an act of its own, which frees the budget.
    """

    code = "publication.answer_objection"
    label = Label("答复公示异议", "Answer an objection")
    allowed = APPROVERS

    objection_id: Id
    upheld: bool
    words: Said

    @override
    def change(self, context: Context) -> Outcome:
        mine = Q(list__office=context.organisation) | Q(subsidy__programme__office=context.organisation)
        found = Objection.objects.filter(mine, pk=self.objection_id).select_related("act").first()
        if found is None:
            raise UnknownRecordError("No such objection", found=self.objection_id)
        if found.act.person_id == context.person.pk:
            raise RefusedError("Nobody answers the objection that he took in", "own_work", found=str(found))
        if ObjectionAnswer.objects.filter(objection=found).exists():
            raise RefusedError("This objection was answered", "wrong_state", found=str(found))
        ObjectionAnswer.objects.create(objection=found, upheld=self.upheld, words=self.words)
        return Outcome(("objection", found.pk, str(found)), {"upheld": self.upheld})


@listed
class ConcludeList(Action):
    """Announce the names that stand, once the notice is over and every objection answered.

    Not by the person who drafted the list, nor by the one who published it. Names struck off are left out, and nothing
    is objected to afterwards.
    """

    code = "publication.conclude"
    label = Label("公布名单", "Announce the final list")
    allowed = APPROVERS

    list_id: Id
    sha256: Sha256

    @override
    def change(self, context: Context) -> Outcome:
        found = list_for(context, self.list_id)
        publication = Publication.objects.select_related("act").filter(list=found).first()
        if publication is None or Conclusion.objects.filter(list=found).exists():
            raise RefusedError(
                "Only a list that was on public notice is announced, once", "wrong_state", found=str(found)
            )
        if context.person.pk in (found.act.person_id, publication.act.person_id):
            raise RefusedError(
                "A list is announced by who neither drafted nor published it", "own_work", found=str(found)
            )
        if publication.until >= context.business_date:
            raise RefusedError(
                "The public notice is not over", "out_of_order", expected=f"after {publication.until}",
                found=context.business_date,
            )  # fmt: skip
        if found.objections.filter(answer=None).exists():
            raise RefusedError("An objection to the list is open", "wrong_state", found=str(found))
        rows = standing_rows(found)
        if digest_of(rows) != self.sha256:
            raise RefusedError(
                "These are other names", "other_document", expected=digest_of(rows), found=self.sha256
            )
        Conclusion.objects.create(
            list=found, rows=rows, sha256=self.sha256, concluded_on=context.business_date
        )
        codes = [row["credit_code"] for row in rows]
        told = Organisation.objects.filter(credit_code__in=codes).values_list("pk", flat=True)
        parts = {"title": found.title_zh}
        content = {"rows": len(rows), "struck": len(found.rows) - len(rows), "sha256": self.sha256}
        return Outcome(
            ("public_list", found.pk, found.title_zh),
            content,
            tuple(Told(one, self.code, parts) for one in told),
        )


def standing_rows(found: PublicList) -> list[dict[str, str]]:
    """The names of a list that no upheld objection struck off."""
    struck = set(found.objections.filter(answer__upheld=True).values_list("credit_code", flat=True))
    return [row for row in found.rows if row["credit_code"] not in struck]


def list_for(context: Context, number: int) -> PublicList:
    """The office's own list of that number. Raises `UnknownRecordError` where there is none."""
    found = PublicList.objects.select_related("act").filter(pk=number, office=context.organisation).first()
    if found is None:
        raise UnknownRecordError("No such list", found=number, kept="Nothing was recorded.")
    return found


def digest_of(rows: list[dict[str, str]]) -> str:
    """SHA-256 of a list's rows, hexadecimal."""
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
