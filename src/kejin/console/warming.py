"""What the pages need and every process makes once: the run open, an answer made, policies compiled for today."""

from kejin.console.front.asking import ENTERPRISE_ID, asked
from kejin.console.office.policy_reading import compiled
from kejin.records.promises.promised import due_and_left, promises
from kejin.runs.opening import ids_of
from kejin.web.answers import present_run
from kejin.web.counted import found
from kejin.web.search.pinyin import initials
from kejin.web.visitors import today


def policies() -> None:
    """Compile all policies for the law of the business day that is open."""
    day = today()
    if day is not None:
        compiled(day)


def answers() -> None:
    """Open the run and make the answer of one enterprise, of which nothing is kept that a page would show."""
    run = present_run()
    for code in ids_of(run, 1):
        run.overview(code)
        run.requests(code)
        run.standing(code)


def files() -> None:
    """See once that the run's files are what they were, so that no page has to."""
    present_run().look_through()


def check() -> None:
    """Answer the check that needs no log-in, for somebody who says nothing."""
    run = present_run()
    facts = asked({}, run.manifest.three_dates.facts_as_of).facts
    if facts is not None:
        run.answered_on(facts, ENTERPRISE_ID)


def days() -> None:
    """Read the promised days and the calendar of working days that they are counted by."""
    day = today()
    if day is not None:
        for promise in promises().values():
            due_and_left(promise, day, day)


def names() -> None:
    """Read the dictionary of pinyin, which the search asks."""
    initials("科")


def counts() -> None:
    """Read the counts of the run."""
    found()
