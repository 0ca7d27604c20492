"""Which supports one contract may carry together: the combinations that the stacking rules permit.

The rules are data of the packs (`stacking.yaml`). "At most one, the one that brings most" and "together at most so
much" are settled here and nowhere else, over the few supports of one product, so that trying all combinations is
both exact and quick.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from kejin.errors import StackingError
from kejin.facts import Label
from kejin.policy.documents import ClauseDocument

# Two to the power of this many combinations are tried; no product has half as many supports.
MOST_SUPPORTS = 16


@dataclass(frozen=True, slots=True)
class StackingRule:
    """A rule on supports of one contract: at most one of the members, or together at most `ceiling`.

    A `ceiling` limits shares of a loss, a `yearly_cap` the money of a year.

    Attributes:
        key: "policy.rule".
        label: What it is called.
        clause: Where it is written.
        members: Keys of supports.
        ceiling: The largest total of the members' shares, or of their money of a year in minor units; None for "at
            most one". A ceiling that nobody has seen permits nothing to be added up.
    """

    key: str
    label: Label
    clause: ClauseDocument
    members: frozenset[str]
    kind: str = "one_of"
    ceiling: Fraction | None = None


def permitted(supports: Sequence[str], rules: Sequence[StackingRule]) -> tuple[tuple[int, ...], ...]:
    """The largest combinations (positions in `supports`) in which no rule of "at most one" is broken.

    A ceiling that is not known is treated as "at most one": nothing unknown is added up. In a fixed order, the
    earlier supports first; a single empty combination when there are no supports.
    Raises `StackingError` for more than 16 supports.
    """
    if len(supports) > MOST_SUPPORTS:
        raise StackingError(
            "Too many supports for one product", expected=f"up to {MOST_SUPPORTS}", found=len(supports)
        )
    exclusive = [rule.members for rule in rules if rule.kind == "one_of" or rule.ceiling is None]
    found: list[tuple[int, ...]] = []
    for size in range(len(supports), -1, -1):
        for chosen in combinations(range(len(supports)), size):
            keys = {supports[position] for position in chosen}
            inside = any(set(chosen) < set(larger) for larger in found)
            if not inside and all(len(keys & members) <= 1 for members in exclusive):
                found.append(chosen)
    return tuple(found)


def ceilings(
    supports: Sequence[str], rules: Sequence[StackingRule], *, scale: int
) -> tuple[tuple[frozenset[int], int], ...]:
    """The known ceilings that bind some of the supports: positions and the largest total of what they bring.

    What they bring is counted in `scale` parts of a whole, as loss shares are, and `ceiling`s bind; at a scale of 1 it
    is money, and `yearly_cap`s bind.
    """
    kind = "yearly_cap" if scale == 1 else "ceiling"
    found = []
    for rule in rules:
        places = frozenset(place for place, key in enumerate(supports) if key in rule.members)
        if rule.kind == kind and rule.ceiling is not None and places:
            found.append((places, int(rule.ceiling * scale)))
    return tuple(found)


def best(values: Mapping[str, int], rules: Sequence[StackingRule], *, scale: int) -> dict[str, int]:
    """What each support brings to one contract when the best permitted combination is taken.

    `values` are what each would bring alone: shares of a loss in `scale` parts of the whole, or money at a scale of 1.
    Of equal combinations the one with the earlier supports wins; what a ceiling cuts is taken from the later members.
    The plain form of what `kejin.planning.relief` does for whole columns.
    """
    names, amounts = list(values), list(values.values())
    limits = ceilings(names, rules, scale=scale)
    ways = permitted(names, rules)
    chosen = max(ways, key=lambda way: sum(_cut({p: amounts[p] for p in way}, limits).values()))
    brought = _cut({place: amounts[place] for place in chosen}, limits)
    return {name: brought.get(place, 0) for place, name in enumerate(names)}


def _cut(amounts: Mapping[int, int], limits: Sequence[tuple[frozenset[int], int]]) -> dict[int, int]:
    left = dict(amounts)
    for members, ceiling in limits:
        room = ceiling
        for place in sorted(members & left.keys()):
            left[place] = min(left[place], room)
            room -= left[place]
    return left
