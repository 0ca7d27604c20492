"""What was found at an approval, for the organisation that decides on it."""

from typing import Any

from kejin.records.approvals.models import Approval
from kejin.records.conflicts.examining import findings_of
from kejin.records.errors import UnknownRecordError
from kejin.records.work.asking import Asker


def findings_for(who: Asker, number: int) -> list[dict[str, Any]]:
    """The findings at an approval, with evidence. Raises `UnknownRecordError` for an approval of somebody else's."""
    found = Approval.objects.filter(pk=number, organisation=who.organisation).first()
    if found is None:
        raise UnknownRecordError("No such approval of yours", found=number)
    return findings_of(found)
