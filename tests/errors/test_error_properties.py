"""Whatever an error is made of, it can be read, printed as JSON and sent to another process."""

import json
import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.errors import CellError, CellErrors, FileError, KejinError, PolicyError

sentences = st.text(min_size=1, max_size=40)
maybe = st.none() | sentences
found = st.none() | sentences | st.integers() | st.booleans() | st.dates() | st.floats(allow_nan=False)
kinds = st.sampled_from([KejinError, FileError, CellError, PolicyError])


@st.composite
def errors(draw: st.DrawFn) -> KejinError:
    kind = draw(kinds)
    return kind(draw(sentences), expected=draw(maybe), found=draw(found), where=draw(maybe), kept=draw(maybe))


@given(errors())
def test_the_message_holds_every_part_that_is_there(error: KejinError) -> None:
    message = str(error)
    assert message.startswith(error.what)
    for part in (error.expected, error.where, error.kept):
        assert part is None or part in message
    assert error.found is None or str(error.found) in message or repr(str(error.found)) in message


@given(errors())
def test_the_parts_are_json_and_say_what_the_error_says(error: KejinError) -> None:
    parts = json.loads(json.dumps(error.as_dict()))
    assert parts["message"] == str(error)
    assert parts["code"] == type(error).code
    for name in ("expected", "found", "where", "kept"):
        value = getattr(error, name)
        assert (name in parts) is (value is not None)
        assert value is None or parts[name] == (value.isoformat() if isinstance(value, date) else value)


@given(errors())
def test_an_error_comes_back_from_another_process_as_it_went(error: KejinError) -> None:
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is type(error)
    assert (str(back), back.as_dict()) == (str(error), error.as_dict())


@given(st.lists(errors(), min_size=1, max_size=40), maybe)
def test_several_problems_lose_none_and_say_once_what_was_kept(
    problems: list[KejinError], kept: str | None
) -> None:
    together = CellErrors(problems, kept=kept)
    assert [part["what"] for part in together.as_dict()["problems"]] == [one.what for one in problems]
    back = pickle.loads(pickle.dumps(together))
    assert str(back) == str(together)
    alike = CellErrors(
        [CellError("a wrong cell", kept="Nothing was imported.")] * 3, kept="Nothing was imported."
    )
    assert str(alike).count("Nothing was imported.") == 1


@given(errors(), sentences)
def test_a_sentence_leaves_out_only_what_it_is_told_to(error: KejinError, other: str) -> None:
    assert (
        error.sentence(without=error.kept)
        == type(error)(error.what, expected=error.expected, found=error.found, where=error.where).sentence()
    )
    if other != error.kept:
        assert error.sentence(without=other) == str(error)


@pytest.mark.parametrize("kind", [KejinError, FileError, PolicyError])
def test_an_error_without_parts_is_its_sentence(kind: type[KejinError]) -> None:
    assert str(kind("it is so")) == "it is so"
