"""The present run made anew: how far it is stands on every page, and a run that is replaced is noticed."""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.records.players import Cast
from tests.web.site import browser, code_of, write_small_run

from kejin.web import answers
from kejin.web.jobs.models import Job, JobState
from kejin.web.jobs.views import enqueue
from kejin.web.jobs.working import work_one
from kejin.web.renewing import telling, work
from kejin.web.visitors import Visitor, standings_of, today

# Stands for the command: says how far it is, then waits until it is ended where it was told to.
COMMAND = """
import json, sys, time
print("said", sys.argv[1])
print(json.dumps({"step": "deciding", "done": 3, "total": 10}), file=sys.stderr, flush=True)
print("a warning", file=sys.stderr, flush=True)
time.sleep(30 if "stuck" in sys.argv[-1] else 0)
sys.exit(3 if "bad" in sys.argv[-1] else 0)
"""


@pytest.fixture
def visitor(cast: Cast) -> Visitor:
    from kejin.records.parties.models import Person  # noqa: PLC0415 - after the settings were chosen

    person, day = Person.objects.get(username=cast.handler.username), today()
    assert day is not None
    standings = standings_of(person, day)
    return Visitor(person, standings, standings[0], day)


@pytest.fixture(autouse=True)
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    script = tmp_path / "command.py"
    script.write_text(COMMAND)
    monkeypatch.setattr(work, "COMMAND", (sys.executable, str(script)))
    yield
    telling.be_silent()


def asked(visitor: Visitor, facts_as_of: str = "2026-06-30") -> Job:
    return enqueue(
        visitor, work.KIND, province="p", out="o", enterprises=5, seed=1, facts_as_of=facts_as_of
    )  # fmt: skip


def test_the_job_makes_province_and_run_and_keeps_what_the_run_said(visitor: Visitor) -> None:
    made = asked(visitor)
    assert work_one()
    made.refresh_from_db()
    assert (made.state, (made.result or {})["said"].split()) == (JobState.DONE, ["said", "run"])
    assert telling.under_way() is None


def test_a_command_that_fails_says_why_and_the_present_run_stays(visitor: Visitor) -> None:
    made = asked(visitor, "bad")
    assert work_one()
    made.refresh_from_db()
    assert made.state == JobState.FAILED
    assert "a warning" in made.message
    assert "deciding" not in made.message


def test_every_page_says_how_far_it_is_and_cancelled_it_ends_at_once(
    cast: Cast, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = asked(visitor, "stuck")
    pages: list[str] = []

    def told(teller: Any, line: Mapping[str, Any]) -> None:
        step(teller, line)
        if line["total"] == 10:
            pages.append(browser(cast.firm).get("/account/").content.decode())
            Job.objects.filter(pk=made.pk).update(cancel=True)

    step = work._Teller.step
    monkeypatch.setattr(work._Teller, "step", told)
    assert work_one()
    made.refresh_from_db()
    assert made.state == JobState.CANCELLED
    assert "逐户判定" in pages[0]
    assert "3 / 10" in pages[0]
    assert "逐户判定" not in browser(cast.firm).get("/account/").content.decode()


def test_what_a_dead_worker_left_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    telling.tell(telling.Told(1, "甲", "a", 1, 2))
    assert telling.under_way() is not None
    monkeypatch.setattr(telling, "_STALE_SECONDS", -1.0)
    assert telling.under_way() is None


def test_a_run_that_takes_the_place_of_the_present_one_is_noticed(cast: Cast, run_folder: str) -> None:
    before = answers.present_run()
    assert answers.present_run() is before
    code = code_of(cast.firm)
    folder = Path(run_folder)
    manifest = folder / "run.json"
    text = json.loads(manifest.read_text())
    manifest.unlink()
    write_small_run(folder.with_name("other"), [code])
    (folder.with_name("other") / "run.json").replace(manifest)
    after = answers.present_run()
    assert after is not before
    assert after.manifest.ruleset_digest == text["ruleset_digest"]
