"""A result folder appears whole or not at all."""

from pathlib import Path

import pytest

from kejin.errors import FileError
from kejin.runs.folder import MANIFEST, whole_folder


def write(folder: Path, text: str) -> None:
    (folder / MANIFEST).write_text(text)


def test_a_new_folder_appears_with_all_that_was_written(tmp_path: Path) -> None:
    with whole_folder(tmp_path / "deep" / "out") as made:
        write(made, "one")
        assert not (tmp_path / "deep" / "out").exists()
    assert (tmp_path / "deep" / "out" / MANIFEST).read_text() == "one"
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["out"]


def test_an_earlier_run_is_replaced_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with whole_folder(target) as made:
        write(made, "one")
        (made / "old.html").write_text("x")
    with whole_folder(target) as made:
        write(made, "two")
    assert {path.name: path.read_text() for path in target.iterdir()} == {MANIFEST: "two"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_run_that_fails_leaves_the_earlier_one_and_no_trace(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with whole_folder(target) as made:
        write(made, "one")

    def fail() -> None:
        with whole_folder(target) as made:
            write(made, "half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert (target / MANIFEST).read_text() == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", ["thesis.docx", "index.html"])
def test_a_folder_with_other_peoples_files_is_not_replaced(tmp_path: Path, name: str) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / name).write_text("precious")
    with pytest.raises(FileError, match="holds something that is not a run") as caught, whole_folder(target):
        pass
    assert caught.value.kept == "Nothing was changed."
    assert (target / name).read_text() == "precious"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(FileError, match="is a file"), whole_folder(tmp_path / "out"):
        pass


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with whole_folder(tmp_path / "out") as made:
        write(made, "one")
    assert (tmp_path / "out" / MANIFEST).read_text() == "one"
