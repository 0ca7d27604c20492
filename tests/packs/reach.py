"""Properties that must also have met every answer: drawing goes on until they have.

Which firms one round of draws holds is chance, so now and then a round misses a rare answer. A test that asked for all
of them after one round would fail on a good day. Here the examples of further rounds are checked too, until nothing is
missing; a strategy that cannot reach an answer still fails, after so many rounds that chance is no excuse.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st

ROUNDS = 50
LEAST = 100
"""Examples of a further round, however few an ordinary property tries."""
Example = TypeVar("Example")
Seen = Mapping[str, set[bool | None]]


def check_until_reached(
    missing: Callable[[], object], strategy: st.SearchStrategy[Example], check: Callable[[Example], None]
) -> None:
    """Check as many examples as any property does, then further rounds while something is missing.

    Args:
        missing: What no example has reached yet; empty when all is reached.
        strategy: Where the examples come from.
        check: The property; it also notes what its example reaches.
    """
    given(strategy)(check)()
    for number in range(ROUNDS):
        if not missing():
            return
        further = settings(
            max_examples=max(LEAST, settings().max_examples),
            database=None,
            phases=[Phase.generate, Phase.shrink],
        )(given(strategy)(check))
        seed(number)(further)()
    assert not missing(), f"not reached in {ROUNDS} rounds: {missing()}"


def not_all_three(seen: Seen) -> dict[str, set[bool | None]]:
    """The names that have not been met, missed and open."""
    return {name: truths for name, truths in seen.items() if truths != {True, False, None}}
