"""What the present run counted, read once; of a real one, so that nobody but the office recognises an enterprise."""

import hmac
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from kejin.errors import KejinError
from kejin.planning.aggregates import read_aggregates
from kejin.planning.aggregates.disclosure import Protection, protected, rounded
from kejin.planning.aggregates.reading import Reading
from kejin.records.parties.kinds import OrganisationKind
from kejin.runs.manifest import Manifest, read_manifest
from kejin.web.answers import RealRunError, present_folder, present_mark
from kejin.web.once import once
from kejin.web.visitors import Visitor


@dataclass(frozen=True, slots=True)
class Found:
    """A run as somebody reads it.

    Attributes:
        reading: Its counts.
        manifest: Its record.
        hidden: How counts were rounded and sums withheld; None where they are told in full.
    """

    reading: Reading
    manifest: Manifest
    hidden: Protection | None = None


def found() -> Found:
    """The counts and the record of the present run, in full.

    Raises:
        NoRunError: None was named.
        FileError: What was named is no run, or it kept no counts.
    """
    return _read(*present_mark())


def found_for(visitor: Visitor) -> Found:
    """The present run as a visitor may read it: a real one in full by the office alone. Raises as `found` does."""
    run = found()
    if visitor.kind == OrganisationKind.OFFICE or run.manifest.synthetic:
        return run
    return _hidden(*present_mark(), protection())


def rows_for(visitor: Visitor, record: Manifest) -> dict[str, int]:
    """How many rows of each grain a run read; of a real one exactly for the office alone."""
    if visitor.kind == OrganisationKind.OFFICE or record.synthetic:
        return dict(record.rows)
    how = protection()
    return {
        name: rounded(count, [], [], base=how.base, up=bool(how.draw("rows", name) & 1))[0]
        for name, count in record.rows.items()
    }


def protection() -> Protection:
    """What `KEJIN_DISCLOSURE_BASE` and `KEJIN_DISCLOSURE_LEAST` say, with a key that follows from the site's secret."""
    key = hmac.digest(str(settings.SECRET_KEY).encode(), b"kejin.disclosure", "sha256")
    return Protection(settings.KEJIN_DISCLOSURE_BASE, settings.KEJIN_DISCLOSURE_LEAST, key)


def may_ask_anything(kind: str | None) -> bool:
    """Whether an organisation may have the facts of the present run decided under rules of its own making.

    Whoever may change any number asks as many questions as there are numbers, and so finds every single enterprise in
    the end: over a real run only the office does. True where there is no run: then nothing is decided.
    """
    if kind == OrganisationKind.OFFICE:
        return True
    try:
        return read_manifest(present_folder()).synthetic
    except KejinError:
        return True


def ask_anything(kind: str | None) -> None:
    """Raise `RealRunError` where `may_ask_anything` says no."""
    if not may_ask_anything(kind):
        raise RealRunError(
            "The present run is about real enterprises: what comes of other rules the office works out",
            expected="a run over a synthetic province", found=str(kind), kept="What you keep is kept.",
        )  # fmt: skip


@once(2)
def _read(folder: Path, _mark: tuple[int, int]) -> Found:
    return Found(Reading(read_aggregates(folder)), read_manifest(folder))


@once(2)
def _hidden(folder: Path, mark: tuple[int, int], how: Protection) -> Found:
    run = _read(folder, mark)
    return Found(Reading(protected(run.reading.aggregates, how)), run.manifest, how)


__all__ = ["Found", "ask_anything", "found", "found_for", "may_ask_anything", "protection", "rows_for"]
