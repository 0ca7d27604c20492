"""An officer reads a policy, changes one of its numbers, and sees who gets less and how to have the figures again."""

from pathlib import Path

import pytest
from tests.records.world import World
from tests.web.browsing import LANGUAGES, Story, may_log_in, served, skip_without_browser, story
from tests.web.site import count_run

from kejin.web.jobs.working import work_one
from kejin.web.words import all_words

POLICY = "innovation_guarantee_plan"
LINES = {"zh-hans": "2000", "en": "1500"}


def said(told: Story, key: str) -> str:
    label = all_words()[key]
    return label.zh if told.language.startswith("zh") else label.en


@pytest.mark.slow
@pytest.mark.parametrize(("language", "width"), [*zip(LANGUAGES, (1400, 390), strict=True)])
def test_an_officer_changes_a_number_and_sees_what_comes_of_it(
    world: World, run_folder: str, language: str, width: int
) -> None:
    skip_without_browser()
    if not (Path(run_folder) / "aggregates").is_dir():
        count_run(Path(run_folder))
    secret = may_log_in(world.examiner.username)
    with served() as address, story(address, language, width=width) as told:
        told.page.set_default_timeout(120_000)
        told.log_in(world.examiner.username, secret)
        for path in ("/policies/", "/policies/calendar/", "/policies/gaps/", f"/policies/{POLICY}/"):
            told.go(path)
        told.press(said(told, "policy.try_it"))
        box = f"[id='v-{POLICY}.firm_line_max']"
        told.page.fill("#title", "上限")
        told.page.fill(box, "many")
        told.press(said(told, "scenario.work_out"))
        assert told.page.locator(".summary-of-problems").is_visible()
        told.page.fill(box, LINES[language])
        told.press(said(told, "scenario.work_out"))
        assert work_one()
        told.page.get_by_role("link", name=said(told, "job.open")).wait_for()
        told.press(said(told, "job.open"))
        told.page.locator("[data-chart] svg").first.wait_for()
        assert told.page.locator("#who td", has_text="↓ 1").count() >= 1
        assert "what_if(" in told.page.locator("#python").inner_text()
        told.press(said(told, "scenario.book_open"))
        told.go("/office/what-if/")
