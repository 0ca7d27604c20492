"""Which basis a reading has; where it has none, what each of them lacks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kejin.records.access.models import Consent
from kejin.records.access.purposes import EVERYTHING, BasisKind, Purpose
from kejin.records.actions.action import Context
from kejin.records.filings.models import Filing
from kejin.records.financing.models import Claim, Contract
from kejin.records.financing.steps import State
from kejin.records.parties.models import Organisation
from kejin.records.subsidies.models import Subsidy
from kejin.records.subsidies.steps import State as SubsidyState

LIVE = (State.CONTRACTED, State.OVERDUE, State.CLAIMED, State.COMPENSATED)
"""Where a financing stands while its contract lives."""
_UNDER_WAY = (SubsidyState.CLAIMED, SubsidyState.CHECKED, SubsidyState.NOTICED)
MONITORED = ("enterprise", "filing", "patent", "honour")
"""What a lender may see of its borrower without consent: not what it owes to others."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A reading that is asked for: whose facts, what for, which of them."""

    enterprise: Organisation
    purpose: Purpose
    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class Basis:
    """A basis that a reading has: its kind, and the record that it rests on, by the name of the reading's column."""

    kind: BasisKind
    rests_on: dict[str, Any] = field(default_factory=dict)


Found = Basis | str
"""A basis, or what it lacks in words."""


def basis_of(context: Context, asked: Asked) -> tuple[Basis | None, list[str]]:
    """The first basis that the acting organisation has for a reading; else None and what each of them lacks."""
    lacking = []
    for look in _LOOKS:
        found = look(context, asked)
        if isinstance(found, Basis):
            return found, []
        lacking.append(found)
    return None, lacking


def within(items: Sequence[str], scope: Sequence[str]) -> list[str]:
    """The items that lie outside a scope."""
    allowed = set(scope)
    return [i for i in items if not allowed & {EVERYTHING, i, i.split(".")[0]}]


def _own(context: Context, asked: Asked) -> Found:
    own = asked.enterprise.pk == context.organisation.pk
    return Basis(BasisKind.OWN) if own else "own: it is another's"


def _consent(context: Context, asked: Asked) -> Found:
    given = list(
        Consent.objects.filter(
            enterprise=asked.enterprise, grantee=context.organisation, purpose=asked.purpose
        ).select_related("withdrawal").order_by("pk")
    )  # fmt: skip
    lacks = f"consent: none to you for {asked.purpose}"
    for consent in given:
        withdrawal = getattr(consent, "withdrawal", None)
        outside = within(asked.items, consent.scope)
        if withdrawal is not None:
            lacks = f"consent: {consent} was withdrawn on {withdrawal.withdrawn_on}"
        elif not consent.valid_from <= context.business_date <= consent.valid_until:
            lacks = f"consent: {consent} ended on {consent.valid_until}"
        elif outside:
            lacks = f"consent: {consent} does not cover {', '.join(outside)}"
        else:
            return Basis(BasisKind.CONSENT, {"consent": consent})
    return lacks


def _contract(context: Context, asked: Asked) -> Found:
    if asked.purpose != Purpose.MONITORING:
        return "contract: for monitoring only"
    found = Contract.objects.filter(
        institution=context.organisation, financing__enterprise=asked.enterprise, financing__state__in=LIVE
    ).first()
    if found is None:
        return "contract: none that lives"
    outside = within(asked.items, MONITORED)
    return (
        f"contract: does not cover {', '.join(outside)}"
        if outside
        else Basis(BasisKind.CONTRACT, {"contract": found})
    )


def _duty(context: Context, asked: Asked) -> Found:
    if asked.purpose == Purpose.SUBSIDY:
        subsidy = Subsidy.objects.filter(
            programme__office=context.organisation, enterprise=asked.enterprise, state__in=_UNDER_WAY
        ).first()
        return (
            Basis(BasisKind.DUTY, {"subsidy": subsidy})
            if subsidy
            else "duty: no subsidy of it is under way here"
        )
    if asked.purpose == Purpose.COMPENSATION:
        claim = Claim.objects.filter(
            book__keeper=context.organisation, financing__enterprise=asked.enterprise,
            financing__state=State.CLAIMED,
        ).first()  # fmt: skip
        return (
            Basis(BasisKind.DUTY, {"claim": claim}) if claim else "duty: no claim about it is under way here"
        )
    return "duty: none for this purpose"


def _source(context: Context, asked: Asked) -> Found:
    filed = Filing.objects.filter(enterprise=asked.enterprise, source_id=context.organisation.pk).exists()
    return Basis(BasisKind.SOURCE) if filed else "source: you filed nothing about it"


_LOOKS: tuple[Callable[[Context, Asked], Found], ...] = (_own, _consent, _contract, _duty, _source)
