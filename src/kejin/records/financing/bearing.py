"""What a pool bears of a claim: every loss claimed on it that stands, put before the one allocation code."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from kejin.records.financing.models import Claim, Recovery
from kejin.records.financing.sharing import PoolLoss, borne_by_pool_fen, loss_event, recovery_event
from kejin.records.financing.steps import State


def pool_bears(claim: Claim, *, more: Recovery | None = None) -> tuple[int, str]:
    """What the pool bears of the claim's loan, after all claims on the pool under the agreement that came before it.

    Args:
        claim: The claim.
        more: A recovery that is about to be recorded.

    Returns:
        Minor units, and the digest of all that went in.
    """
    losses = losses_claimed(claim.book_id, claim.agreement, last=claim.pk, more=more)
    borne, digest = borne_by_pool_fen(claim.agreement, claim.law_date, losses)
    return borne[claim.financing.contract.number], digest


def losses_claimed(
    book_id: int, agreement: str, *, last: int, more: Recovery | None = None
) -> list[PoolLoss]:
    """The losses claimed on a pool under an agreement that stand, up to a claim, in the order of the claims.

    Args:
        book_id: The pool's book.
        agreement: The agreement.
        last: The number of the last claim that counts.
        more: A recovery on that claim that is about to be recorded.
    """
    earlier = standing_claims().filter(book_id=book_id, agreement=agreement, pk__lte=last)
    return [
        _loss(each, more if each.pk == last else None)
        for each in earlier.select_related("financing__contract", "act")
        .prefetch_related("recoveries")
        .order_by("pk")
    ]


def standing_claims() -> QuerySet[Claim]:
    """Claims that count: compensated, or the last one of a financing and waiting for its decision.

    What was refused counts for nothing, also when the lender claims anew or the financing has ended.
    """
    later = Claim.objects.filter(financing=OuterRef("financing"), pk__gt=OuterRef("pk"))
    waits = Q(financing__state=State.CLAIMED) & ~Exists(later)
    return Claim.objects.filter(Q(compensation__isnull=False) | waits)


def _loss(claim: Claim, more: Recovery | None) -> PoolLoss:
    number = claim.financing.contract.number
    recoveries = [*sorted(claim.recoveries.all(), key=lambda each: each.pk), *([more] if more else [])]
    events = (
        loss_event(number, claim.act.business_date, claim.principal_minor),
        *(recovery_event(number, each.recovered_on, each.amount_minor) for each in recoveries),
    )
    return PoolLoss(number, claim.facts, events)
