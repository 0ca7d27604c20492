"""Consents and readings for those whom they concern."""

from typing import Any

from django.db.models import Q

from kejin.records.access.models import Consent, Reading
from kejin.records.access.purposes import WORDS, BasisKind, Purpose
from kejin.records.work.asking import Asker


def consents_of(who: Asker) -> list[dict[str, Any]]:
    """The consents that an organisation gave or holds, newest first."""
    found = Consent.objects.filter(Q(enterprise=who.organisation) | Q(grantee=who.organisation))
    return [
        {
            "consent": each.pk, "enterprise": each.enterprise.name, "grantee": each.grantee.name,
            "purpose": each.purpose, "words": WORDS[Purpose(each.purpose)], "scope": each.scope,
            "valid_from": each.valid_from, "valid_until": each.valid_until,
            "withdrawn_on": each.withdrawal.withdrawn_on if hasattr(each, "withdrawal") else None,
        }
        for each in found.select_related("enterprise", "grantee", "withdrawal").order_by("-pk")
    ]  # fmt: skip


def readings_of(who: Asker, most: int = 500) -> list[dict[str, Any]]:
    """Who read an organisation's facts and what it read itself, newest first, each with its basis."""
    found = Reading.objects.filter(Q(enterprise=who.organisation) | Q(organisation=who.organisation))
    return [
        {
            "reading": each.pk, "on": each.act.business_date, "reader": each.organisation.name,
            "enterprise": each.enterprise.name if each.enterprise else None, "purpose": each.purpose,
            "purpose_words": WORDS[Purpose(each.purpose)], "basis": each.basis,
            "basis_words": WORDS[BasisKind(each.basis)], "items": each.items, "known_by": each.known_by,
            "consent": each.consent_id,
        }
        for each in found.select_related("enterprise", "organisation", "act").order_by("-pk")[:most]
    ]  # fmt: skip
