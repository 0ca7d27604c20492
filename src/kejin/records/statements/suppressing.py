"""Cells of a statistical table that would tell of a few: taken away, and with them what would give them away again.

A group below the minimum count is suppressed. Where that leaves one suppressed group beside a total, the total would
give it away, so the smallest of the others goes too; and so on until what is hidden together counts the minimum.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

DEFAULT_MINIMUM: Final = 5
"""Fewest enterprises that a shown cell may be about. Kejin's own proposal; an office sets its own."""


@dataclass(frozen=True, slots=True)
class Group:
    """One row of a statistical table.

    Attributes:
        key: What it is about: a city, an industry, a bank.
        enterprises: Of how many enterprises it tells.
        figures: Counts and amounts; None where they are suppressed.
    """

    key: str
    enterprises: int | None
    figures: tuple[int, ...] | None


def suppressed(groups: Sequence[Group], minimum: int) -> list[Group]:
    """The groups in their order, small ones without figures.

    Args:
        groups: All groups of one table, which add up to its total.
        minimum: Fewest enterprises that a shown group, and all hidden ones together, may be about.
    """
    sizes = {at: group.enterprises or 0 for at, group in enumerate(groups)}
    hidden = {at for at, size in sizes.items() if 0 < size < minimum}
    while hidden and (sum(sizes[at] for at in hidden) < minimum or len(hidden) == 1):
        rest = sorted((size, at) for at, size in sizes.items() if at not in hidden and size)
        if not rest:
            break
        hidden.add(rest[0][1])
    return [
        replace(group, enterprises=None, figures=None) if at in hidden else group
        for at, group in enumerate(groups)
    ]
