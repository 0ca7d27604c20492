"""Business days and notices: the acts of everyday."""

from datetime import timedelta

from typing_extensions import override

from kejin.facts import Label
from kejin.records.actions.action import Action, Allowed, Context, Outcome, listed
from kejin.records.actions.models import Notice, NoticeSeen
from kejin.records.actions.values import Day, Id
from kejin.records.errors import RefusedError, UnknownRecordError
from kejin.records.kept.models import BusinessDay
from kejin.records.parties.kinds import OrganisationKind, Role

# A mistyped year would carry all acts into it, and there is no way back.
_WITHOUT_REASON = timedelta(days=10)


@listed
class OpenDay(Action):
    """Open the next business day. Every act from then on counts for it; none can count for an earlier one again.

    A leap of more than ten days needs a reason.
    """

    code = "day.open"
    label = Label("开启营业日", "Open a business day")
    allowed = Allowed(frozenset({OrganisationKind.OFFICE}), frozenset({Role.ADMINISTRATOR, Role.HANDLER}))

    day: Day

    @override
    def change(self, context: Context) -> Outcome:
        if self.day <= context.business_date:
            raise RefusedError(
                "Business days are opened in order", "out_of_order", expected=f"a day after {context.business_date}",
                found=self.day,
            )  # fmt: skip
        if self.day - context.business_date > _WITHOUT_REASON and not context.reason.strip():
            raise RefusedError(
                "A leap over many days needs a reason", "reason_missing",
                expected=f"days after {context.business_date}", found=self.day,
            )  # fmt: skip
        made = BusinessDay.objects.create(day=self.day)
        return Outcome(("business_day", made.pk, self.day.isoformat()), {"day": self.day.isoformat()})


@listed
class SeeNotice(Action):
    """Record that a notice to the organisation was seen."""

    code = "notice.see"
    label = Label("阅知通知", "See a notice")
    allowed = Allowed(frozenset(OrganisationKind), frozenset(Role))

    notice_id: Id

    @override
    def change(self, context: Context) -> Outcome:
        found = Notice.objects.filter(pk=self.notice_id, organisation=context.organisation).first()
        if found is None:
            raise UnknownRecordError("No such notice to this organisation", found=self.notice_id)
        NoticeSeen.objects.get_or_create(notice=found, person=context.person)
        return Outcome(("notice", found.pk, found.code), {"notice_id": found.pk})
