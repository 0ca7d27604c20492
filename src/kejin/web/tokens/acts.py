"""The acts of making and revoking a token.

The secret is made by whoever will use it (`kejin token make`), and only what it is called and its digest come here: not
the administrator who enters it, nor the records, ever know it.
"""

from datetime import timedelta
from typing import Annotated

from django.db.models.functions import Now
from django.utils import timezone
from pydantic import Field, StringConstraints
from typing_extensions import override

from kejin.facts import Label
from kejin.records.actions.action import Action, Allowed, Context, Outcome, listed
from kejin.records.actions.values import Id, Sha256, Word
from kejin.records.errors import NotPermittedError, RefusedError, UnknownRecordError
from kejin.records.parties.kinds import OrganisationKind, Role
from kejin.records.parties.standing import roles_of
from kejin.records.registry.finding import person_named
from kejin.records.registry.people import Username
from kejin.web.tokens.models import Token
from kejin.web.tokens.scopes import DECIDE, unknown
from kejin.web.tokens.secrets import PREFIX_PATTERN

LONGEST_DAYS = 366
_ANYBODY = Allowed(frozenset(OrganisationKind), frozenset(Role))


@listed
class CreateToken(Action):
    """Let a program act as a person for the organisation: as oneself, or, as its administrator, as somebody else.

    Attributes:
        username: As whom it acts; appointed for the organisation.
        prefix: What the secret is called.
        secret_sha256: Digest of the whole secret.
        scopes: What for. `decide` is only in a token that a person makes for himself: nobody lends out his approval.
        days: For how long.
    """

    code = "token.create"
    label = Label("签发接口令牌", "Create a token")
    allowed = _ANYBODY

    username: Username
    name: Word
    prefix: Annotated[str, StringConstraints(pattern=PREFIX_PATTERN)]
    secret_sha256: Sha256
    scopes: Annotated[list[str], Field(min_length=1, max_length=40)]
    days: Annotated[int, Field(strict=True, ge=1, le=LONGEST_DAYS)]

    @override
    def change(self, context: Context) -> Outcome:
        person = person_named(self.username)
        own = person.pk == context.person.pk
        if not own and Role.ADMINISTRATOR not in context.roles:
            raise _not_yours(context)
        strange = unknown(self.scopes)
        if strange:
            raise RefusedError("There are no such scopes", "wrong_party", found=", ".join(strange))
        if DECIDE in self.scopes and not own:
            raise RefusedError(
                "Whoever approves makes the token for it himself",
                "own_work",
                found=DECIDE,
                where=self.username,
            )
        if not roles_of(person, context.organisation, context.business_date):
            raise RefusedError(
                "This person is nothing for the organisation", "wrong_party", found=self.username,
                where=context.organisation.name,
            )  # fmt: skip
        if Token.objects.filter(prefix=self.prefix).exists():
            raise RefusedError("There is a token that is called so", "duplicate", found=self.prefix)
        made = Token.objects.create(
            organisation=context.organisation, person=person, name=self.name, prefix=self.prefix,
            secret_sha256=self.secret_sha256, scopes=sorted(set(self.scopes)),
            expires_at=timezone.now() + timedelta(days=self.days),
        )  # fmt: skip
        content = {"token_id": made.pk, "prefix": made.prefix, "expires_at": made.expires_at.isoformat()}
        return Outcome(("token", made.pk, made.prefix), content)


@listed
class RevokeToken(Action):
    """Revoke a token, one's own or as administrator any of the organisation. From now on it is worth nothing."""

    code = "token.revoke"
    label = Label("吊销接口令牌", "Revoke a token")
    allowed = _ANYBODY

    token_id: Id

    @override
    def change(self, context: Context) -> Outcome:
        found = (
            Token.objects.select_for_update(of=("self",))
            .filter(pk=self.token_id, organisation=context.organisation)
            .first()
        )
        if found is None:
            raise UnknownRecordError("No such token", found=self.token_id, kept="Nothing was recorded.")
        if found.person_id != context.person.pk and Role.ADMINISTRATOR not in context.roles:
            raise _not_yours(context)
        if found.revoked_at is not None:
            raise RefusedError("This token has been revoked", "duplicate", found=found.prefix)
        Token.objects.filter(pk=found.pk).update(revoked_at=Now())
        return Outcome(("token", found.pk, found.prefix), {"token_id": found.pk, "prefix": found.prefix})


def _not_yours(context: Context) -> NotPermittedError:
    return NotPermittedError(
        "Tokens of others are the administrator's to make and revoke",
        found=context.person.username,
        where=context.organisation.name,
        kept="Nothing was recorded but the attempt.",
    )
