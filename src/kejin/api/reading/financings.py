"""Financings and claims: of the enterprise that asked, of the institution once they reach it, of the pool's keeper."""

from datetime import date
from typing import Annotated, Any

from ninja import Router
from pydantic import Field

from kejin.api.paging import PageQuery
from kejin.api.reading.listing import Resource
from kejin.api.shapes import Minor, NumberFilter, OneOf, PartyRef, Ppb, Shape, Step, party_ref, step_of
from kejin.records.financing.models import Claim, Financing
from kejin.records.financing.steps import State

FinancingState = Annotated[str, OneOf(State)]


class FinancingQuery(PageQuery):
    """Which financings."""

    state: FinancingState | None = Field(None, description="Where it stands. 环节")
    enterprise_id: NumberFilter = Field(None, description="Of which enterprise. 企业编号")


class FinancingShown(Shape):
    """A financing in a list."""

    id: int
    enterprise: PartyRef
    institution: PartyRef | None
    product: str
    amount_minor: Minor
    currency: str
    term_months: int
    purpose: str
    state: FinancingState


class OfferShown(Shape):
    """Terms that an institution offered."""

    id: int
    principal_minor: Minor
    rate_ppb: Ppb
    term_months: int
    repayment: str
    valid_until: date


class ContractShown(Shape):
    """The contract on the offer that was approved."""

    id: int
    offer_id: int
    number: str
    signed_on: date


class ReportShown(Shape):
    """What the lender reported for a day."""

    as_of: date
    outstanding_minor: Minor
    overdue_days: int


class FinancingWhole(FinancingShown):
    """A financing with all that happened."""

    offers: list[OfferShown]
    contract: ContractShown | None
    reports: list[ReportShown]
    events: list[Step]


class ClaimQuery(PageQuery):
    """Which claims."""

    financing_id: NumberFilter = Field(None, description="On which financing. 融资编号")


class ClaimShown(Shape):
    """A claim on a pool, with what came of it."""

    id: int
    financing_id: int
    book: str
    agreement: str
    law_date: date
    principal_minor: Minor
    compensation_minor: int | None = Field(description="What the pool owes; null until it was approved.")
    paid: bool
    recoveries: list["RecoveryShown"]


class RecoveryShown(Shape):
    """Money that came back, and the pool's part of it."""

    recovered_on: date
    amount_minor: Minor
    pool_minor: Minor


def _parts(found: Financing) -> dict[str, Any]:
    return {
        "id": found.pk,
        "enterprise": party_ref(found.enterprise),
        "institution": party_ref(found.institution) if found.institution is not None else None,
        "product": found.product,
        "amount_minor": found.amount_minor,
        "currency": found.currency,
        "term_months": found.term_months,
        "purpose": found.purpose,
        "state": found.state,
    }


def _whole(found: Financing) -> FinancingWhole:
    contract = getattr(found, "contract", None)
    reports = contract.reports.order_by("as_of") if contract is not None else ()
    return FinancingWhole(
        **_parts(found),
        offers=[
            OfferShown(
                id=each.pk, principal_minor=each.principal_minor, rate_ppb=each.rate_ppb,
                term_months=each.term_months, repayment=each.repayment, valid_until=each.valid_until,
            )
            for each in found.offers.order_by("pk")
        ],
        contract=None if contract is None else ContractShown(
            id=contract.pk, offer_id=contract.offer_id, number=contract.number, signed_on=contract.signed_on
        ),
        reports=[
            ReportShown(
                as_of=each.as_of, outstanding_minor=each.outstanding_minor, overdue_days=each.overdue_days
            )
            for each in reports
        ],
        events=[step_of(each) for each in found.events.select_related("act").order_by("pk")],
    )  # fmt: skip


def _claim(found: Claim) -> ClaimShown:
    owed = getattr(found, "compensation", None)
    return ClaimShown(
        id=found.pk, financing_id=found.financing_id, book=found.book.code, agreement=found.agreement,
        law_date=found.law_date, principal_minor=found.principal_minor,
        compensation_minor=owed.amount_minor if owed is not None else None,
        paid=getattr(owed, "payment", None) is not None,
        recoveries=[
            RecoveryShown(
                recovered_on=each.recovered_on, amount_minor=each.amount_minor, pool_minor=each.pool_minor
            )
            for each in found.recoveries.order_by("pk")
        ],
    )  # fmt: skip


def routers() -> dict[str, Router]:
    """The operations by the beginning of their address."""
    financings, claims = Router(), Router()
    held = Resource(Financing, "financing", ("enterprise", "institution"))
    held.add_list(
        financings, "", FinancingShown, query=FinancingQuery, shown=lambda row: FinancingShown(**_parts(row)),
        named=("financings.list", "融资列表", "Financings"), about="Financings of one's own, newest first.",
    )  # fmt: skip
    held.add_one(
        financings, "/{number}", FinancingWhole, shown=_whole,
        named=("financings.get", "融资详情", "A financing with its offers, contract, reports and events"),
        about="One financing from need to recovery.",
    )  # fmt: skip
    claimed = Resource(Claim, "financing", ("book", "compensation__payment"))
    claimed.add_list(
        claims, "", ClaimShown, query=ClaimQuery, shown=_claim,
        named=("claims.list", "补偿申请列表", "Claims on pools"),
        about="Claims of one's own, and, for the keeper of a pool, those on it.",
    )  # fmt: skip
    claimed.add_one(
        claims, "/{number}", ClaimShown, shown=_claim, named=("claims.get", "补偿申请详情", "A claim on a pool"),
        about="One claim with its compensation, payment and recoveries.",
    )  # fmt: skip
    return {"/financings": financings, "/claims": claims}
