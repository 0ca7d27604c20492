"""The acts around a snapshot: ask for it, register what was made."""

import hashlib
from collections.abc import Iterable
from functools import cache
from typing import Literal

from django.db.models import Q
from pydantic import Field
from typing_extensions import override

from kejin.facts import Grain, Label
from kejin.records.access.models import Consent, Reading
from kejin.records.access.purposes import Purpose
from kejin.records.actions.action import Action, Allowed, Context, Outcome, listed
from kejin.records.actions.values import Code, Day, FenOrNone, Id, Sha256
from kejin.records.errors import RefusedError, UnknownRecordError
from kejin.records.filings.teaching import columns_of, grains_filed
from kejin.records.parties.kinds import BUSINESS, OrganisationKind, Role
from kejin.records.snapshots.models import Snapshot, SnapshotOrder

ORDERERS = Allowed(BUSINESS - {OrganisationKind.ENTERPRISE}, frozenset({Role.HANDLER}))
_EVERY = tuple(grain.value for grain in grains_filed())


@listed
class OrderSnapshot(Action):
    """Ask for the facts as they stood on a past day, for the engines.

    On `consent` the snapshot is named and holds the enterprises whose consent for matching stood on that day, each
    within its scope; every one is logged as read. One that has withdrawn since may not be put together again. On
    `statistics` an office gets every enterprise without names.
    """

    code = "snapshots.order"
    label = Label("申请事实快照", "Ask for a snapshot of facts")
    allowed = ORDERERS

    known_by: Day
    basis: Literal["consent", "statistics"]
    origins: list[Code] = Field(default_factory=list, max_length=40)

    @override
    def change(self, context: Context) -> Outcome:
        if self.known_by >= context.business_date:
            raise RefusedError(
                "A snapshot is of a day that is past", "out_of_order", expected=f"before {context.business_date}",
                found=self.known_by,
            )  # fmt: skip
        made = SnapshotOrder.objects.create(
            organisation=context.organisation, known_by=self.known_by, basis=self.basis, origins=self.origins,
            dictionary=dictionary_digest(),
        )  # fmt: skip
        readings = self._log(context)
        content = {"order_id": made.pk, "enterprises": readings, "basis": self.basis}
        return Outcome(("snapshot_order", made.pk, str(made)), content)

    def _log(self, context: Context) -> int | None:
        if self.basis == "statistics":
            if context.organisation.kind != OrganisationKind.OFFICE:
                raise RefusedError(
                    "Statistics of all are an office's", "no_basis", found=context.organisation.kind
                )
            _logged(context, [None], self)
            return None
        consents = _stood(context, self)
        withdrawn = [each for each in consents if hasattr(each, "withdrawal")]
        if withdrawn:
            raise RefusedError(
                "Enterprises have withdrawn their consent since; these facts may not be put together again", "no_basis",
                found=f"{len(withdrawn)} of {len(consents)}", expected="a later day",
            )  # fmt: skip
        if not consents:
            raise RefusedError(
                "No enterprise has consented to this", "no_basis", found=Purpose.MATCHING.value
            )
        _logged(context, consents, self)
        return len(consents)


@listed
class RegisterSnapshot(Action):
    """Register what was made of an order, by its digest. Another digest for the same question is refused."""

    code = "snapshots.register"
    label = Label("登记事实快照", "Register a snapshot")
    allowed = ORDERERS

    order_id: Id
    digest: Sha256
    rows: dict[Grain, FenOrNone]

    @override
    def change(self, context: Context) -> Outcome:
        order = SnapshotOrder.objects.filter(pk=self.order_id, organisation=context.organisation).first()
        if order is None:
            raise UnknownRecordError("No such order of yours", found=self.order_id)
        same = Snapshot.objects.filter(
            order__organisation=order.organisation, order__known_by=order.known_by, order__basis=order.basis,
            order__origins=order.origins, order__dictionary=order.dictionary,
        ).first()  # fmt: skip
        if same is not None and same.digest != self.digest:
            raise RefusedError(
                "Made again, this snapshot is another one", "other_document", expected=same.digest, found=self.digest
            )  # fmt: skip
        rows = {grain.value: count for grain, count in self.rows.items()}
        made = Snapshot.objects.create(order=order, digest=self.digest, rows=rows)
        content = {"snapshot_id": made.pk, "digest": made.digest, "again": same is not None}
        return Outcome(("snapshot", made.pk, str(made)), content)


@cache
def dictionary_digest() -> str:
    """SHA-256 of the names, kinds and units of every fact that is filed, hexadecimal."""
    lines = (
        f"{grain.value}.{name} {fact.kind.value} {fact.unit}\n"
        for grain in grains_filed()
        for name, fact in sorted(columns_of(grain).items())
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _stood(context: Context, order: OrderSnapshot) -> list[Consent]:
    """The latest consent for matching of each enterprise that stood at the end of the day."""
    given = (
        Consent.objects.filter(
            Q(withdrawal=None) | Q(withdrawal__withdrawn_on__gt=order.known_by),
            grantee=context.organisation, purpose=Purpose.MATCHING, valid_from__lte=order.known_by,
            valid_until__gte=order.known_by,
        ).select_related("withdrawal").order_by("enterprise_id", "-pk")
    )  # fmt: skip
    latest: dict[int, Consent] = {}
    for consent in given:
        latest.setdefault(consent.enterprise_id, consent)
    return list(latest.values())


def _logged(context: Context, consents: Iterable[Consent | None], order: OrderSnapshot) -> None:
    Reading.objects.bulk_create(
        (
            Reading(
                organisation=context.organisation,
                enterprise_id=consent.enterprise_id if consent else None,
                purpose=Purpose.MATCHING if consent else Purpose.STATISTICS,
                basis=order.basis,
                items=_items(consent),
                known_by=order.known_by,
                consent=consent,
            )
            for consent in consents
        ),
        batch_size=5_000,
    )


def _items(consent: Consent | None) -> list[str]:
    if consent is None or "all" in consent.scope:
        return list(_EVERY)
    return list(consent.scope)
