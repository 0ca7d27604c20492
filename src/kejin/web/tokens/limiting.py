"""How often a token may be used: so many requests a minute, and so many at once, counted in the database.

The generic cell rate algorithm (ITU-T I.371, annex A): one moment for each token says when its allowance would be
whole again. A request moves it on by what one request costs; one that would move it too far is refused, and moves
nothing. One statement does it, for all processes, and writes down the last use beside.
"""

import math
from dataclasses import dataclass

from django.db import connection

PER_MINUTE = 600
"""Requests of one token a minute, in the long run."""
AT_ONCE = 120
"""Requests of one token at once."""
_TAKE = """
INSERT INTO tokens_tokenuse AS u (token_id, used_at, address, allowance_at)
VALUES (%(token)s, now(), %(address)s, now() + make_interval(secs => %(cost)s))
ON CONFLICT (token_id) DO UPDATE
    SET used_at = now(), address = excluded.address,
        allowance_at = greatest(u.allowance_at, now()) + make_interval(secs => %(cost)s)
    WHERE greatest(u.allowance_at, now()) + make_interval(secs => %(cost)s) <= now() + make_interval(secs => %(most)s)
RETURNING 1
"""
_WAIT = """
SELECT extract(epoch FROM allowance_at + make_interval(secs => %(cost)s) - now() - make_interval(secs => %(most)s))
FROM tokens_tokenuse WHERE token_id = %(token)s
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """How often: requests a minute in the long run, and at once."""

    per_minute: int
    at_once: int

    @property
    def cost_seconds(self) -> float:
        """For how long one request uses up its part of the allowance."""
        return 60 / self.per_minute


def limit() -> Limit:
    """The limit of this site."""
    return Limit(PER_MINUTE, AT_ONCE)


def take(token_id: int, address: str) -> int:
    """Count a request.

    Returns:
        0 where it may go on, else the whole seconds after which the next one may.
    """
    held = limit()
    parts: dict[str, int | str | float] = {
        "token": token_id,
        "address": address[:45],
        "cost": held.cost_seconds,
        "most": held.cost_seconds * held.at_once,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, parts)
        if cursor.fetchone() is not None:
            return 0
        cursor.execute(_WAIT, parts)
        (seconds,) = cursor.fetchone()
    return max(1, math.ceil(float(seconds)))
