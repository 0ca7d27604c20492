"""Making a token's secret, and what of it may be known.

A secret is `kejin_` and eight signs, by which it is called, then 256 random bits. That many cannot be tried out, so
that a plain digest of it is enough at rest, and is looked up in no time.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass

_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_CALLED_BY = 8
_BITS_IN_BYTES = 32
PREFIX_PATTERN = rf"^kejin_[{_SIGNS}]{{{_CALLED_BY}}}$"
_WHOLE = re.compile(rf"^(kejin_[{_SIGNS}]{{{_CALLED_BY}}})_[A-Za-z0-9_-]{{43}}$")


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret as its owner keeps it.

    Attributes:
        text: The whole, for its owner alone.
        prefix: What it is called.
        sha256: Its digest, hexadecimal: this and the prefix are all that is recorded.
    """

    text: str
    prefix: str
    sha256: str


def new_secret() -> Secret:
    """A secret that nobody has yet."""
    prefix = "kejin_" + "".join(secrets.choice(_SIGNS) for _ in range(_CALLED_BY))
    text = f"{prefix}_{secrets.token_urlsafe(_BITS_IN_BYTES)}"
    return Secret(text, prefix, digest_of(text))


def prefix_of(text: str) -> str | None:
    """What a secret is called; None for a text that is none."""
    found = _WHOLE.fullmatch(text)
    return found.group(1) if found else None


def digest_of(text: str) -> str:
    """SHA-256 of a secret, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
