"""Finding organisations, and keeping the table of their names complete."""

import json
import unicodedata
from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, transaction
from django.db.models import F, Func, Q, QuerySet, TextField

from kejin.records.parties.models import Organisation
from kejin.web.search.models import EnteredNames, SoughtName
from kejin.web.search.pinyin import initials

_AT_A_TIME = 10_000
_MANY = 200_000
_EXPECTED = "EXPLAIN (FORMAT JSON) SELECT FROM search_soughtname WHERE search_grams(name) @> %s::text[]"
_LONGEST = 60
_SHORTEST_CODE = 4


def cleaned(text: str) -> str:
    """What was typed: full-width letters as plain ones, without blanks around it."""
    plain = unicodedata.normalize("NFKC", text.replace("\0", "")).strip()
    return plain[:_LONGEST]


def find_organisations(text: str, among: QuerySet[Organisation] | None = None) -> QuerySet[Organisation]:
    """The organisations whose credit code begins so, whose name holds it, or whose initials begin so.

    In no order; the caller limits them, and narrows them to what the visitor may see.

    Args:
        text: What was typed.
        among: Only of these.
    """
    wanted, rows = cleaned(text), Organisation.objects.all() if among is None else among
    if not wanted:
        return rows.none()
    if not wanted.isascii():
        # It can only be in a name. Joined, a list begins with the first rows that it meets; as a set it waits for all.
        return _called(rows, "sought__name", wanted)
    found = Q()
    for way in _ways(wanted):
        found |= Q(pk__in=way)
    return rows.filter(found)


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
    yield _called(SoughtName.objects.all(), "name", wanted).values_list("pk", flat=True)


def _called(rows: "QuerySet[Any, Any]", name: str, wanted: str) -> "QuerySet[Any, Any]":
    """Rows whose name holds a text: by its pairs of characters, which an index knows, and exactly.

    What very many names hold is met soon enough without the index, whose pairs would have to be made of every row.
    """
    exact: QuerySet[Any, Any] = rows.filter(**{f"{name}__contains": wanted})
    pairs = sorted({wanted[place : place + 2] for place in range(len(wanted) - 1)})
    if not pairs or _expected(pairs) > _MANY:
        return exact
    grams = Func(F(name), function="search_grams", output_field=ArrayField(TextField()))
    found: QuerySet[Any, Any] = exact.alias(grams=grams).filter(Q(("grams__contains", pairs)))
    return found


def _expected(pairs: list[str]) -> int:
    """How many names the database expects to hold these pairs, by the statistics that it keeps of its index."""
    with connection.cursor() as cursor:
        cursor.execute(_EXPECTED, [pairs])
        (told,) = cursor.fetchone()
    plan = json.loads(told) if isinstance(told, str) else told
    return int(plan[0]["Plan"]["Plan Rows"])


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
