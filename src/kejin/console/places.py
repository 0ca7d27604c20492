"""Where the page of a thing is: of a financing its applicant has another one than its lender."""

from django.urls import reverse

from kejin.records.parties.kinds import BUSINESS, LENDERS, OrganisationKind
from kejin.web.needs import INSTITUTIONS
from kejin.web.places import add_place
from kejin.web.visitors import Visitor


def financing(visitor: Visitor, number: int) -> str | None:
    """The enterprise's application, or the lender's file."""
    if visitor.kind == OrganisationKind.ENTERPRISE:
        return reverse("application", args=[number])
    return reverse("institution_financing", args=[number]) if visitor.kind in LENDERS else None


def claim(visitor: Visitor, number: int) -> str | None:
    """The claim, for its lender and for the keeper of the pool."""
    return reverse("institution_claim", args=[number]) if visitor.kind in INSTITUTIONS else None


def tape(visitor: Visitor, number: int) -> str | None:
    """The loan tape, for the lender whose it is."""
    return reverse("institution_tape", args=[number]) if visitor.kind in LENDERS else None


def subsidy(visitor: Visitor, number: int) -> str | None:
    """The subsidy, for all who have a part in it."""
    parts = LENDERS | {OrganisationKind.ENTERPRISE, OrganisationKind.OFFICE}
    return reverse("subsidy", args=[number]) if visitor.kind in parts else None


def dispute(visitor: Visitor, number: int) -> str | None:
    """The enterprise's own data, or the dispute as its source answers it."""
    if visitor.kind == OrganisationKind.ENTERPRISE:
        return f"{reverse('enterprise_data')}#disputes"
    return reverse("institution_dispute", args=[number]) if visitor.kind in BUSINESS else None


def enter() -> None:
    """Enter them all; once, when the application begins."""
    for place in (financing, claim, tape, subsidy, dispute):
        add_place(place.__name__, place)
