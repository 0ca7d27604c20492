"""A result folder appears whole or not at all; one that takes hours may be left unfinished and gone on with."""

import fcntl
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kejin.errors import FileError

MANIFEST = "run.json"
_LOCK = ".lock"


@contextmanager
def whole_folder(target: Path, manifest: str = MANIFEST) -> Iterator[Path]:
    """Give an empty folder beside `target` to write into; on success it takes the target's place.

    A run that fails leaves the target as it was. Raises `FileError` when the target exists and is no earlier result
    of the same kind (which `manifest` tells), because then replacing it would destroy somebody's files.
    """
    refuse_foreign(target, manifest)
    target.parent.mkdir(parents=True, exist_ok=True)
    made = _beside(target)
    try:
        yield made
        _take_place(made, target)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def unfinished_of(target: Path) -> Path:
    """Where a run into `target` that is not finished lies."""
    return target.with_name(f"{target.name}.unfinished")


@contextmanager
def unfinished_folder(target: Path, *, anew: bool) -> Iterator[Path]:
    """Give the folder beside `target` of a run that is not finished, for this process alone.

    It stays where the run fails or is killed, and the next run goes on in it; `anew` empties it first. Raises
    `FileError` where the target is no earlier result, and where another process is working in the folder.
    """
    refuse_foreign(target)
    home = unfinished_of(target)
    home.mkdir(parents=True, exist_ok=True)
    with (home / _LOCK).open("w") as lock:
        try:
            # Released by the system when the process ends, however it ends.
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise FileError(
                "Another run is working in this folder", expected="one run at a time", where=str(home),
                kept="Nothing was changed.",
            ) from error  # fmt: skip
        if anew:
            _empty(home)
        yield home


def _empty(home: Path) -> None:
    for path in home.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != _LOCK:
            path.unlink()


def put_in_place(home: Path, target: Path, *, without: str) -> None:
    """Let the finished folder take the target's place; then remove from it what only the work needed."""
    _take_place(home, target)
    shutil.rmtree(target / without, ignore_errors=True)
    (target / _LOCK).unlink(missing_ok=True)


def refuse_foreign(target: Path, manifest: str = MANIFEST) -> None:
    """Raise `FileError` unless `target` is absent, empty or an earlier result."""
    if not target.exists():
        return
    if not target.is_dir():
        raise FileError(
            "The output folder is a file", expected="a folder", where=str(target), kept="Nothing was changed."
        )
    if any(target.iterdir()) and not (target / manifest).is_file():
        kind = "run" if manifest == MANIFEST else "result of this command"
        raise FileError(
            f"The output folder holds something that is not a {kind}",
            expected=f"an empty or new folder, or an earlier {kind} with its {manifest}",
            where=str(target),
            kept="Nothing was changed.",
        )


def _take_place(made: Path, target: Path) -> None:
    if not target.exists():
        made.rename(target)
        return
    old = _beside(target)
    earlier = target.rename(old / target.name)
    try:
        made.rename(target)
    except OSError:
        earlier.rename(target)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _beside(target: Path) -> Path:
    # Not tempfile.mkdtemp: its folders are for their owner only, and a result is as readable as any other folder.
    made = target.parent / f".{target.name}-{secrets.token_hex(4)}"
    made.mkdir()
    return made
