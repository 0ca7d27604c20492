"""What was funded already, for the approvals of financings and compensations.

Of another institution's business those who decide learn that it is there and since when, not whose it is or how much.
"""

from collections.abc import Iterator

from kejin.calendars import add_months
from kejin.facts import Grain
from kejin.records.conflicts.checks import Found, Matter, check
from kejin.records.conflicts.kinds import FindingKind, Weight
from kejin.records.financing.models import Claim, Compensation, Contract, Offer
from kejin.records.financing.steps import ENDED


@check
def financed_elsewhere(matter: Matter) -> Iterator[Found]:
    """Another contract of the enterprise for the same purpose whose term runs on the day."""
    if matter.kind != "financing":
        return
    financing = Offer.objects.select_related("financing").get(pk=matter.subject[1]).financing
    others = Contract.objects.filter(financing__enterprise=matter.enterprise).exclude(financing=financing)
    own = {giver.pk for giver in matter.givers}
    for each in (
        others.exclude(financing__state__in=ENDED).select_related("offer", "financing").order_by("pk")
    ):
        until = add_months(each.signed_on, each.offer.term_months)
        if _purpose(each.financing.purpose) != _purpose(financing.purpose) or until < matter.on:
            continue
        evidence = {
            "since": each.signed_on.isoformat(),
            "until": until.isoformat(),
            "purpose": financing.purpose,
        }
        if each.institution_id in own:
            evidence |= {"number": each.number}
        yield Found(FindingKind.FINANCED_ELSEWHERE, Weight.ASKS, ("contract", each.pk), evidence)


@check
def compensated_elsewhere(matter: Matter) -> Iterator[Found]:
    """A claim on a loan whose own facts say that another mode has compensated it: a loss is made good once."""
    if matter.kind != "compensation":
        return
    claim = Claim.objects.get(pk=matter.subject[1])
    for row in claim.facts.get(Grain.LOAN.value, []):
        if row.get("loan_compensated_other_mode") == "true":
            evidence = {"loan_id": row.get("loan_id"), "loan_compensated_other_mode": "true"}
            yield Found(FindingKind.COMPENSATED_ELSEWHERE, Weight.BARS, ("claim", claim.pk), evidence)


@check
def second_compensation(matter: Matter) -> Iterator[Found]:
    """A compensation for the same enterprise in the same year, out of another pool."""
    if matter.kind != "compensation":
        return
    mine = Claim.objects.get(pk=matter.subject[1])
    found = Compensation.objects.filter(
        claim__financing__enterprise=matter.enterprise, act__business_date__year=matter.on.year
    ).exclude(claim__book=mine.book_id)
    own = {giver.pk for giver in matter.givers}
    for each in found.select_related("claim__book", "act").order_by("pk"):
        evidence: dict[str, object] = {"on": each.act.business_date.isoformat()}
        if each.claim.book.keeper_id in own:
            evidence |= {"book": each.claim.book.code, "amount_minor": each.amount_minor}
        yield Found(FindingKind.SECOND_COMPENSATION, Weight.ASKS, ("compensation", each.pk), evidence)


def _purpose(text: str) -> str:
    return "".join(text.split()).casefold()
