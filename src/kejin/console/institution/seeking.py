"""What the search finds for an institution: its own files, by enterprise, by their number or their contract's."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from kejin.facts import Label
from kejin.records.financing.models import Claim, Contract, Financing
from kejin.records.financing.steps import STATE_WORDS, State
from kejin.records.parties.kinds import LENDERS, OrganisationKind
from kejin.web.needs import INSTITUTIONS
from kejin.web.permissions import visible
from kejin.web.search.finding import first_organisations
from kejin.web.search.serving import Hit
from kejin.web.visitors import Visitor
from kejin.web.words import word

_MOST = 8
# So many enterprises are looked up by their names; of a text that more of them have, only these.
_ENTERPRISES = 500
# Where a text is in more names than that, so many of the latest files are looked through.
_LATEST = 2_000
_LONGEST_NUMBER = 18


def sought(visitor: Visitor, query: str) -> Iterator[Hit]:
    """The files of a lender, the claims on a keeper of books."""
    if visitor.kind in LENDERS:
        yield from _financings(visitor, query)
    elif visitor.kind in INSTITUTIONS - {OrganisationKind.FUND}:
        yield from _claims(visitor, query)


def _financings(visitor: Visitor, query: str) -> Iterator[Hit]:
    rows: QuerySet[Financing] = visible(visitor, Financing)
    contracts = Contract.objects.filter(institution=visitor.organisation, number=query)
    numbers = [*contracts.values_list("financing_id", flat=True), *_number(query, "F")]
    named = {row.pk: row for row in rows.filter(pk__in=numbers).select_related("enterprise")}
    found = named | _of_enterprises(rows, "enterprise", query)
    for row in _latest(found):
        text = f"{row} {row.enterprise.name}"
        yield Hit(
            Label(text, text), STATE_WORDS[State(row.state)], reverse("institution_financing", args=[row.pk])
        )


def _claims(visitor: Visitor, query: str) -> Iterator[Hit]:
    rows: QuerySet[Claim] = visible(visitor, Claim)
    for row in _latest(_of_enterprises(rows, "financing__enterprise", query)):
        name, called = row.financing.enterprise.name, word("institution.claim_n", row.pk)
        text = Label(f"{called.zh} {name}", f"{called.en} {name}")
        yield Hit(text, word("institution.claims"), reverse("institution_claim", args=[row.pk]))


def _of_enterprises(rows: QuerySet[Any], enterprise: str, query: str) -> dict[int, Any]:
    """Rows of enterprises that are called, coded or pronounced so, the latest ones."""
    numbers = first_organisations(query, _ENTERPRISES)
    if len(numbers) < _ENTERPRISES:
        wanted = rows.filter(**{f"{enterprise}_id__in": numbers})
    else:
        latest = rows.order_by("-pk").values("pk")[:_LATEST]
        called = Q(**{f"{enterprise}__name__contains": query}) | Q(
            **{f"{enterprise}__sought__initials__startswith": query.lower()}
        )
        wanted = rows.filter(called, pk__in=latest)
    return {row.pk: row for row in wanted.select_related(enterprise).order_by("-pk")[:_MOST]}


def _latest(found: dict[int, Any]) -> list[Any]:
    return [found[number] for number in sorted(found, reverse=True)[:_MOST]]


def _number(query: str, letter: str) -> Iterator[int]:
    digits = query.upper().removeprefix(letter)
    if digits.isascii() and digits.isdecimal() and len(digits) < _LONGEST_NUMBER:
        yield int(digits)


__all__ = ["sought"]
