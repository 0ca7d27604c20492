"""Acts about who belongs together: control, shareholdings, groups."""

from typing_extensions import override

from kejin.facts import Label
from kejin.records.actions.action import Action, Allowed, Context, Outcome, listed
from kejin.records.actions.values import Day, Id, Ppb, Word
from kejin.records.errors import RefusedError, UnknownRecordError
from kejin.records.parties.kinds import AffiliationKind, OrganisationKind, Role
from kejin.records.parties.models import Affiliation, Group, GroupMember
from kejin.records.registry.finding import organisation_of

_RECORDERS = Allowed(
    frozenset(
        {OrganisationKind.OFFICE, OrganisationKind.BANK, OrganisationKind.BRANCH, OrganisationKind.GUARANTOR}
    ),
    frozenset({Role.HANDLER}),
)


@listed
class RecordAffiliation(Action):
    """Record that one organisation controls another or holds part of it.

    Attributes:
        source: Where it is from: a register, an annual report, a declaration.
    """

    code = "registry.record_affiliation"
    label = Label("登记关联关系", "Record an affiliation")
    allowed = _RECORDERS

    owner_id: Id
    owned_id: Id
    kind: AffiliationKind
    since: Day
    source: Word
    share_ppb: Ppb | None = None

    @override
    def change(self, context: Context) -> Outcome:
        owner, owned = organisation_of(self.owner_id), organisation_of(self.owned_id)
        if owner.pk == owned.pk:
            raise RefusedError("An affiliation is between two organisations", "wrong_party", where=owner.name)
        made = Affiliation.objects.create(
            owner=owner,
            owned=owned,
            kind=self.kind,
            share_ppb=self.share_ppb,
            since=self.since,
            source=self.source,
        )
        return Outcome(("affiliation", made.pk, f"{owner.name} → {owned.name}"), {"affiliation_id": made.pk})


@listed
class EndAffiliation(Action):
    """Record the day from which an affiliation is no more."""

    code = "registry.end_affiliation"
    label = Label("终止关联关系", "End an affiliation")
    allowed = _RECORDERS

    affiliation_id: Id
    until: Day

    @override
    def change(self, context: Context) -> Outcome:
        found = Affiliation.objects.select_for_update().filter(pk=self.affiliation_id, until=None).first()
        if found is None:
            raise UnknownRecordError("No such affiliation that lasts", found=self.affiliation_id)
        if self.until < found.since:
            raise RefusedError("An affiliation ends after it began", "out_of_order", found=self.until)
        found.until = self.until
        found.save(update_fields=["until"])
        return Outcome(("affiliation", found.pk, str(found)), {"affiliation_id": found.pk})


@listed
class JoinGroup(Action):
    """Record that an organisation belongs to a group, which is made where it is new."""

    code = "registry.join_group"
    label = Label("登记集团成员", "Record a member of a group")
    allowed = _RECORDERS

    group: Word
    organisation_id: Id
    since: Day

    @override
    def change(self, context: Context) -> Outcome:
        organisation = organisation_of(self.organisation_id)
        group, _ = Group.objects.get_or_create(name=self.group)
        if GroupMember.objects.filter(group=group, organisation=organisation, until=None).exists():
            raise RefusedError("It is a member already", "duplicate", where=group.name)
        made = GroupMember.objects.create(group=group, organisation=organisation, since=self.since)
        return Outcome(
            ("group_member", made.pk, f"{organisation.name} · {group.name}"), {"group_id": group.pk}
        )
