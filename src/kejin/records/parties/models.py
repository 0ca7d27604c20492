"""Organisations, people, and what ties them to each other."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from kejin.records.kept.record import Record
from kejin.records.kept.rights import Rights
from kejin.records.parties.kinds import (
    AffiliationKind,
    AuthorityKind,
    OrganisationKind,
    OrganisationStatus,
    Role,
)

# Letters and digits of GB 32100-2015; that both check characters are right, the act of registering sees to.
_CREDIT_CODE = r"^[0-9ABCDEFGHJKLMNPQRTUWXY]{18}$"
_PLACE = r"^([0-9]{6})?$"
_SHA256 = r"^[0-9a-f]{64}$"
_WHOLE_PPB = 1_000_000_000


class Organisation(Record):
    """A party that acts through people: an enterprise, a bank or its branch, a pool, an office.

    Attributes:
        credit_code: Unified social credit code; None for what has none, as a pool that an office keeps.
        parent: The bank of a branch, the keeper of a pool; None for who stands alone.
        place_code: GB/T 2260 code of the county, empty where unknown.
    """

    rights = Rights.CHANGE
    data_class = 1

    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    name = models.TextField()
    credit_code = models.CharField(max_length=18, null=True, unique=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    place_code = models.CharField(max_length=6, blank=True)
    status = models.CharField(
        max_length=10, choices=OrganisationStatus.choices, default=OrganisationStatus.ACTIVE
    )

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=OrganisationKind.values), name="organisation_kind"),
            models.CheckConstraint(
                condition=Q(status__in=OrganisationStatus.values), name="organisation_status"
            ),
            models.CheckConstraint(
                condition=Q(credit_code__regex=_CREDIT_CODE), name="organisation_credit_code"
            ),
            models.CheckConstraint(condition=Q(place_code__regex=_PLACE), name="organisation_place"),
            models.CheckConstraint(
                condition=~Q(kind=OrganisationKind.ENTERPRISE) | Q(credit_code__isnull=False),
                name="enterprise_has_a_credit_code",
            ),
            models.CheckConstraint(
                condition=~Q(kind=OrganisationKind.BRANCH) | Q(parent__isnull=False), name="branch_has_a_bank"
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="organisation_is_not_its_own_parent"),
        )
        # Institutions are few among a million enterprises, and chosen from on many pages.
        indexes = (
            models.Index(
                fields=("name", "id"), name="institutions", condition=~Q(kind=OrganisationKind.ENTERPRISE)
            ),
        )

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """People by their login name."""


class Person(Record, AbstractBaseUser):
    """Somebody who logs in and acts. One person may act for several organisations.

    Attributes:
        username: The login name; never given to another person.
        name: As on the identity document. Of personal data nothing else is kept here.
    """

    rights = Rights.CHANGE
    data_class = 3

    USERNAME_FIELD = "username"
    objects: ClassVar[PersonManager] = PersonManager()

    username = models.CharField(max_length=60, unique=True)
    name = models.TextField()
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Appointment(Record):
    """What a person is for an organisation that is not an enterprise, from a day until before another."""

    rights = Rights.CHANGE
    data_class = 2

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(role__in=Role.values), name="appointment_role"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="appointment_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=("person", "organisation", "role"), condition=Q(until=None), name="appointed_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} of {self.organisation_id}"


class Authority(Record):
    """Proof that a person may act for an enterprise: shown by the person, verified by somebody else.

    Attributes:
        evidence_sha256: Digest of the document that was shown; the document itself is kept elsewhere.
        valid_from: First day.
        valid_until: Last day; no authority is for ever.
        verified_by: Who compared document and person; until then the authority is worth nothing.
        revoked_on: From this day on it is worth nothing again.
    """

    rights = Rights.CHANGE
    data_class = 3

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="authorities")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="authorities")
    kind = models.CharField(max_length=30, choices=AuthorityKind.choices)
    evidence_sha256 = models.CharField(max_length=64)
    valid_from = models.DateField()
    valid_until = models.DateField()
    verified_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=AuthorityKind.values), name="authority_kind"),
            models.CheckConstraint(condition=Q(evidence_sha256__regex=_SHA256), name="authority_evidence"),
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="authority_period"),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("person")),
                name="authority_verified_by_somebody_else",
            ),
        )
        indexes = (
            models.Index(fields=("person", "organisation"), name="authority_of_person"),
            models.Index(
                fields=("id",), name="authority_to_verify", condition=Q(verified_by=None, revoked_on=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} for {self.organisation_id}"


class Affiliation(Record):
    """That one organisation controls another or holds part of it, from a day until before another.

    Attributes:
        share_ppb: The part held, parts per billion; None where only control is known.
        source: Where it is from: a register, an annual report, a declaration.
    """

    rights = Rights.CHANGE
    data_class = 2

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="holdings")
    owned = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="holders")
    kind = models.CharField(max_length=20, choices=AffiliationKind.choices)
    share_ppb = models.BigIntegerField(null=True)
    since = models.DateField()
    until = models.DateField(null=True)
    source = models.TextField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=AffiliationKind.values), name="affiliation_kind"),
            models.CheckConstraint(condition=~Q(owner=F("owned")), name="affiliation_of_two"),
            models.CheckConstraint(
                condition=Q(share_ppb__isnull=True) | Q(share_ppb__gt=0, share_ppb__lte=_WHOLE_PPB),
                name="affiliation_share",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="affiliation_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.owner_id} → {self.owned_id}"


class Group(Record):
    """Organisations that are treated as one, such as a group of enterprises under one core."""

    rights = Rights.CHANGE
    data_class = 2

    name = models.TextField(unique=True)

    def __str__(self) -> str:
        return self.name


class GroupMember(Record):
    """That an organisation belongs to a group, from a day until before another."""

    rights = Rights.CHANGE
    data_class = 2

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="members")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="groups")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="membership_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=("group", "organisation"), condition=Q(until=None), name="member_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.group_id}"
