"""Organisations: what the public register says of them is for everybody."""

from typing import Annotated

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from kejin.api.asking import READING, asker
from kejin.api.errors import NotFoundError
from kejin.api.paging import Page, PageQuery, page
from kejin.api.shapes import Number, OneOf, PartyRef, party_ref
from kejin.records.parties.kinds import OrganisationKind, OrganisationStatus
from kejin.records.parties.models import Organisation

router = Router(tags=["registry"])
PartyKind = Annotated[str, OneOf(OrganisationKind)]


class PartyQuery(PageQuery):
    """Which organisations."""

    kind: PartyKind | None = Field(None, description="Of which kind. 类型")
    credit_code: str | None = Field(None, pattern="^[0-9A-Z]{18}$", description="统一社会信用代码")
    name: str | None = Field(None, min_length=1, max_length=120, description="A part of its name. 名称片段")


class Party(PartyRef):
    """An organisation."""

    kind: PartyKind
    credit_code: str | None
    place_code: str
    status: Annotated[str, OneOf(OrganisationStatus)]
    parent: PartyRef | None


@router.get(
    "",
    auth=READING,
    response=Page[Party],
    operation_id="parties.list",
    summary="机构与企业列表 · Organisations",
)
def parties(request: HttpRequest, asked: Query[PartyQuery]) -> Page[Party]:
    """Organisations, by kind, credit code or a part of the name; newest first."""
    rows = _rows(request)
    if asked.kind is not None:
        rows = rows.filter(kind=asked.kind)
    if asked.credit_code is not None:
        rows = rows.filter(credit_code=asked.credit_code)
    if asked.name is not None:
        rows = rows.filter(name__contains=asked.name.replace("\x00", ""))
    return page(request, rows, asked, shown=_party)


@router.get(
    "/{number}",
    auth=READING,
    response=Party,
    operation_id="parties.get",
    summary="机构或企业 · An organisation",
)
def party(request: HttpRequest, number: Number) -> Party:
    """One organisation."""
    found = _rows(request).filter(pk=number).first()
    if found is None:
        raise NotFoundError("There is no such organisation", found=number)
    return _party(found)


def _rows(request: HttpRequest) -> QuerySet[Organisation]:
    """All of them; to research no enterprise is named."""
    rows: QuerySet[Organisation] = Organisation.objects.select_related("parent")
    if asker(request).token.organisation.kind == OrganisationKind.RESEARCH:
        return rows.exclude(kind=OrganisationKind.ENTERPRISE)
    return rows


def _party(found: Organisation) -> Party:
    parent = party_ref(found.parent) if found.parent is not None else None
    return Party(
        id=found.pk, name=found.name, kind=found.kind, credit_code=found.credit_code, place_code=found.place_code,
        status=found.status, parent=parent,
    )  # fmt: skip


def routers() -> dict[str, Router]:
    """The operations by the beginning of their address."""
    return {"/parties": router}
