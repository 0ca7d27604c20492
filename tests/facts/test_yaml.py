"""Strict YAML: nothing is guessed."""

import pytest

from kejin.errors import FactError
from kejin.facts import read_strict


def read(text: str) -> object:
    return read_strict(text, where="a.yaml", error=FactError)


def test_scalars_stay_text_and_only_empty_ones_are_none() -> None:
    assert read("a: 010\nb: no\nc: ~\nd: null\ne:\nf: '~'\ng: 2024-01-05\nh: '0.5'") == {
        "a": "010", "b": "no", "c": None, "d": None, "e": None, "f": "~", "g": "2024-01-05", "h": "0.5",
    }  # fmt: skip


def test_an_empty_document_is_none() -> None:
    assert read("# nothing\n") is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 0.5", r'expected "0.5".*line 1'),
        ("a: 1e6", "a decimal is not quoted"),
        ("a: 1\nb: 2\na: 3", "a key stands twice.*line 3"),
        ("a: &x 1\nb: *x", "anchors and aliases"),
        ("a: [1", "not readable as YAML"),
        ("a: !!python/object:os.system x\n- b", "not readable as YAML"),
        ("[" * 20_000, "(nested too deeply|not readable)"),
    ],
)
def test_what_would_be_guessed_or_grow_is_refused(text: str, message: str) -> None:
    with pytest.raises(FactError, match=message):
        read(text)
