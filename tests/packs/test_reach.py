"""Drawing goes on until every answer is met, and gives up where none can be."""

import pytest
from hypothesis import strategies as st
from tests.packs.reach import check_until_reached, not_all_three


def test_a_rare_answer_is_drawn_for_until_it_comes() -> None:
    seen: set[int] = set()

    def note(number: int) -> None:
        seen.add(number)

    # One round of draws holds a few of the five hundred; an ordinary test would miss some every time.
    check_until_reached(lambda: set(range(500)) - seen, st.sampled_from(range(500)), note)
    assert seen == set(range(500))


def test_an_answer_that_no_draw_gives_fails() -> None:
    seen: dict[str, set[bool | None]] = {}

    def note(truth: bool) -> None:
        seen.setdefault("never open", set()).add(truth)

    with pytest.raises(AssertionError, match="never open"):
        check_until_reached(lambda: not_all_three(seen), st.booleans(), note)


def test_an_example_of_a_later_round_is_checked_like_any_other() -> None:
    seen: set[int] = set()

    def refuse(number: int) -> None:
        seen.add(number)
        assert len(seen) < 150

    with pytest.raises(AssertionError, match="150"):
        check_until_reached(lambda: set(range(500)) - seen, st.sampled_from(range(500)), refuse)
