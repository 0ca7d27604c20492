"""Finding organisations, and keeping the table of their names complete."""

import unicodedata

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL

from kejin.records.parties.models import Organisation
from kejin.web.search.models import SoughtName
from kejin.web.search.pinyin import initials

_AT_A_TIME = 10_000
_LONGEST = 60
_SHORTEST_CODE = 4
_HOLDING = (
    "SELECT organisation_id FROM search_soughtname WHERE search_grams(name) @> %s AND strpos(name, %s) > 0"
)


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
    code = Q(credit_code__startswith=wanted.upper()) if len(wanted) >= _SHORTEST_CODE else Q(pk__in=[])
    if wanted.isascii():
        return Organisation.objects.filter(
            code | Q(sought__initials__startswith=wanted.lower()) | _holding(wanted)
        )
    return Organisation.objects.filter(_holding(wanted))


def _holding(wanted: str) -> Q:
    """Names that hold a text: first by its pairs of characters, which an index knows, then exactly."""
    pairs = {wanted[place : place + 2] for place in range(max(1, len(wanted) - 1))}
    if len(wanted) == 1:
        return Q(sought__name__contains=wanted)
    rows = RawSQL(_HOLDING, [sorted(pairs), wanted])  # noqa: S611 - what was typed goes as a parameter
    return Q(pk__in=rows)


def keep_names() -> bool:
    """Enter some names that are missing or have changed; whether there were any. The worker asks while it is idle."""
    missing = list(
        Organisation.objects.filter(Q(sought=None) | ~Q(sought__name=F("name")))
        .values_list("pk", "name")
        .order_by("pk")[:_AT_A_TIME]
    )
    SoughtName.objects.bulk_create(
        [SoughtName(organisation_id=number, name=name, initials=initials(name)) for number, name in missing],
        update_conflicts=True,
        unique_fields=["organisation"],
        update_fields=["name", "initials"],
    )
    return bool(missing)
