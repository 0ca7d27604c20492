"""Giving and withdrawing consent: acts of the enterprise alone."""

from datetime import date

from django.db.models import Q, QuerySet
from pydantic import Field
from typing_extensions import override

from kejin.facts import Label
from kejin.records.access.models import Consent, ConsentWithdrawal
from kejin.records.access.purposes import EVERYTHING, Purpose, is_item
from kejin.records.actions.action import Action, Context, Outcome, Told, listed
from kejin.records.actions.values import Day, Id, Word
from kejin.records.errors import RefusedError, UnknownRecordError
from kejin.records.financing.applying import ENTERPRISES
from kejin.records.parties.kinds import OrganisationKind
from kejin.records.registry.finding import organisation_of


@listed
class GiveConsent(Action):
    """Consent that an organisation reads the enterprise's facts for one purpose.

    Attributes:
        scope: `all`, or grains and facts (`filing`, `filing.revenue_fen`).
        valid_until: Last day.
    """

    code = "consent.give"
    label = Label("授权查阅", "Give consent")
    allowed = ENTERPRISES

    grantee_id: Id
    purpose: Purpose
    scope: list[Word] = Field(min_length=1, max_length=400)
    valid_until: Day

    @override
    def change(self, context: Context) -> Outcome:
        grantee = organisation_of(self.grantee_id)
        strange = [item for item in self.scope if item != EVERYTHING and not is_item(item)]
        if strange:
            raise RefusedError(
                "A scope names grains and facts", "not_a_fact", expected="all, filing, filing.revenue_fen",
                found=", ".join(strange),
            )  # fmt: skip
        if grantee.kind == OrganisationKind.RESEARCH:
            raise RefusedError(
                "A research institute has counts and reads no enterprise", "wrong_party", found=grantee.name
            )
        if grantee.pk == context.organisation.pk or self.purpose is Purpose.STATISTICS:
            raise RefusedError(
                "This needs no consent", "wrong_party", found=f"{grantee.name}, {self.purpose}"
            )
        if self.valid_until < context.business_date:
            raise RefusedError("This consent would be over already", "out_of_order", found=self.valid_until)
        made = Consent.objects.create(
            enterprise=context.organisation, grantee=grantee, purpose=self.purpose, scope=sorted(set(self.scope)),
            valid_from=context.business_date, valid_until=self.valid_until,
        )  # fmt: skip
        parts = {
            "consent": made.pk,
            "purpose": self.purpose.value,
            "valid_until": self.valid_until.isoformat(),
        }
        return Outcome(
            ("consent", made.pk, str(made)), {"consent_id": made.pk}, (Told(grantee.pk, self.code, parts),)
        )


@listed
class WithdrawConsent(Action):
    """Withdraw a consent. From the same moment nothing more is read on it."""

    code = "consent.withdraw"
    label = Label("撤回授权", "Withdraw consent")
    allowed = ENTERPRISES

    consent_id: Id

    @override
    def change(self, context: Context) -> Outcome:
        found = Consent.objects.filter(pk=self.consent_id, enterprise=context.organisation).first()
        if found is None:
            raise UnknownRecordError("No such consent of yours", found=self.consent_id)
        if ConsentWithdrawal.objects.filter(consent=found).exists():
            raise RefusedError("This consent has been withdrawn", "wrong_state", where=str(found))
        ConsentWithdrawal.objects.create(consent=found, withdrawn_on=context.business_date)
        told = Told(found.grantee_id, self.code, {"consent": found.pk, "purpose": found.purpose})
        return Outcome(("consent", found.pk, str(found)), {"consent_id": found.pk}, (told,))


def live_consents(on: date) -> QuerySet[Consent]:
    """The consents that stand now and are valid on a day."""
    return Consent.objects.filter(Q(valid_from__lte=on, valid_until__gte=on), withdrawal=None)
