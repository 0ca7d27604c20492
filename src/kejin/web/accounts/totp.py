"""Codes that change with time: RFC 6238 with SHA-1, 30 seconds and 6 digits, as every authenticator app has them."""

import base64
import hashlib
import hmac
import secrets
import struct
from urllib.parse import quote

STEP_SECONDS = 30
DIGITS = 6
_SECRET_BYTES = 20
# One step back and forth, for clocks that are a little off (RFC 6238, 5.2).
_WINDOW = 1


def new_secret() -> str:
    """A secret of 160 bits (RFC 4226, section 4, R6), in base32."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def code_at(secret: str, step: int) -> str:
    """The code of a time step: the dynamic truncation of RFC 4226, section 5.3."""
    mac = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    start = mac[-1] & 0x0F
    number = struct.unpack(">I", mac[start : start + 4])[0] & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def step_of(seconds: float) -> int:
    """The time step of a moment, in seconds since 1970."""
    return int(seconds) // STEP_SECONDS


def matching_step(secret: str, code: str, *, seconds: float, after: int) -> int | None:
    """The time step whose code this is; None where there is none, or none later than `after`."""
    now = step_of(seconds)
    for step in range(now - _WINDOW, now + _WINDOW + 1):
        if step > after and hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            return step
    return None


def address_of(secret: str, username: str, *, issuer: str = "Kejin") -> str:
    """What the square code says to an authenticator app."""
    name = f"{quote(issuer)}:{quote(username)}"
    return (
        f"otpauth://totp/{name}?secret={secret}&issuer={quote(issuer)}&digits={DIGITS}&period={STEP_SECONDS}"
    )
