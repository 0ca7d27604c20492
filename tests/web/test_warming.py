"""What a server makes before it is asked: once, whoever asks meanwhile waits, and anew for a new run."""

import gc
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from tests.records.players import Cast
from tests.web.site import browser, code_of, count_run, write_small_run

from kejin.site.serving import server_command
from kejin.web import answers, warming
from kejin.web.once import once


def test_what_many_ask_for_at_once_is_made_once() -> None:
    made: list[int] = []
    asked = threading.Barrier(8)

    @once(2)
    def slow(number: int) -> int:
        """Slow."""
        made.append(number)
        return number * 2

    def ask() -> None:
        asked.wait()
        assert slow(3) == 6

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [3]
    assert (slow(4), slow(3), made) == (8, 6, [3, 4])
    slow.forget()
    assert (slow(3), made) == (6, [3, 4, 3])


def test_what_failed_is_tried_again() -> None:
    tries: list[int] = []

    @once(1)
    def shaky() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise ValueError("not yet")
        return "made"

    with pytest.raises(ValueError, match="not yet"):
        shaky()
    assert (shaky(), len(tries)) == ("made", 2)


@pytest.fixture
def no_run() -> Iterator[None]:
    before = settings.KEJIN_RUN
    settings.KEJIN_RUN = ""
    yield
    settings.KEJIN_RUN = before
    answers.forget()


@pytest.mark.usefixtures("world", "no_run")
def test_a_server_without_a_run_warms_what_it_can_and_opens_the_run_that_comes(
    cast: Cast, tmp_path: Path
) -> None:
    warming.warm()
    answers.forget()
    write_small_run(tmp_path, [code_of(cast.firm)])
    count_run(tmp_path)
    settings.KEJIN_RUN = str(tmp_path)
    warming.warm()
    opened = answers.present_run()
    assert answers.present_run() is opened
    assert browser(cast.firm).get(reverse("enterprise_answer")).status_code == 200


def test_what_stays_is_not_looked_through_by_the_garbage_collector() -> None:
    gc.unfreeze()
    warming.settle()
    try:
        assert gc.get_freeze_count() > 100_000
        assert len(gc.get_objects()) < 1_000
    finally:
        gc.unfreeze()


def test_the_server_warms_each_of_its_processes() -> None:
    command = server_command("127.0.0.1:1", workers=1, threads=4)
    assert command[command.index("--config") + 1] == "python:kejin.site.hooks"
