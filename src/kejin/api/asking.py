"""From a token to who asks: looked up anew at each request, so that whatever ends counts at once."""

import hmac
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer
from typing_extensions import override

from kejin.api.errors import ScopeError, StrangerError, TooOftenError, UnauthenticatedError
from kejin.records.parties.kinds import OrganisationStatus
from kejin.records.parties.standing import Caller, roles_of
from kejin.web.tokens.limiting import limit, take
from kejin.web.tokens.models import Token
from kejin.web.tokens.scopes import AGGREGATES, READ
from kejin.web.tokens.secrets import digest_of, prefix_of
from kejin.web.visitors import Standing, Visitor, today

CHANNEL = "api"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks.

    Attributes:
        visitor: The person, the organisation and the roles of today, as the pages know them too.
        token: By which token.
        scopes: What it is for.
    """

    visitor: Visitor
    token: Token
    scopes: frozenset[str]

    def caller(self, reason: str) -> Caller:
        """The same one as the acts know him."""
        return Caller(
            self.token.person.username, self.token.organisation_id, reason, CHANNEL, self.visitor.request_id
        )


class TokenAuth(HttpBearer):
    """A token in `Authorization: Bearer …`.

    Args:
        scopes: Those that are all needed.
    """

    def __init__(self, *scopes: str) -> None:
        super().__init__()
        self.scopes = frozenset(scopes)

    @override
    def __call__(self, request: HttpRequest) -> Any:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            raise _unauthenticated("A token is needed")
        return self.authenticate(request, secret.strip())

    @override
    def authenticate(self, request: HttpRequest, token: str) -> Asker:
        asker = asker_of(request, token)
        lacking = self.scopes - asker.scopes - ({AGGREGATES} if READ in asker.scopes else frozenset())
        if lacking:
            raise ScopeError(
                "This token was not made for this", expected=", ".join(sorted(self.scopes)),
                found=", ".join(sorted(asker.scopes)), where=asker.token.prefix, kept="Nothing was recorded.",
            )  # fmt: skip
        return asker


READING = TokenAuth(READ)
COUNTING = TokenAuth(AGGREGATES)
"""For what `read` may do too, and a token for nothing but counts."""


def asker_of(request: HttpRequest, secret: str) -> Asker:
    """Who shows this secret.

    Raises:
        UnauthenticatedError: It is none, or worth nothing any more.
        TooOftenError: The allowance is used up.
        StrangerError: The person or the organisation may not act at present.
    """
    token = _token(secret)
    wait = take(token.pk, request.META.get("REMOTE_ADDR", ""))
    if wait:
        raise TooOftenError(
            "More requests than this token's allowance", expected=f"{limit().per_minute} a minute",
            where=token.prefix, kept="Nothing was recorded.", headers={"Retry-After": str(wait)},
        )  # fmt: skip
    day = today()
    organisation, person = token.organisation, token.person
    roles = roles_of(person, organisation, day) if day is not None and person.is_active else frozenset()
    if organisation.status != OrganisationStatus.ACTIVE or not roles:
        raise StrangerError(
            "The token's person does not act for its organisation at present",
            expected="an appointment, or for an enterprise a verified proof of authority, on the business day",
            where=token.prefix, kept="Nothing was recorded.",
        )  # fmt: skip
    standing = Standing(organisation, roles)
    number: UUID = request.request_id  # type: ignore[attr-defined] # `kejin.web.middleware` gives it
    visitor = Visitor(person=person, standings=(standing,), acting=standing, day=day, request_id=number)
    return Asker(visitor, token, frozenset(token.scopes))


def _token(secret: str) -> Token:
    prefix = prefix_of(secret)
    found = None
    if prefix is not None:
        found = Token.objects.select_related("person", "organisation").filter(prefix=prefix).first()
    if found is None or not hmac.compare_digest(found.secret_sha256, digest_of(secret)):
        raise _unauthenticated("This is no token of ours")
    if found.revoked_at is not None:
        raise _unauthenticated("This token has been revoked")
    if found.expires_at <= timezone.now():
        raise _unauthenticated("This token has expired")
    return found


def _unauthenticated(what: str) -> UnauthenticatedError:
    return UnauthenticatedError(
        what, expected="Authorization: Bearer kejin_…", kept="Nothing was recorded.",
        headers={"WWW-Authenticate": 'Bearer realm="kejin"'},
    )  # fmt: skip


def asker(request: HttpRequest) -> Asker:
    """Who asks, once the token was looked at."""
    found: Asker = request.auth  # type: ignore[attr-defined] # django-ninja puts it there
    return found
