"""Finding organisations, and keeping the table of their names complete."""

import unicodedata
from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import transaction
from django.db.models import F, Func, Q, QuerySet, TextField

from kejin.records.parties.models import Organisation
from kejin.web.search.models import EnteredNames, SoughtName
from kejin.web.search.pinyin import initials

_AT_A_TIME = 10_000
_LONGEST = 60
_SHORTEST_CODE = 4


def cleaned(text: str) -> str:
    """What was typed: full-width letters as plain ones, without blanks around it."""
    plain = unicodedata.normalize("NFKC", text.replace("\0", "")).strip()
    return plain[:_LONGEST]


def find_organisations(text: str) -> QuerySet[Organisation]:
    """The organisations whose credit code begins so, whose name holds it, or whose initials begin so.

    In no order; the caller limits them, and narrows them to what the visitor may see.
    """
    wanted = cleaned(text)
    if not wanted:
        return Organisation.objects.none()
    found = Q()
    for way in _ways(wanted):
        found |= Q(pk__in=way)
    return Organisation.objects.filter(found)


def first_organisations(text: str, most: int) -> list[int]:
    """The numbers of some organisations that `find_organisations` would find, at most so many; quick at any size.

    Each way of finding is asked by itself, and ends as soon as it has found enough.
    """
    wanted = cleaned(text)
    found: dict[int, None] = {}
    for way in _ways(wanted) if wanted else ():
        if len(found) < most:
            found |= dict.fromkeys(way[:most])
    return list(found)[:most]


def _ways(wanted: str) -> Iterator["QuerySet[Any, Any]"]:
    """The ways in which a text may mean organisations, each a query for their numbers.

    Beginnings come in the order of their index, so that the first ones are read from it and never looked for.
    """
    if len(wanted) >= _SHORTEST_CODE and wanted.isascii():
        yield (
            Organisation.objects.filter(credit_code__startswith=wanted.upper())
            .order_by("credit_code")
            .values_list("pk", flat=True)
        )
    if wanted.isascii():
        yield (
            SoughtName.objects.filter(initials__startswith=wanted.lower())
            .order_by("initials")
            .values_list("pk", flat=True)
        )
    yield _holding(wanted).values_list("pk", flat=True)


def _holding(wanted: str) -> QuerySet[SoughtName]:
    """Names that hold a text: first by its pairs of characters, which an index knows, then exactly."""
    exact = SoughtName.objects.filter(name__contains=wanted)
    if len(wanted) == 1:
        return exact
    pairs = sorted({wanted[place : place + 2] for place in range(len(wanted) - 1)})
    grams = Func(F("name"), function="search_grams", output_field=ArrayField(TextField()))
    return exact.alias(grams=grams).filter(Q(("grams__contains", pairs)))


def keep_names() -> bool:
    """Enter some names that are new or have changed; whether there were any. The worker asks while it is idle."""
    with transaction.atomic():
        waiting = EnteredNames.objects.select_for_update(skip_locked=True).order_by("pk").first()
        if waiting is None:
            return False
        rows = list(
            Organisation.objects.filter(pk__gte=waiting.first, pk__lte=waiting.last)
            .order_by("pk")
            .values_list("pk", "name")[:_AT_A_TIME]
        )
        SoughtName.objects.bulk_create(
            [SoughtName(organisation_id=number, name=name, initials=initials(name)) for number, name in rows],
            update_conflicts=True,
            unique_fields=["organisation"],
            update_fields=["name", "initials"],
        )
        if len(rows) < _AT_A_TIME:
            waiting.delete()
        else:
            waiting.first = rows[-1][0] + 1
            waiting.save(update_fields=["first"])
    return True
