"""The filings about an enterprise, for itself and for their sources: whoever else reads takes the door of readings."""

from typing import Any

from kejin.records.filings.models import Filing
from kejin.records.kept.models import BusinessDay
from kejin.records.parties.models import Organisation
from kejin.records.parties.standing import Caller, known, roles_of, stranger


def history_of(caller: Caller, enterprise: Organisation) -> list[dict[str, Any]]:
    """Every filing about an enterprise that the caller may see without a basis, oldest first, with its disputes.

    Raises:
        NotPermittedError: The person has no role with the organisation today.
    """
    person, organisation = known(caller)
    today = BusinessDay.objects.latest("day").day
    if not roles_of(person, organisation, today):
        raise stranger(caller)
    found = Filing.objects.filter(enterprise=enterprise)
    if organisation.pk != enterprise.pk:
        found = found.filter(source_id=organisation.pk)
    found = found.select_related("batch__source").prefetch_related("disputes__answer").order_by("pk")
    return [_row(each) for each in found]


def _row(filing: Filing) -> dict[str, Any]:
    return {
        "filing": filing.pk, "grain": filing.grain, "subject": filing.subject, "known_since": filing.known_since,
        "source": filing.batch.source.name, "origin": filing.origin, "document": filing.batch.document,
        "row": filing.row, "corrects": filing.corrects_id, "facts": filing.facts,
        "disputes": [
            {
                "dispute": each.pk, "fact": each.fact, "ground": each.ground, "answer_by": each.answer_by,
                "outcome": each.answer.outcome if hasattr(each, "answer") else None,
            }
            for each in filing.disputes.all()
        ],
    }  # fmt: skip
