"""A book of loans over the facts of a run, under the rules in force and under a what-if, with the same draws for both.

book, overlay = read_book(Path("book.yaml")), Overlay.read(Path("overlay.yaml"))
found = compare_book(Path("kejin-out"), book, overlay, scenarios=1000)
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kejin.errors import RiskError
from kejin.facts import Label
from kejin.packs import load_packs
from kejin.policy import Dates, Overlay
from kejin.risk.agreements import agreements_in_force
from kejin.risk.simulation.book_file import BookDocument
from kejin.risk.simulation.running import Run
from kejin.risk.simulation.whole import Change, Prepared, compared, prepare
from kejin.runs.replaying import replayed
from kejin.runs.whatif import Told, quiet

_READING = Label("读取事实", "Reading the facts")
_NOW = Label("按现行规则模拟", "Simulating under the rules in force")
_THEN = Label("按假设规则模拟", "Simulating under the what-if")


@dataclass(frozen=True)
class ComparedBook:
    """A book under the rules in force and under a what-if.

    Attributes:
        synthetic: Whether the loans are invented.
        facts: The digest of the facts.
        prepared: The book under the rules in force.
        before: Its run under the rules in force.
        after: Its run under the what-if, with the same draws.
    """

    synthetic: bool
    facts: str
    prepared: Prepared
    before: Run
    after: Run

    @cached_property
    def changes(self) -> list[Change]:
        """What each party bears and how often limits bind: before, after, and the difference with its error."""
        return compared(self.before, self.after)


def compare_book(
    run: Path,
    document: BookDocument,
    overlay: Overlay,
    *,
    scenarios: int,
    seed: int = 1,
    told: Told = quiet,
) -> ComparedBook:
    """Simulate a book over the facts of a run twice.

    Args:
        run: The folder of the run, whose loans the book chooses from; the facts that the book names are not read.
        document: The book: agreements, which loans, assumptions.
        overlay: The what-if.
        scenarios: How many courses of events are drawn.
        seed: The same seed draws the same courses.
        told: Is told how far the work is; what it raises ends the work.

    Raises:
        FileError: There is no run, or its facts are gone.
        OverlayError: The what-if does not fit the policies.
        RiskError: The book does not hold together, or an agreement is not in force on its day of law.
    """
    told(_READING, 0, 0)
    _, factset, manifest = replayed(run)
    law = document.law or document.starts
    dates = Dates(law, law, law)
    policies = dict.fromkeys(key.partition(".")[0] for key in document.agreements)
    store = load_packs([Path(pack) for pack in manifest.packs]).only(policies)
    ready = []
    for asked in (None, overlay):
        ruleset = store.compile(dates, asked)
        missing = [key for key in document.agreements if key not in agreements_in_force(ruleset)]
        if missing:
            raise RiskError(
                "An agreement is not in force", expected=f"one in force on {law}", found=", ".join(missing)
            )
        ready.append(prepare(document, factset, ruleset))
    runs = [
        prepared.run(scenarios=scenarios, seed=seed, progress=progress_of(told, what, scenarios))
        for prepared, what in zip(ready, (_NOW, _THEN), strict=True)
    ]
    return ComparedBook(manifest.synthetic, manifest.snapshot_digest, ready[0], runs[0], runs[1])


def progress_of(told: Told, what: Label, total: int) -> Callable[[int], None]:
    """What tells somebody of a step's parts as they are done."""
    told(what, 0, total)
    sofar = 0

    def went_on(count: int) -> None:
        nonlocal sofar
        sofar += count
        told(what, sofar, total)

    return went_on
