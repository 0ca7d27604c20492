"""What was filed about whom, who may read it, and who did."""

from datetime import date
from typing import Annotated, Any

from ninja import Router
from pydantic import Field

from kejin.api.paging import PageQuery
from kejin.api.reading.listing import Resource
from kejin.api.shapes import NumberFilter, OneOf, PartyRef, Shape, party_ref
from kejin.facts import Grain
from kejin.records.access.models import Consent, Reading
from kejin.records.access.purposes import Purpose
from kejin.records.filings.models import Filing


class FilingQuery(PageQuery):
    """Which filings."""

    grain: Annotated[str, OneOf(Grain)] | None = Field(None, description="About what. 粒度")
    enterprise_id: NumberFilter = Field(None, description="About which enterprise. 企业编号")


class FilingShown(Shape):
    """One row of facts about one enterprise from one source."""

    id: int
    enterprise: PartyRef
    grain: str
    period: int | None
    subject: str
    source_id: int
    origin: str
    known_since: date
    corrects_id: int | None
    facts: dict[str, Any]


class ConsentQuery(PageQuery):
    """Which consents."""

    purpose: Annotated[str, OneOf(Purpose)] | None = Field(None, description="For what. 用途")


class ConsentShown(Shape):
    """That an enterprise lets an organisation read its facts."""

    id: int
    enterprise: PartyRef
    grantee: PartyRef
    purpose: str
    scope: list[str]
    valid_from: date
    valid_until: date
    withdrawn_on: date | None


class ReadingShown(Shape):
    """That somebody read facts, and on which basis."""

    id: int
    organisation: PartyRef
    enterprise: PartyRef | None
    purpose: str
    basis: str
    items: list[str]
    known_by: date
    act_id: int


def _filing(found: Filing) -> FilingShown:
    return FilingShown(
        id=found.pk, enterprise=party_ref(found.enterprise), grain=found.grain, period=found.period,
        subject=found.subject, source_id=found.source_id, origin=found.origin, known_since=found.known_since,
        corrects_id=found.corrects_id, facts=found.facts,
    )  # fmt: skip


def _consent(found: Consent) -> ConsentShown:
    withdrawal = getattr(found, "withdrawal", None)
    return ConsentShown(
        id=found.pk, enterprise=party_ref(found.enterprise), grantee=party_ref(found.grantee), purpose=found.purpose,
        scope=found.scope, valid_from=found.valid_from, valid_until=found.valid_until,
        withdrawn_on=withdrawal.withdrawn_on if withdrawal is not None else None,
    )  # fmt: skip


def _reading(found: Reading) -> ReadingShown:
    return ReadingShown(
        id=found.pk, organisation=party_ref(found.organisation),
        enterprise=party_ref(found.enterprise) if found.enterprise is not None else None, purpose=found.purpose,
        basis=found.basis, items=found.items, known_by=found.known_by, act_id=found.act_id,
    )  # fmt: skip


def routers() -> dict[str, Router]:
    """The operations by the beginning of their address."""
    filings, consents, readings = Router(), Router(), Router()
    Resource(Filing, "filings", ("enterprise",)).add_list(
        filings, "", FilingShown, query=FilingQuery, shown=_filing, named=("filings.list", "填报列表", "Filings"),
        about="Filings about one's own enterprise from all sources, and those that one filed. Others' are read through "
        "`facts.read`, on a basis.",
    )  # fmt: skip
    Resource(Consent, "access", ("enterprise", "grantee", "withdrawal")).add_list(
        consents, "", ConsentShown, query=ConsentQuery, shown=_consent, named=("consents.list", "授权列表", "Consents"),
        about="Consents that one gave or holds.",
    )  # fmt: skip
    Resource(Reading, "access", ("organisation", "enterprise")).add_list(
        readings, "", ReadingShown, query=PageQuery, shown=_reading,
        named=("readings.list", "查阅记录", "Who read which facts"),
        about="Readings of one's own facts by anybody, and on which basis.",
    )  # fmt: skip
    return {"/filings": filings, "/consents": consents, "/readings": readings}
