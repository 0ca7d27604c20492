"""Programmes, subsidies and payment files."""

from datetime import date
from typing import Annotated, Any

from ninja import Router
from pydantic import Field

from kejin.api.paging import PageQuery
from kejin.api.reading.listing import Resource
from kejin.api.shapes import Minor, NumberFilter, OneOf, PartyRef, Shape, Step, party_ref, step_of
from kejin.records.subsidies.models import PaymentFile, Programme, Subsidy
from kejin.records.subsidies.steps import State

SubsidyState = Annotated[str, OneOf(State)]
_QUARTER = "^[0-9]{4}Q[1-4]$"


class ProgrammeShown(Shape):
    """A subsidy programme."""

    id: int
    code: str
    name: str
    office: PartyRef
    book: str
    decision: str
    amount: str
    notice_days: int


class SubsidyQuery(PageQuery):
    """Which subsidies."""

    state: SubsidyState | None = Field(None, description="Where it stands. 环节")
    quarter: str | None = Field(
        None, pattern=_QUARTER, description="For which quarter. 季度", examples=["2026Q1"]
    )


class SubsidyShown(Shape):
    """A subsidy in a list."""

    id: int
    programme: str
    enterprise: PartyRef
    contract_number: str
    quarter: str
    law_date: date
    amount_minor: Minor
    state: SubsidyState
    notice_until: date | None


class SubsidyWhole(SubsidyShown):
    """A subsidy with what it was worked out from and all that happened."""

    facts: dict[str, Any]
    digest: str
    events: list[Step]


class PaymentFileQuery(PageQuery):
    """Which payment files."""

    programme_id: NumberFilter = Field(None, description="Of which programme. 项目编号")


class PaymentFileShown(Shape):
    """A payment file in a list."""

    id: int
    programme: str
    total_minor: Minor
    sha256: str


class PaymentLineShown(Shape):
    """One payment."""

    subsidy_id: int
    enterprise: PartyRef
    amount_minor: Minor


class PaymentFileWhole(PaymentFileShown):
    """A payment file with its lines."""

    lines: list[PaymentLineShown]


def _programme(found: Programme) -> ProgrammeShown:
    return ProgrammeShown(
        id=found.pk, code=found.code, name=found.name, office=party_ref(found.office), book=found.book.code,
        decision=found.decision, amount=found.amount, notice_days=found.notice_days,
    )  # fmt: skip


def _parts(found: Subsidy) -> dict[str, Any]:
    return {
        "id": found.pk,
        "programme": found.programme.code,
        "enterprise": party_ref(found.enterprise),
        "contract_number": found.contract.number,
        "quarter": found.quarter,
        "law_date": found.law_date,
        "amount_minor": found.amount_minor,
        "state": found.state,
        "notice_until": found.notice_until,
    }


def _whole(found: Subsidy) -> SubsidyWhole:
    events = [step_of(each) for each in found.events.select_related("act").order_by("pk")]
    return SubsidyWhole(**_parts(found), facts=found.facts, digest=found.digest, events=events)


def _file(found: PaymentFile) -> dict[str, Any]:
    return {
        "id": found.pk,
        "programme": found.programme.code,
        "total_minor": found.total_minor,
        "sha256": found.sha256,
    }


def _file_whole(found: PaymentFile) -> PaymentFileWhole:
    lines = found.lines.select_related("subsidy__enterprise").order_by("pk")
    paid = [(each, party_ref(each.subsidy.enterprise)) for each in lines]
    return PaymentFileWhole(
        **_file(found),
        lines=[
            PaymentLineShown(
                subsidy_id=each.subsidy_id, enterprise=enterprise, amount_minor=each.amount_minor
            )
            for each, enterprise in paid
        ],
    )  # fmt: skip


def routers() -> dict[str, Router]:
    """The operations by the beginning of their address."""
    programmes, subsidies, files = Router(), Router(), Router()
    Resource(Programme, "subsidy", ("office", "book")).add_list(
        programmes, "", ProgrammeShown, query=PageQuery, shown=_programme,
        named=("programmes.list", "补贴项目列表", "Subsidy programmes"), about="Programmes; offices see all.",
    )  # fmt: skip
    held = Resource(Subsidy, "subsidy", ("programme", "enterprise", "contract"))
    held.add_list(
        subsidies, "", SubsidyShown, query=SubsidyQuery, shown=lambda row: SubsidyShown(**_parts(row)),
        named=("subsidies.list", "补贴列表", "Subsidies"),
        about="Subsidies of one's own: of the enterprise, of its lender, of the programme's office.",
    )  # fmt: skip
    held.add_one(
        subsidies, "/{number}", SubsidyWhole, shown=_whole, named=("subsidies.get", "补贴详情", "A subsidy"),
        about="One subsidy with the facts that it was worked out from, and its events.",
    )  # fmt: skip
    listed = Resource(PaymentFile, "subsidy", ("programme",))
    listed.add_list(
        files, "", PaymentFileShown, query=PaymentFileQuery, shown=lambda row: PaymentFileShown(**_file(row)),
        named=("payment_files.list", "拨付清单列表", "Payment files"), about="Payment files of one's own programmes.",
    )  # fmt: skip
    listed.add_one(
        files, "/{number}", PaymentFileWhole, shown=_file_whole,
        named=("payment_files.get", "拨付清单", "A payment file"), about="One payment file with its lines and digest.",
    )  # fmt: skip
    return {"/programmes": programmes, "/subsidies": subsidies, "/payment-files": files}
