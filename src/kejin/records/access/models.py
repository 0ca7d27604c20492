"""Consents, their withdrawal, and the log of readings."""

from django.db import models
from django.db.models import F, Q

from kejin.records.access.purposes import BasisKind, Purpose
from kejin.records.financing.models import Claim, Contract
from kejin.records.kept.record import Record
from kejin.records.kept.rights import Rights
from kejin.records.parties.models import Organisation
from kejin.records.subsidies.models import Subsidy


class Consent(Record):
    """An enterprise's consent that an organisation reads its facts for one purpose, until a day.

    Attributes:
        scope: `all`, or grains and facts (`filing`, `filing.revenue_fen`).
        valid_until: Last day; no consent is for ever.
    """

    rights = Rights.APPEND
    data_class = 2

    enterprise = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="consents")
    grantee = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="consents_held")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    scope = models.JSONField()
    valid_from = models.DateField()
    valid_until = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="consent_purpose"),
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="consent_period"),
            models.CheckConstraint(condition=~Q(enterprise=F("grantee")), name="consent_between_two"),
        )

    def __str__(self) -> str:
        return f"C{self.pk}"


class ConsentWithdrawal(Record):
    """That a consent was withdrawn; from the same moment nothing is read on it."""

    rights = Rights.APPEND
    data_class = 2

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="withdrawal")
    withdrawn_on = models.DateField()

    def __str__(self) -> str:
        return f"C{self.consent_id} withdrawn"


class Reading(Record):
    """That an organisation read facts, and on which basis; the database refuses one without.

    Attributes:
        organisation: Who read; the database takes it from the act.
        enterprise: Whose facts; None for statistics without names.
        items: What was read: grains and facts, as in a consent's scope.
        known_by: As of when.
        consent, contract, claim, subsidy: The basis itself, for the kinds that have one.
    """

    rights = Rights.APPEND
    data_class = 3

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="readings")
    enterprise = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="read_by")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    basis = models.CharField(max_length=20, choices=BasisKind.choices)
    items = models.JSONField()
    known_by = models.DateField()
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="readings")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, related_name="+")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, related_name="+")
    subsidy = models.ForeignKey(Subsidy, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(basis__in=BasisKind.values), name="reading_basis"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="reading_purpose"),
            models.CheckConstraint(
                condition=Q(basis=BasisKind.STATISTICS, enterprise=None)
                | (~Q(basis=BasisKind.STATISTICS) & Q(enterprise__isnull=False)),
                name="statistics_have_no_names",
            ),
        )

    def __str__(self) -> str:
        return f"R{self.pk}"
