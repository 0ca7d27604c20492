"""Who the token makes one."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Router

from kejin.api.asking import TokenAuth, asker
from kejin.api.shapes import OneOf, PartyRef, Shape, party_ref
from kejin.records.parties.kinds import OrganisationKind, Role

router = Router(tags=["token"])


class Self(Shape):
    """The token, and as whom it acts."""

    person: str
    organisation: PartyRef
    kind: Annotated[str, OneOf(OrganisationKind)]
    roles: list[Annotated[str, OneOf(Role)]]
    scopes: list[str]
    business_date: date | None
    token_prefix: str
    token_expires_at: datetime


@router.get(
    "",
    auth=TokenAuth(),
    response=Self,
    operation_id="self.get",
    summary="令牌身份 · Whom this token makes one",
)
def self_(request: HttpRequest) -> Self:
    """Person, organisation, roles of today, scopes, and when the token ends."""
    found = asker(request)
    acting = found.visitor.acting
    assert acting is not None  # noqa: S101 - a token always acts for somebody
    return Self(
        person=found.token.person.username, organisation=party_ref(acting.organisation),
        kind=acting.organisation.kind, roles=sorted(role.value for role in acting.roles), scopes=sorted(found.scopes),
        business_date=found.visitor.day, token_prefix=found.token.prefix, token_expires_at=found.token.expires_at,
    )  # fmt: skip
