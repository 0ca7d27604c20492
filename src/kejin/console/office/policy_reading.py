"""The policies at hand, and what pages of policies share: rulesets of a day, clauses, options of filters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kejin.facts import Label
from kejin.packs import load_packs
from kejin.packs.naming import JURISDICTIONS
from kejin.planning import INSTRUMENTS
from kejin.policy import ClauseRef, Confidence, Dates, Policy, PolicyStore, Ruleset
from kejin.policy.documents import ClauseDocument
from kejin.policy.inputs import clause_ref
from kejin.runs.manifest import read_manifest
from kejin.web.answers import NoRunError, present_mark
from kejin.web.once import once
from kejin.web.visitors import PageRequest

# Pages of the law know all that was ever recorded.
LATEST = date(9999, 12, 31)
DEMONSTRATION = "demonstration"


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a filter: its value in the address, its words, whether it is chosen."""

    value: str
    label: Label
    chosen: bool


Mark = tuple[Path, tuple[int, int]] | None
"""What tells one set of policies from another: the run that they are read by; None where there is none."""


def store_mark() -> Mark:
    """Under what the policies at hand are kept, and what is worked out from them."""
    try:
        return present_mark()
    except NoRunError:
        return None


def store_at_hand() -> PolicyStore:
    """The policies of the present run; without a run, those that ship."""
    return _store_of(store_mark())


@once(2)
def _store_of(mark: Mark) -> PolicyStore:
    return load_packs(tuple(Path(pack) for pack in read_manifest(mark[0]).packs) if mark else ())


def today_of(request: PageRequest) -> date:
    """The business day that is open. There is one: whoever asks acts for an organisation of the records."""
    day = request.visitor.day
    assert day is not None  # noqa: S101 - the records were founded
    return day


def compiled(day: date) -> Ruleset:
    """All policies compiled for the law of a day."""
    return _compiled(store_mark(), day)


def compiled_one(policy: str, day: date) -> Ruleset:
    """One policy, and what it borrows, compiled for the law of a day. Raises as `PolicyStore.only` does."""
    return _compiled_one(store_mark(), policy, day)


@once(4)
def _compiled(mark: Mark, day: date) -> Ruleset:
    return _store_of(mark).compile(Dates(day, day, LATEST))


@once(64)
def _compiled_one(mark: Mark, policy: str, day: date) -> Ruleset:
    return _store_of(mark).only([policy]).compile(Dates(day, day, LATEST))


def clause(policy: Policy, document: ClauseDocument) -> ClauseRef | None:
    """A place in a source with what the source is called; None for no place."""
    return clause_ref(policy, document) if document.doc else None


def jurisdiction(code: str) -> Label:
    """What a jurisdiction is called; its code where nobody named it."""
    return JURISDICTIONS.get(code, Label(code, code))


def instrument(code: str) -> Label:
    """What an instrument is called."""
    return INSTRUMENTS.get(code, Label(code, code))


def choices(options: Iterable[tuple[str, Label]], chosen: str) -> list[Choice]:
    """The options of a filter."""
    return [Choice(value, label, value == chosen) for value, label in options]


def one_of(value: str, allowed: Sequence[str]) -> str:
    """What an address asks for, or nothing where it is not on the list."""
    return value if value in allowed else ""


def is_demonstration(policy: Policy) -> bool:
    """Whether a policy is invented for demonstration."""
    return policy.head.jurisdiction == DEMONSTRATION


WEAK = (Confidence.WEAK.value, Confidence.UNCONFIRMED.value)
"""How little may be known of a value that has one."""
