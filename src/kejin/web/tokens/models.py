"""Tokens, and when each was used last."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kejin.records.kept.record import Record, Working
from kejin.records.kept.rights import Rights
from kejin.records.parties.models import Organisation, Person
from kejin.web.tokens.secrets import PREFIX_PATTERN

_SHA256 = r"^[0-9a-f]{64}$"


class Token(Record):
    """That whoever shows a secret acts as a person for an organisation, within scopes, until a time.

    Attributes:
        person: Who acts: somebody appointed for the organisation. What the person may not do, the token may not.
        name: What it is for, as `loan system`.
        prefix: The part of the secret that is shown in lists and logs.
        secret_sha256: Digest of the whole secret, which is 256 random bits and never comes here before it is used.
        scopes: What it may be used for; see `kejin.web.tokens.scopes`.
        expires_at: From this moment on it is worth nothing.
        revoked_at: Likewise, because somebody said so.
    """

    rights = Rights.CHANGE
    data_class = 2

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tokens")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=120)
    prefix = models.CharField(max_length=20, unique=True)
    secret_sha256 = models.CharField(max_length=64)
    scopes = models.JSONField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(prefix__regex=PREFIX_PATTERN), name="token_prefix"),
            models.CheckConstraint(condition=Q(secret_sha256__regex=_SHA256), name="token_digest"),
        )

    def __str__(self) -> str:
        return self.prefix


class TokenUse(Working):
    """When a token was used last, from where, and how far its allowance is used up.

    Attributes:
        allowance_at: The moment at which the allowance would be whole again; see `kejin.web.tokens.limiting`.
    """

    data_class = 2

    token = models.OneToOneField(Token, on_delete=models.PROTECT, primary_key=True, related_name="use")
    used_at = models.DateTimeField(db_default=Now())
    address = models.CharField(max_length=45, blank=True)
    allowance_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"use of {self.token_id}"
