"""An analyst from the first page to a notebook: counts, map, tables, a policy, a what-if of his own, a token."""

import io
import json
from pathlib import Path

import polars as pl
import pytest
from tests.console.test_enterprise_story import said
from tests.records.world import Who, World
from tests.web.browsing import LANGUAGES, PASSWORD, Story, may_log_in, served, skip_without_browser, story
from tests.web.site import browser, count_run

from kejin.planning.aggregates import read_aggregates
from kejin.web.jobs.working import work_one

POLICY = "innovation_guarantee_plan"
LINES = {"zh-hans": "2000", "en": "1500"}


@pytest.fixture(scope="module")
def analyst(world: World) -> Who:
    return world.staff(world.institution("research"), "analyst")


@pytest.mark.parametrize(
    ("language", "width"),
    [
        pytest.param(LANGUAGES[0], 390),
        pytest.param(LANGUAGES[1], 1400, marks=pytest.mark.slow),
    ],
)
def test_an_analyst_reads_downloads_and_asks_what_if(
    analyst: Who, run_folder: str, language: str, width: int
) -> None:
    skip_without_browser()
    if not (Path(run_folder) / "aggregates").is_dir():
        count_run(Path(run_folder))
    secret = may_log_in(analyst.username)
    # Opens the run: whoever comes first would wait for it.
    assert browser(analyst).get("/office/matrix/").status_code == 200
    with served() as address, story(address, language, width=width) as told:
        told.page.set_default_timeout(60_000)
        told.log_in(analyst.username, secret)
        assert told.page.url.endswith("/research/")
        _read(told)
        _download(told, Path(run_folder))
        for path in ("/policies/", "/policies/calendar/", "/policies/gaps/", "/public-notice/"):
            told.go(path)
        _what_if(told)
        _token(told)


def _read(told: Story) -> None:
    told.page.locator("a.tile[href*='rows=city_code']").click()
    told.look()
    told.page.locator("table.heat thead a").first.click()
    told.look()
    told.page.locator("#origin summary").click()
    told.look()
    told.go("/office/map/")


def _download(told: Story, run: Path) -> None:
    """The file of a table holds what the run counted."""
    told.go("/research/tables/")
    told.page.locator("main td a[href$='/tables/matrix/']").first.click()
    told.look()
    told.page.locator("nav.views a[href*='dimension=city_code']").click()
    told.look()
    with told.page.expect_download() as waiting:
        told.page.locator("a[download]", has_text="Parquet").click()
    found = pl.read_parquet(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    assert found.equals(read_aggregates(run)["matrix"].filter(dimension="city_code"))


def _what_if(told: Story) -> None:
    told.go(f"/policies/{POLICY}/")
    told.press(said(told, "policy.try_it"))
    told.page.fill("#title", "上限")
    told.page.fill(f"[id='v-{POLICY}.firm_line_max']", LINES[told.language])
    told.press(said(told, "scenario.work_out"))
    assert work_one()
    told.page.get_by_role("link", name=said(told, "job.open")).wait_for()
    told.press(said(told, "job.open"))
    told.page.locator("[data-chart] svg").first.wait_for()
    with told.page.expect_download() as waiting:
        told.page.locator("a[href$='/notebook.ipynb']").click()
    assert json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))["nbformat"] == 4
    told.go("/office/what-if/")


def _token(told: Story) -> None:
    """A token for counts alone; its secret is shown once."""
    told.go("/tokens/")
    told.page.fill("#id_name", "论文")
    told.page.check("input[name='scopes'][value='aggregates']")
    told.page.fill("#id_password", PASSWORD)
    told.press(said(told, "token.create"))
    assert told.page.input_value("#secret").startswith("kejin_")
