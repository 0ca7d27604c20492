"""The jobs behind a scenario: its impact over the facts of the present run, and a book simulated under it."""

from collections.abc import Mapping
from typing import Any

from kejin.console.common.telling import Telling
from kejin.console.office.reading import found
from kejin.console.office.scenario_reading import BOOK, IMPACT, address_of
from kejin.errors import KejinError
from kejin.facts import Label
from kejin.planning.aggregates.reading import Reading
from kejin.risk.simulation.book_file import BookDocument
from kejin.runs.books import compare_book
from kejin.runs.books_plain import book_as_plain
from kejin.runs.whatif import what_if
from kejin.runs.whatif_plain import what_if_as_plain
from kejin.web.answers import present_folder
from kejin.web.counted import ask_anything
from kejin.web.jobs.working import Progress, job
from kejin.web.scenarios.models import Finding, Scenario

IMPACT_JOB, BOOK_JOB = "scenario.impact", "scenario.book"


@job(IMPACT_JOB, Label("假设情景的影响", "Impact of a what-if"))
def impact_of(progress: Progress, *, scenario: int) -> Mapping[str, object]:
    """Lay a scenario over the present run and keep what is found."""
    kept = _kept(scenario)
    plain = what_if_as_plain(what_if(present_folder(), kept.overlay, told=Telling(progress)), _reading())
    made = Finding.objects.create(
        scenario=kept, kind=IMPACT, facts=plain["facts"], rules=plain["rules"][0],
        asked={"dates": plain["dates"]}, content=plain,
    )  # fmt: skip
    return {"address": address_of(kept), "finding": made.pk}


@job(BOOK_JOB, Label("假设情景的损失模拟", "Losses simulated under a what-if"))
def book_of(
    progress: Progress, *, scenario: int, document: Any, scenarios: int, seed: int, form: Any
) -> Mapping[str, object]:
    """Simulate a book under the rules in force and under a scenario, and keep what is found."""
    kept = _kept(scenario)
    found_one = compare_book(
        present_folder(), BookDocument.model_validate(document), kept.overlay, scenarios=scenarios, seed=seed,
        told=Telling(progress),
    )  # fmt: skip
    plain = book_as_plain(found_one)
    made = Finding.objects.create(
        scenario=kept, kind=BOOK, facts=plain["facts"], rules=plain["rules"][0],
        asked={"document": document, "scenarios": scenarios, "seed": seed, "form": form}, content=plain,
    )  # fmt: skip
    return {"address": f"{address_of(kept)}book/", "finding": made.pk}


def _kept(number: int) -> Scenario:
    """The scenario, where its organisation may have it worked out over the run that is present by now."""
    kept = Scenario.objects.select_related("organisation").get(pk=number)
    ask_anything(kept.organisation.kind)
    return kept


def _reading() -> Reading | None:
    """The names of groups, where the present run keeps its counts."""
    try:
        return found().reading
    except KejinError:
        return None
