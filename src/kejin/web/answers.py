"""The run that answers are read from, open once in each process."""

from datetime import date
from pathlib import Path

from django.conf import settings

from kejin.errors import KejinError
from kejin.runs.folder import MANIFEST
from kejin.runs.manifest import read_manifest
from kejin.runs.opening import OpenRun, open_run
from kejin.web.once import once


class NoRunError(KejinError):
    """No run has been named for the pages to read."""

    code = "web.no_run"


class RealRunError(KejinError):
    """Something that only an office does over facts of real enterprises."""

    code = "web.real_run"


def present_run() -> OpenRun:
    """The run that the pages read.

    Raises:
        NoRunError: None was named.
        FileError: What was named is no run, or its facts are gone.
    """
    return _open(*present_mark())


def present_mark() -> tuple[Path, tuple[int, int]]:
    """The folder of the present run, and what tells it from an earlier run in the same place.

    Whatever is kept in memory of a run is kept under both: a new run takes the folder's place while pages are served.

    Raises:
        NoRunError: None was named.
    """
    folder = present_folder()
    try:
        found = (folder / MANIFEST).stat()
    except OSError:
        # Whoever opens it says what is wrong with it.
        return folder, (0, 0)
    return folder, (found.st_ino, found.st_mtime_ns)


def present_folder() -> Path:
    """The folder of the run that the pages read. Raises `NoRunError` where none was named."""
    named = settings.KEJIN_RUN
    if not named:
        raise NoRunError(
            "No run has been named for the pages to read",
            expected="the folder of a `kejin run` in KEJIN_RUN",
            kept="Everything else can be used.",
        )
    return Path(str(named))


# The one that is replaced may still be read by a request under way.
@once(2)
def _open(folder: Path, _mark: tuple[int, int]) -> OpenRun:
    return open_run(folder)


def is_synthetic() -> bool:
    """Whether the present run is one of invented enterprises, with whom all records are then made; no where is none."""
    try:
        return _synthetic(*present_mark())
    except KejinError:
        return False


@once(2)
def _synthetic(folder: Path, _mark: tuple[int, int]) -> bool:
    return read_manifest(folder).synthetic


def present_run_day() -> date:
    """Up to which day the facts of the present run are taken. Raises as `present_run` does."""
    return _days(*present_mark())


@once(2)
def _days(folder: Path, _mark: tuple[int, int]) -> date:
    return read_manifest(folder).three_dates.facts_as_of


def forget() -> None:
    """Open the run anew when it is next asked for."""
    _open.forget()
    _synthetic.forget()
    _days.forget()
