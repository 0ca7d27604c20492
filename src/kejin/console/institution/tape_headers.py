"""Headers of a tape that nobody knows: which column each of them is, a person says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from kejin.console.institution.holding_files import noted_names
from kejin.enterprises.importing import Limits
from kejin.errors import KejinError
from kejin.facts import Fact, Label
from kejin.records.tapes.dictionary import names_of
from kejin.records.tapes.filing import Headers, headers_of

_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Question:
    """A column that no header names: which of the unknown headers it is.

    Attributes:
        name: The column's.
        label: What it is called.
        needed: Whether a tape must have it.
        choices: The headers that nobody knows.
        likely: The one whose words are most alike; empty where none is.
    """

    name: str
    label: Label
    needed: bool
    choices: tuple[str, ...]
    likely: str


def questions_about(path: Path) -> Sequence[Question]:
    """What to ask about a file's headers; nothing where none is left over, or the file cannot be read."""
    try:
        found = headers_of(path, limits=Limits(), names=noted_names(path))
    except KejinError:
        return ()
    if not found.unknown:
        return ()
    asked, taken = [], set()
    # What a tape needs comes first, and a header is likely one column and no other.
    for column in sorted(found.missing, key=lambda one: not one.needed):
        likely = _likely(found, column.fact)
        likely = "" if likely in taken else likely
        taken.add(likely)
        asked.append(Question(column.fact.name, column.fact.label, column.needed, found.unknown, likely))
    return asked


def said_names(path: Path, sent: Mapping[str, str]) -> Mapping[str, str]:
    """What was said of the headers before and now; a header is one column, and only one that was left over counts."""
    before = dict(noted_names(path))
    try:
        found = headers_of(path, limits=Limits(), names=before)
    except KejinError:
        return before
    for column in found.missing:
        header = sent.get(f"column-{column.fact.name}", "")
        if header in found.unknown and header not in before:
            before[header] = column.fact.name
    return before


def _likely(found: Headers, fact: Fact) -> str:
    words = names_of(fact)
    best = [
        (header, near) for header in found.unknown if (near := get_close_matches(header, words, 1, _ALIKE))
    ]
    return best[0][0] if len(best) == 1 else ""
