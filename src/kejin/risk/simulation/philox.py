"""Random numbers by counting: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, 2011).

Scenario n draws the same numbers whoever works it out and in whatever order: the counter is (block, stream, scenario
low, scenario high), the key is the seed. A stream belongs to one purpose within a scenario and begins at block 0.

Words of 32 bits are kept in 64-bit integers. The products of a round may pass 2**63 and wrap, which leaves the bits
that are masked out of them as they are.
"""

import math

from kejin.risk.arrays import I64

MASK = 0xFFFFFFFF
MULTIPLIER_0 = 0xD2511F53
MULTIPLIER_1 = 0xCD9E8D57
WEYL_0 = 0x9E3779B9
WEYL_1 = 0xBB67AE85
ROUNDS = 10
WORD = 2.0**-32

# The places in a generator's array: counter, key, how many words of the block are used, the words.
COUNTER = 0
KEY = 4
USED = 6
WORDS = 7
GENERATOR_SIZE = 11


def refill(rng: I64) -> None:
    """The next block of four words."""
    c0, c1, c2, c3 = rng[0], rng[1], rng[2], rng[3]
    k0, k1 = rng[4], rng[5]
    for _ in range(ROUNDS):
        first, second = MULTIPLIER_0 * c0, MULTIPLIER_1 * c2
        c0, c1, c2, c3 = (
            ((second >> 32) & MASK) ^ c1 ^ k0,
            second & MASK,
            ((first >> 32) & MASK) ^ c3 ^ k1,
            first & MASK,
        )
        k0, k1 = (k0 + WEYL_0) & MASK, (k1 + WEYL_1) & MASK
    rng[WORDS], rng[WORDS + 1], rng[WORDS + 2], rng[WORDS + 3] = c0, c1, c2, c3
    rng[USED] = 0
    rng[COUNTER] = (rng[COUNTER] + 1) & MASK


def begin_stream(rng: I64, scenario: int, stream: int) -> None:
    """Begin a stream of a scenario; the key stays."""
    rng[COUNTER] = 0
    rng[COUNTER + 1] = stream
    rng[COUNTER + 2] = scenario & MASK
    rng[COUNTER + 3] = scenario >> 32
    rng[USED] = 4


def word(rng: I64) -> int:
    """32 random bits."""
    if rng[USED] == 4:
        refill(rng)
    place = rng[USED]
    rng[USED] = place + 1
    return int(rng[WORDS + place])


def uniform(rng: I64) -> float:
    """A number between 0 and 1, never one of them, in steps of 2**-32."""
    return (word(rng) + 0.5) * WORD


def fine_uniform(rng: I64) -> float:
    """A number between 0 and 1, never one of them, in steps of 2**-52."""
    high, low = word(rng), word(rng)
    return ((high << 20) + (low >> 12) + 0.5) * 2.0**-52


def normal(rng: I64) -> float:
    """A standard normal number (Box and Muller; the second of the pair is let go)."""
    radius = math.sqrt(-2.0 * math.log(fine_uniform(rng)))
    return radius * math.cos(2.0 * math.pi * fine_uniform(rng))


def below(rng: I64, count: int) -> int:
    """A whole number from 0 to count - 1, each as likely up to one part in 2**32 / count."""
    return (word(rng) * count) >> 32
