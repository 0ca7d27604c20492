"""Taking a step back: the one who has just taken it does so, the same day, as long as nobody has acted on it.

The history only grows: what is taken back stays in it, and the taking back is an event of its own. What a second person
has decided, a contract and everything that moves money stay as they are.
"""

from typing_extensions import override

from kejin.facts import Label
from kejin.records.actions.action import Action, Allowed, Context, Outcome, listed
from kejin.records.actions.values import Id
from kejin.records.approvals.models import Approval, ApprovalTakenBack
from kejin.records.errors import RefusedError
from kejin.records.financing.models import FinancingEvent
from kejin.records.financing.stepping import Step, financing_for, stepped
from kejin.records.financing.steps import TAKEN_BACK
from kejin.records.parties.kinds import LENDERS, OrganisationKind, Role


@listed
class TakeBack(Action):
    """Take back one's own last step: an acceptance, a proposal, a withdrawal, a handler's refusal."""

    code = "financing.take_back"
    label = Label("撤销上一步", "Take the last step back")
    allowed = Allowed(LENDERS | {OrganisationKind.ENTERPRISE}, frozenset({Role.REPRESENTATIVE, Role.HANDLER}))

    financing_id: Id

    @override
    def change(self, context: Context) -> Outcome:
        found = financing_for(context, self.financing_id)
        last = found.events.select_related("act").order_by("-pk").first()
        if last is None or last.code not in TAKEN_BACK:
            raise RefusedError(
                "This step cannot be taken back", "wrong_state", expected=" or ".join(sorted(TAKEN_BACK)),
                found=last.code if last is not None else None, where=str(found), kept="Nothing was recorded.",
            )  # fmt: skip
        _own_and_of_today(context, last)
        for approval in Approval.objects.filter(act_id=last.act_id):
            if approval.decisions.exists():
                raise RefusedError(
                    "Somebody has decided on this already", "wrong_state", where=str(found),
                    kept="Nothing was recorded.",
                )  # fmt: skip
            ApprovalTakenBack.objects.create(approval=approval)
        return stepped(context, found, Step(self.code, last.from_state), taken_back=last.code)


def _own_and_of_today(context: Context, last: FinancingEvent) -> None:
    act = last.act
    whose = (act.person_id, act.organisation_id)
    if whose != (context.person.pk, context.organisation.pk):
        raise RefusedError(
            "A step is taken back by the one who took it", "wrong_party", expected=act.person_name,
            found=context.person.username, kept="Nothing was recorded.",
        )  # fmt: skip
    if act.business_date != context.business_date:
        raise RefusedError(
            "A step is taken back on the day on which it was taken", "out_of_order", expected=act.business_date,
            found=context.business_date, kept="Nothing was recorded.",
        )  # fmt: skip
