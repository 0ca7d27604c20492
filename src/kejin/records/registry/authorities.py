"""Acts about who may act for an enterprise: shown, verified by somebody else, revoked."""

from pydantic import model_validator
from typing_extensions import override

from kejin.facts import Label
from kejin.records.actions.action import Action, Allowed, Context, Outcome, Told, listed
from kejin.records.actions.values import Day, Id, Sha256
from kejin.records.errors import NotPermittedError, RefusedError, UnknownRecordError
from kejin.records.parties.kinds import BUSINESS, AuthorityKind, OrganisationKind, Role
from kejin.records.parties.models import Authority
from kejin.records.registry.finding import organisation_of, person_named
from kejin.records.registry.people import Username

_HANDLERS = Allowed(BUSINESS - {OrganisationKind.ENTERPRISE}, frozenset({Role.HANDLER}))
_OFFICE_APPROVERS = Allowed(frozenset({OrganisationKind.OFFICE}), frozenset({Role.APPROVER}))


@listed
class LodgeAuthority(Action):
    """Take a proof of authority that somebody shows at the counter. It is worth nothing before it is verified.

    Attributes:
        evidence_sha256: Digest of the document.
        valid_until: Last day; every proof of authority ends.
    """

    code = "registry.lodge_authority"
    label = Label("受理授权证明", "Lodge a proof of authority")
    allowed = _HANDLERS

    username: Username
    organisation_id: Id
    kind: AuthorityKind
    evidence_sha256: Sha256
    valid_from: Day
    valid_until: Day

    @model_validator(mode="after")
    def _in_order(self) -> "LodgeAuthority":
        if self.valid_until < self.valid_from:
            raise ValueError("valid_until lies before valid_from")
        return self

    @override
    def change(self, context: Context) -> Outcome:
        enterprise = organisation_of(self.organisation_id)
        if enterprise.kind != OrganisationKind.ENTERPRISE:
            raise RefusedError(
                "A proof of authority is for an enterprise",
                "wrong_party",
                found=enterprise.kind,
                where=enterprise.name,
            )
        person = person_named(self.username)
        made = Authority.objects.create(
            person=person,
            organisation=enterprise,
            kind=self.kind,
            evidence_sha256=self.evidence_sha256,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
        )
        return Outcome(
            ("authority", made.pk, f"{person.username} · {enterprise.name}"), {"authority_id": made.pk}
        )


@listed
class VerifyAuthority(Action):
    """Confirm that document, person and enterprise belong together. Not by whom it is about, nor by who took it in."""

    code = "registry.verify_authority"
    label = Label("核验授权证明", "Verify a proof of authority")
    allowed = _OFFICE_APPROVERS

    authority_id: Id
    evidence_sha256: Sha256

    @override
    def change(self, context: Context) -> Outcome:
        found = _locked(self.authority_id)
        if found.verified_by_id is not None or found.revoked_on is not None:
            raise RefusedError(
                "This proof has been decided on already", "wrong_state", found=self.authority_id
            )
        if context.person.pk in {found.person_id, found.act.person_id}:
            raise RefusedError("Nobody verifies what he lodged, or his own authority", "own_work")
        if self.evidence_sha256 != found.evidence_sha256:
            raise RefusedError(
                "This is not the document that was lodged", "other_document", found=self.evidence_sha256
            )
        found.verified_by = context.person
        found.save(update_fields=["verified_by"])
        return Outcome(
            ("authority", found.pk, str(found)),
            {"authority_id": found.pk},
            (Told(found.organisation_id, "authority.verified", {"person": found.person.username}),),
        )


@listed
class RevokeAuthority(Action):
    """End a proof of authority, from this moment on: by the office, or by another representative of the enterprise."""

    code = "registry.revoke_authority"
    label = Label("撤销授权", "Revoke a proof of authority")
    allowed = Allowed(
        frozenset({OrganisationKind.OFFICE, OrganisationKind.ENTERPRISE}),
        frozenset({Role.APPROVER, Role.REPRESENTATIVE}),
    )
    needs_reason = True

    authority_id: Id

    @override
    def change(self, context: Context) -> Outcome:
        found = _locked(self.authority_id)
        office = context.organisation.kind == OrganisationKind.OFFICE
        if not office and found.organisation_id != context.organisation.pk:
            raise NotPermittedError("This authority is not for your enterprise", found=self.authority_id)
        if found.revoked_on is not None:
            raise RefusedError("This proof has been revoked already", "wrong_state", found=self.authority_id)
        found.revoked_on = context.business_date
        found.save(update_fields=["revoked_on"])
        return Outcome(
            ("authority", found.pk, str(found)),
            {"authority_id": found.pk},
            (Told(found.organisation_id, "authority.revoked", {"person": found.person.username}),),
        )


def _locked(number: int) -> Authority:
    found = (
        Authority.objects.select_for_update(of=("self",))
        .select_related("act", "person")
        .filter(pk=number)
        .first()
    )
    if found is None:
        raise UnknownRecordError("No such proof of authority", found=number)
    return found
