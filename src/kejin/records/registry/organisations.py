"""Acts about organisations."""

from typing_extensions import override

from kejin.errors import CreditCodeError
from kejin.facts import Label
from kejin.identity import parse_credit_code
from kejin.records.actions.action import Action, Allowed, Context, Outcome, listed
from kejin.records.actions.values import Id, Word
from kejin.records.errors import RefusedError
from kejin.records.parties.kinds import OrganisationKind, OrganisationStatus, Role
from kejin.records.parties.models import Organisation
from kejin.records.registry.finding import organisation_of

OFFICE_ADMINISTRATORS = Allowed(frozenset({OrganisationKind.OFFICE}), frozenset({Role.ADMINISTRATOR}))


@listed
class RegisterOrganisation(Action):
    """Make an organisation known.

    Attributes:
        parent_id: The bank of a branch; the keeper of a pool.
    """

    code = "registry.register_organisation"
    label = Label("登记机构", "Register an organisation")
    allowed = OFFICE_ADMINISTRATORS

    kind: OrganisationKind
    name: Word
    credit_code: str | None = None
    parent_id: Id | None = None
    place_code: str = ""

    @override
    def change(self, context: Context) -> Outcome:
        code = checked_credit_code(self.credit_code)
        if code is not None and Organisation.objects.filter(credit_code=code).exists():
            raise RefusedError(
                "An organisation with this credit code is known already", "duplicate", found=code
            )
        if self.parent_id is not None:
            organisation_of(self.parent_id)
        made = Organisation.objects.create(
            kind=self.kind,
            name=self.name,
            credit_code=code,
            parent_id=self.parent_id,
            place_code=self.place_code,
        )
        return Outcome(("organisation", made.pk, made.name), {"organisation_id": made.pk})


@listed
class SetOrganisationStatus(Action):
    """Suspend an organisation, let it act again, or close it. From the same moment its people act no more, or again."""

    code = "registry.set_organisation_status"
    label = Label("变更机构状态", "Change the status of an organisation")
    allowed = OFFICE_ADMINISTRATORS
    needs_reason = True

    organisation_id: Id
    status: OrganisationStatus

    @override
    def change(self, context: Context) -> Outcome:
        found = organisation_of(self.organisation_id, lock=True)
        if found.status == OrganisationStatus.CLOSED:
            raise RefusedError("A closed organisation stays closed", "wrong_state", where=found.name)
        if found.pk == context.organisation.pk:
            raise RefusedError("An office does not suspend itself", "wrong_party", where=found.name)
        found.status = self.status
        found.save(update_fields=["status"])
        return Outcome(("organisation", found.pk, found.name), {"status": self.status.value})


def checked_credit_code(code: str | None) -> str | None:
    """A credit code in its normal form; None for none.

    Raises:
        RefusedError: It is not one.
    """
    if code is None:
        return None
    try:
        return parse_credit_code(code).value
    except CreditCodeError as error:
        raise RefusedError(error.what, "wrong_code", expected=error.expected, found=error.found) from error
