"""Acts on pledges."""

from typing import Annotated, Literal

from pydantic import StringConstraints
from typing_extensions import override

from kejin.facts import Label
from kejin.records.actions.action import Action, Allowed, Context, Outcome, Told, listed
from kejin.records.actions.values import Day, Fen, Id, Word
from kejin.records.errors import RefusedError, UnknownRecordError
from kejin.records.parties.kinds import LENDERS, OrganisationKind, Role
from kejin.records.pledges.models import Pledge, Right
from kejin.records.registry.finding import organisation_of

_HOLDERS = Allowed(LENDERS | {OrganisationKind.GUARANTOR}, frozenset({Role.HANDLER}))
Number = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9.\-]{3,59}$")]


@listed
class RegisterPledge(Action):
    """Register a pledge of a right. One that is pledged already is refused, whoever asks first."""

    code = "pledge.register"
    label = Label("质押登记", "Register a pledge")
    allowed = _HOLDERS
    needs_key = True

    kind: Literal["patent", "trademark", "copyright", "data_right"]
    number: Number
    pledgor_id: Id
    secured_minor: Fen
    registration: Word
    registered_on: Day

    @override
    def change(self, context: Context) -> Outcome:
        pledgor = organisation_of(self.pledgor_id)
        if self.registered_on > context.business_date:
            raise RefusedError(
                "A pledge is recorded once it is registered", "out_of_order", found=self.registered_on
            )
        right, _ = Right.objects.get_or_create(kind=self.kind, number=self.number)
        standing = Pledge.objects.filter(right=right, released_on=None).exists()
        if standing:
            # Not to whom: the pledgee's business is nobody else's.
            raise RefusedError("This right is pledged already", "pledged", found=str(right))
        made = Pledge.objects.create(
            right=right,
            pledgor=pledgor,
            pledgee=context.organisation,
            secured_minor=self.secured_minor,
            registration=self.registration,
            registered_on=self.registered_on,
        )
        told = Told(pledgor.pk, self.code, {"right": str(right), "secured_minor": self.secured_minor})
        return Outcome(("pledge", made.pk, self.registration), {"pledge_id": made.pk}, (told,))


@listed
class ReleasePledge(Action):
    """Release a pledge that one's own organisation holds; from then on the right may be pledged anew."""

    code = "pledge.release"
    label = Label("解除质押", "Release a pledge")
    allowed = _HOLDERS
    needs_key = True
    needs_reason = True

    pledge_id: Id

    @override
    def change(self, context: Context) -> Outcome:
        found = (
            Pledge.objects.select_for_update().filter(pk=self.pledge_id, pledgee=context.organisation).first()
        )
        if found is None:
            raise UnknownRecordError("No such pledge that you hold", found=self.pledge_id)
        if found.released_on is not None:
            raise RefusedError("This pledge has been released", "wrong_state", found=found.released_on)
        found.released_on = context.business_date
        found.save(update_fields=["released_on"])
        told = Told(found.pledgor_id, self.code, {"registration": found.registration})
        return Outcome(("pledge", found.pk, found.registration), {"pledge_id": found.pk}, (told,))
