"""A result folder appears whole or not at all."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kejin.errors import FileError

MANIFEST = "run.json"


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
