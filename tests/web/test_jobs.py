"""Jobs: done once, seen from outside, cancelled, begun again when their worker has died."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from django.urls import reverse
from tests.records.players import Cast
from tests.web.site import browser

from kejin.errors import FileError
from kejin.facts import Label
from kejin.web.jobs import working
from kejin.web.jobs.models import Job, JobState
from kejin.web.jobs.views import enqueue
from kejin.web.jobs.working import Progress, job, work_one
from kejin.web.visitors import Visitor, standings_of, today


@job("test.count", Label("计数", "Count"))
def count(progress: Progress, *, to: int) -> Mapping[str, Any]:
    progress.step(Label("数数", "counting"), total=to)
    for number in range(to):
        progress.done(number)
    return {"sum": sum(range(to))}


@job("test.fail", Label("失败", "Fail"))
def fail(progress: Progress, *, ours: bool) -> Mapping[str, Any]:
    progress.step(Label("一步", "a step"))
    if ours:
        raise FileError("The file is gone", where="x.csv")
    raise ZeroDivisionError


@pytest.fixture
def visitor(cast: Cast) -> Visitor:
    from kejin.records.parties.models import Person  # noqa: PLC0415 - after the settings were chosen

    person, day = Person.objects.get(username=cast.handler.username), today()
    assert day is not None
    standings = standings_of(person, day)
    return Visitor(person, standings, standings[0], day)


def test_a_job_is_done_once_and_its_page_shows_what_came_of_it(cast: Cast, visitor: Visitor) -> None:
    made = enqueue(visitor, "test.count", to=5)
    page = browser(cast.handler).get(reverse("job", args=[made.pk]))
    assert b"hx-trigger" in page.content
    assert work_one()
    assert not work_one()
    made.refresh_from_db()
    assert (made.state, made.result) == (JobState.DONE, {"sum": 10})
    assert b"hx-trigger" not in browser(cast.handler).get(reverse("job", args=[made.pk])).content


def test_the_log_says_what_was_done_and_nothing_of_whom(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", logger="kejin.jobs"):
        made = enqueue(visitor, "test.count", to=3)
        assert work_one()
    begins, ends = [record.getMessage() for record in caplog.records if record.name == "kejin.jobs"]
    assert begins == f"job {made.pk} begins: test.count"
    assert re.fullmatch(rf"job {made.pk} ends: done, \d+\.\d s", ends)


def test_a_job_of_another_organisation_is_not_there(cast: Cast, visitor: Visitor) -> None:
    made = enqueue(visitor, "test.count", to=1)
    assert browser(cast.assessor).get(reverse("job", args=[made.pk])).status_code == 404
    assert browser(cast.assessor).post(reverse("cancel_job", args=[made.pk])).status_code == 404
    assert work_one()


def test_a_job_that_waits_is_cancelled_at_once_and_one_under_way_at_its_next_word(
    cast: Cast, visitor: Visitor
) -> None:
    waiting = enqueue(visitor, "test.count", to=1)
    browser(cast.handler).post(reverse("cancel_job", args=[waiting.pk]))
    assert not work_one()
    running = enqueue(visitor, "test.count", to=1)
    Job.objects.filter(pk=running.pk).update(cancel=True)
    assert work_one()
    states = [Job.objects.get(pk=one.pk).state for one in (waiting, running)]
    assert states == [JobState.CANCELLED, JobState.CANCELLED]


@pytest.mark.parametrize("ours", [True, False])
def test_a_job_that_fails_says_so_and_the_worker_goes_on(
    visitor: Visitor, *, ours: bool, caplog: pytest.LogCaptureFixture
) -> None:
    made = enqueue(visitor, "test.fail", ours=ours)
    with caplog.at_level("CRITICAL", logger="kejin.jobs"):
        assert work_one()
    made.refresh_from_db()
    assert made.state == JobState.FAILED
    assert ("The file is gone" in made.message) == ours


def test_what_a_dead_worker_left_is_begun_again_and_has_failed_after_three_deaths(visitor: Visitor) -> None:
    made = enqueue(visitor, "test.count", to=2)
    long_ago = Now() - timedelta(minutes=5)
    for tries, expected in ((1, JobState.WAITING), (3, JobState.FAILED)):
        Job.objects.filter(pk=made.pk).update(state=JobState.RUNNING, beat_at=long_ago, tries=tries)
        working._bury()
        made.refresh_from_db()
        assert made.state == expected


def test_a_kind_of_job_that_is_not_listed_is_refused(visitor: Visitor) -> None:
    with pytest.raises(KeyError, match=r"test\.nothing"):
        enqueue(visitor, "test.nothing")
