"""Saying something about a part of a file, settling it, rating the service."""

from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints
from typing_extensions import override

from kejin.facts import Label
from kejin.records.actions.action import Action, Allowed, Context, Outcome, Told, listed
from kejin.records.actions.values import Id, Text
from kejin.records.errors import RefusedError, UnknownRecordError
from kejin.records.financing.applying import ENTERPRISES
from kejin.records.financing.models import Financing
from kejin.records.financing.stepping import financing_for
from kejin.records.financing.steps import State
from kejin.records.kept.texts import plain_text
from kejin.records.parties.kinds import LENDERS, OrganisationKind, Role
from kejin.records.remarks.models import Rating, Remark, RemarkSettled, Section

_PARTIES = Allowed(
    LENDERS | {OrganisationKind.ENTERPRISE}, frozenset({Role.REPRESENTATIVE, Role.HANDLER, Role.APPROVER})
)
_NOT_YET = frozenset({State.NEED, State.MATCHED})
DECIDED = frozenset(State) - _NOT_YET - {State.APPLIED, State.OFFERED, State.ACCEPTED, State.PROPOSED}
"""The file has come to something: from here on the service can be rated."""
_PerhapsWords = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=1000), AfterValidator(plain_text)
]


@listed
class MakeRemark(Action):
    """Say something about a part of a file to its other party."""

    code = "remark.make"
    label = Label("发表意见", "Comment")
    allowed = _PARTIES

    financing_id: Id
    section: Literal["application", "data", "offer", "contract"]
    words: Text

    @override
    def change(self, context: Context) -> Outcome:
        found = financing_for(context, self.financing_id)
        if found.state in _NOT_YET:
            raise RefusedError(
                "The file has no other party yet", "wrong_state", found=found.state, where=str(found),
                kept="Nothing was recorded.",
            )  # fmt: skip
        made = Remark.objects.create(financing=found, section=Section(self.section), words=self.words)
        return _told(context, found, self.code, remark_id=made.pk, section=self.section)


@listed
class SettleRemark(Action):
    """Say that what a remark asked for is done, or that nothing more is asked for."""

    code = "remark.settle"
    label = Label("办结意见", "Settle a comment")
    allowed = _PARTIES

    remark_id: Id

    @override
    def change(self, context: Context) -> Outcome:
        remark = Remark.objects.filter(pk=self.remark_id).first()
        if remark is None:
            raise _unknown(self.remark_id)
        try:
            found = financing_for(context, remark.financing_id)
        except UnknownRecordError as error:
            raise _unknown(self.remark_id) from error
        if RemarkSettled.objects.filter(remark=remark).exists():
            raise RefusedError("This is settled", "duplicate", found=str(remark))
        RemarkSettled.objects.create(remark=remark)
        return _told(context, found, self.code, remark_id=remark.pk, section=remark.section)


@listed
class RateService(Action):
    """Say how content the enterprise was with the service, once the file has come to something."""

    code = "remark.rate"
    label = Label("评价服务", "Rate the service")
    allowed = ENTERPRISES

    financing_id: Id
    score: Literal[1, 2, 3, 4, 5]
    words: _PerhapsWords = ""

    @override
    def change(self, context: Context) -> Outcome:
        found = financing_for(context, self.financing_id)
        if found.state not in DECIDED or found.institution_id is None:
            raise RefusedError(
                "The service is rated when the file has come to something", "wrong_state", found=found.state,
                where=str(found), kept="Nothing was recorded.",
            )  # fmt: skip
        if Rating.objects.filter(financing=found).exists():
            raise RefusedError("This file was rated", "duplicate", found=str(found))
        Rating.objects.create(financing=found, score=self.score, words=self.words)
        return _told(context, found, self.code, score=self.score)


def _told(context: Context, found: Financing, code: str, **parts: object) -> Outcome:
    other = found.institution_id if context.organisation.pk == found.enterprise_id else found.enterprise_id
    notices = (Told(other, code, parts),) if other is not None else ()
    return Outcome(("financing", found.pk, str(found)), {"financing_id": found.pk, **parts}, notices)


def _unknown(number: int) -> UnknownRecordError:
    return UnknownRecordError("No such remark", found=number, kept="Nothing was recorded.")


__all__ = ["DECIDED", "MakeRemark", "RateService", "SettleRemark"]
