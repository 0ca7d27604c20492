"""Figures that may still change say so, and so do facts that are old."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from tests.records.players import Cast
from tests.records.test_subsidies import next_days
from tests.records.world import World
from tests.web.site import browser

from kejin.records.parties.models import Organisation
from kejin.web import finality
from kejin.web.answers import present_run_day
from kejin.web.finality import FRESH_DAYS, Finality, days_stale, of_book, of_month
from kejin.web.visitors import today


def test_a_book_is_final_once_it_is_closed(cast: Cast, world: World) -> None:
    day = today()
    assert day is not None
    assert of_book(cast.book, day) is Finality.PROVISIONAL
    shown = browser(cast.assessor).get(reverse("statements")).content.decode()
    assert "finality-provisional" in shown
    next_days(world, 1)
    cast.teller.does("ledger.close", book=cast.book.code, day=day.isoformat())
    assert of_book(cast.book, day) is Finality.FINAL
    assert of_book(cast.book, day + timedelta(days=1)) is Finality.PROVISIONAL
    then = browser(cast.assessor).get(reverse("statements"), {"until": day.isoformat()})
    assert "finality-final" in then.content.decode()


def test_a_month_without_reconciled_tapes_is_provisional() -> None:
    assert of_month(date(2019, 1, 31)) is Finality.PROVISIONAL


def test_facts_are_old_after_a_quarter() -> None:
    day = date(2026, 6, 30)
    assert days_stale(day, day + timedelta(days=FRESH_DAYS)) == 0
    assert days_stale(day, day + timedelta(days=FRESH_DAYS + 1)) == FRESH_DAYS + 1
    assert days_stale(day, day - timedelta(days=400)) == 0


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_page_over_old_facts_says_so(
    cast: Cast, run_folder: str, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    assert Path(run_folder).is_dir()
    assert Organisation.objects.filter(pk=cast.firm.organisation_id).exists()
    client = browser(cast.firm)
    client.cookies["kejin_language"] = language
    monkeypatch.setattr(finality, "FRESH_DAYS", 10**6)
    assert 'role="note"' not in client.get(reverse("enterprise_compare")).content.decode()
    monkeypatch.setattr(finality, "FRESH_DAYS", -(10**6))
    shown = client.get(reverse("enterprise_compare")).content.decode()
    assert str(present_run_day().year) in shown.split('class="stale"')[1].split("</p>")[0]
