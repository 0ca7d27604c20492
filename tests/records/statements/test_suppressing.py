"""No small group can be read off a table, not even from its total."""

from hypothesis import given
from hypothesis import strategies as st

from kejin.records.statements.suppressing import Group, suppressed


def groups(sizes: list[int]) -> list[Group]:
    return [Group(str(at), size, (size * 7,)) for at, size in enumerate(sizes)]


def hidden(sizes: list[int], minimum: int) -> list[int]:
    return [at for at, group in enumerate(suppressed(groups(sizes), minimum)) if group.figures is None]


def test_a_small_group_takes_the_next_smallest_with_it() -> None:
    assert hidden([3, 20, 7, 30], 5) == [0, 2]
    assert hidden([1, 1, 20, 9], 5) == [0, 1, 3]
    assert hidden([2, 3, 20], 5) == [0, 1]
    assert hidden([5, 6], 5) == []
    assert hidden([0, 9, 9], 5) == []


@given(st.lists(st.integers(0, 12), max_size=12), st.integers(1, 8))
def test_what_is_hidden_together_is_never_few(sizes: list[int], minimum: int) -> None:
    gone = hidden(sizes, minimum)
    assert all(at in gone for at, size in enumerate(sizes) if 0 < size < minimum)
    shown = [at for at, size in enumerate(sizes) if size and at not in gone]
    if gone and shown:
        assert len(gone) > 1
        assert sum(sizes[at] for at in gone) >= minimum
    assert [group.key for group in suppressed(groups(sizes), minimum)] == [
        str(at) for at in range(len(sizes))
    ]
