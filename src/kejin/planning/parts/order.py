"""What a run over parts is asked for: enough for a worker to begin, and enough to tell whether a run may go on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from kejin import __version__
from kejin.errors import FileError
from kejin.packs import load_packs
from kejin.planning.aggregates import Scheme
from kejin.planning.offers import quoted_decisions
from kejin.planning.parts.source import Source
from kejin.policy import Dates, Decision, Overlay, Ruleset
from kejin.policy.crossing import Round, rounds

FORMAT = 2
BLOCK = 50_000
"""About how many enterprises are worked on at a time: enough that what a block costs once does not matter, few enough
for the memory of a small machine."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of the facts.

    Attributes:
        dates: The three dates.
        ruleset_digest: The digest of the rules as they were compiled when the run began.
        decisions: Only these policies or decisions; None stands for all.
        packs: Further policy folders.
        overlay: The what-if file.
        block: About how many enterprises are worked on at a time.
    """

    dates: Dates
    ruleset_digest: str
    decisions: tuple[str, ...] | None = None
    packs: tuple[Path, ...] = ()
    overlay: Path | None = None
    block: int = BLOCK

    def identity(self, source: Source) -> dict[str, object]:
        """What a run is made of: two runs with the same identity make the same bytes."""
        return {
            "format": FORMAT,
            "facts": source.digest,
            "rules": self.ruleset_digest,
            **{
                f"date {name}": getattr(self.dates, name).isoformat()
                for name in ("law", "facts_as_of", "known_by")
            },
            "policies": list(self.decisions or ()),
            "enterprises of a block": self.block,
            **{f"version of {name}": found for name, found in versions().items()},
            "files": {file.path: file.digest for files in source.files.values() for file in files},
        }


def versions() -> dict[str, str]:
    """Versions of what works a run out."""
    return {"kejin": __version__} | {name: version(name) for name in ("polars", "numpy")}


def differences(begun: Mapping[str, object], now: Mapping[str, object]) -> Iterator[str]:
    """How what a run was begun with differs from what it is asked for now, in words."""
    for name in now:
        was, is_ = begun.get(name), now[name]
        if was == is_ or name == "facts":
            continue
        if name == "files" and isinstance(was, Mapping) and isinstance(is_, Mapping):
            yield from _file_differences(was, is_)
        else:
            yield f"{name}: {_short(was)} then, {_short(is_)} now"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 24 else f"{text[:12]}…"


def _file_differences(was: Mapping[str, object], now: Mapping[str, object]) -> Iterator[str]:
    yield from (f"{path} has changed" for path in now if path in was and was[path] != now[path])
    yield from (f"{path} is new" for path in now if path not in was)
    yield from (f"{path} is gone" for path in was if path not in now)


@dataclass(frozen=True)
class Prepared:
    """What every block needs, made once in a process.

    Attributes:
        ruleset: The compiled rules.
        scheme: What is counted.
        rounds: The passes for totals over all parts.
        decisions: What is evaluated: the decisions asked for and those that offers rest on, with the terms they quote.
        quoted: The keys of the decisions that offers rest on.
    """

    ruleset: Ruleset
    scheme: Scheme
    rounds: tuple[Round, ...]
    decisions: tuple[Decision, ...]
    quoted: frozenset[str]


@lru_cache(maxsize=2)
def prepare(order: Order) -> Prepared:
    """Compile the rules of an order.

    Raises:
        FileError: The rules are no longer those that the run began with.
    """
    overlay = Overlay.read(order.overlay) if order.overlay is not None else None
    ruleset = load_packs(order.packs).compile(order.dates, overlay)
    if ruleset.digest != order.ruleset_digest:
        raise FileError(
            "The rules changed while they were being applied",
            expected=order.ruleset_digest[:12],
            found=ruleset.digest[:12],
            kept="What was worked out so far is kept, and is of no use with other rules.",
        )
    return prepared(ruleset, order)


def prepared(ruleset: Ruleset, order: Order) -> Prepared:
    """What every block needs, from rules that are compiled already."""
    scheme = Scheme.of(ruleset, order.decisions)
    quoted = quoted_decisions(scheme.catalogue)
    decisions = _joined(scheme.decisions, quoted)
    keys = frozenset(decision.key for decision in quoted)
    return Prepared(ruleset, scheme, rounds(ruleset, decisions), decisions, keys)


def _joined(asked: Iterable[Decision], quoted: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions asked for, with the terms where products quote them, and then the further ones that are quoted."""
    with_terms = {decision.key: decision for decision in quoted}
    first = [with_terms.pop(decision.key, decision) for decision in asked]
    return (*first, *with_terms.values())
