"""Large tapes are recorded and reconciled by the worker, whole or not at all, and cancelled before the act begins."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.records.tapes.book import loans, write
from tests.records.world import Who, World
from tests.web.site import browser
from tests.web.test_institution import token_of

from kejin.console.institution import tape_jobs
from kejin.records.tapes.models import Tape
from kejin.web.jobs.models import Job, JobState
from kejin.web.jobs.working import work_one

PARTS = {"month": "2026-02", "kind": "take_on", "corrects": ""}


@pytest.fixture
def handler(world: World, monkeypatch: pytest.MonkeyPatch) -> Who:
    monkeypatch.setattr(tape_jobs, "LARGE_BYTES", 10)
    monkeypatch.setattr(tape_jobs, "MANY_ROWS", 1)
    return world.staff(world.institution("bank"), "handler")


def sent(handler: Who, path: Path, **parts: str) -> Job:
    """A file looked into, and the job that is to record it."""
    client, said = browser(handler), PARTS | parts
    checked = client.post(
        reverse("institution_tape_check"), {"file": SimpleUploadedFile("报表.csv", path.read_bytes()), **said}
    )
    form = {"token": token_of(checked), "name": "报表.csv", **said}
    answer = client.post(reverse("institution_tape_submit"), form)
    assert answer.status_code == 302
    made = Job.objects.latest("pk")
    assert answer["Location"] == reverse("job", args=[made.pk])
    return made


def test_the_worker_records_and_reconciles_a_large_tape(handler: Who, tmp_path: Path) -> None:
    made = sent(handler, write(tmp_path / "book.csv", loans(4)))
    assert not Tape.objects.filter(institution_id=handler.organisation_id).exists()
    assert work_one()
    made.refresh_from_db()
    assert made.state == JobState.DONE, made.message
    tape = Tape.objects.get(institution_id=handler.organisation_id)
    page = browser(handler).get(reverse("job", args=[made.pk])).content.decode()
    assert f'href="{reverse("institution_tape", args=[tape.pk])}"' in page
    act = reverse("institution_tape_act", args=[tape.pk, "tape.reconcile"])
    assert browser(handler).post(act, {"tolerance": "a lot"}).status_code == 409
    assert browser(handler).post(act, {"tolerance": "0"}).status_code == 302
    assert work_one()
    assert Job.objects.latest("pk").state == JobState.DONE
    assert tape.reconciliations.count() == 1


def test_what_is_wrong_with_it_is_said_and_nothing_recorded(handler: Who, tmp_path: Path) -> None:
    made = sent(handler, write(tmp_path / "book.csv", loans(3)), month="never")
    assert work_one()
    made.refresh_from_db()
    assert made.state == JobState.FAILED
    assert "never" in made.message
    assert not Tape.objects.filter(institution_id=handler.organisation_id).exists()


def test_cancelled_it_records_nothing(handler: Who, tmp_path: Path) -> None:
    made = sent(handler, write(tmp_path / "book.csv", loans(3)))
    assert browser(handler).post(reverse("cancel_job", args=[made.pk])).status_code == 302
    assert not work_one()
    made.refresh_from_db()
    assert made.state == JobState.CANCELLED
    assert not Tape.objects.filter(institution_id=handler.organisation_id).exists()
