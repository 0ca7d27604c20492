"""A column whose texts lie encrypted in the database: Fernet (AES-128-CBC with HMAC-SHA256) under the site's secret.

Whoever has a copy of the database alone, as of a backup, cannot read them. When the site's secret is changed, name the
former one in KEJIN_SECRET_KEY_BEFORE: what it encrypted can still be read, and is encrypted anew when it is next saved.
"""

import base64
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models
from typing_extensions import override

_PURPOSE = b"kejin: secrets of second factors"
_KEY_BYTES = 32


def sealed(text: str) -> str:
    """A text as it lies in the database."""
    return _box().encrypt(text.encode()).decode()


def opened(token: str) -> str:
    """What `sealed` was given; empty where none of the site's secrets made it, so that nothing fits it."""
    try:
        return _box().decrypt(token.encode()).decode()
    except InvalidToken:
        return ""


class SealedField(models.TextField):  # type: ignore[type-arg] # at run time it takes none
    """A text that is encrypted on its way into the database and decrypted on its way out."""

    @override
    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else sealed(str(value))

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        """What lies there, decrypted."""
        return None if value is None else opened(value)


def _box() -> MultiFernet:
    return _made((str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)))


@lru_cache(maxsize=4)
def _made(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    """A key of its own purpose out of the site's secret (RFC 5869)."""
    made = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=_PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(made)


__all__ = ["SealedField", "opened", "sealed"]
