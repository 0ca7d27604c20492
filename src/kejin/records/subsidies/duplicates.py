"""What was subsidised already, across programmes, for the approvals of subsidies.

That one contract gets one subsidy for a quarter, whichever programme comes first, the database sees to; here are the
cases that may be right and have to be explained.
"""

from collections.abc import Iterator

from kejin.records.conflicts.checks import Found, Matter, check
from kejin.records.conflicts.kinds import FindingKind, Weight
from kejin.records.financing.models import Compensation
from kejin.records.subsidies.models import Subsidy
from kejin.records.subsidies.steps import State

_COUNTING = frozenset(State) - {State.ENTITLED, State.REFUSED, State.CLAWED_BACK}


@check
def second_subsidy(matter: Matter) -> Iterator[Found]:
    """Another programme's subsidy for the enterprise in the same quarter, on another loan."""
    if matter.kind != "subsidy":
        return
    mine = Subsidy.objects.get(pk=matter.subject[1])
    others = Subsidy.objects.filter(
        enterprise=matter.enterprise, quarter=mine.quarter, state__in=_COUNTING
    ).exclude(programme=mine.programme)
    for each in others.select_related("programme", "contract").order_by("pk"):
        evidence = {
            "programme": each.programme.code, "quarter": each.quarter, "contract": each.contract.number,
            "amount_minor": each.amount_minor, "state": each.state,
        }  # fmt: skip
        yield Found(FindingKind.SECOND_SUBSIDY, Weight.ASKS, ("subsidy", each.pk), evidence)


@check
def subsidy_on_a_loss(matter: Matter) -> Iterator[Found]:
    """A subsidy on a loan for which a pool has borne a loss."""
    if matter.kind != "subsidy":
        return
    mine = Subsidy.objects.select_related("contract").get(pk=matter.subject[1])
    borne = Compensation.objects.filter(claim__financing__contract=mine.contract)
    for each in borne.select_related("act").order_by("pk"):
        evidence = {"contract": mine.contract.number, "on": each.act.business_date.isoformat()}
        yield Found(FindingKind.SUBSIDY_ON_A_LOSS, Weight.ASKS, ("compensation", each.pk), evidence)
