"""Analysts: counts and rules to read, to download and to work with at home, and of no enterprise a word."""

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from polars.testing import assert_frame_equal
from tests.api.programs import program
from tests.records.players import Cast
from tests.records.world import Who, World
from tests.web.site import browser, code_of, count_run

from kejin.console.research.words import WORDS
from kejin.planning.aggregates import TABLES, read_aggregates
from kejin.records.parties.kinds import Role
from kejin.records.parties.models import Organisation, Person
from kejin.runs.manifest import read_manifest, write_manifest
from kejin.site.settings import whole_number
from kejin.web import answers
from kejin.web.counted import protection, rows_for
from kejin.web.jobs.models import Job
from kejin.web.jobs.working import work_one
from kejin.web.scenarios.models import Scenario
from kejin.web.visitors import Visitor

_NOT_OFFICE = {Role.ANALYST, Role.REPRESENTATIVE}
LINE = "innovation_guarantee_plan.firm_line_max"


@pytest.fixture(scope="module")
def analyst(world: World) -> Who:
    return world.staff(world.institution("research"), "analyst")


@pytest.fixture(scope="module")
def counted(run_folder: str) -> Path:
    count_run(Path(run_folder))
    return Path(run_folder)


@pytest.fixture
def real(counted: Path, tmp_path: Path) -> Iterator[Path]:
    """The same run, said to be about real enterprises, as the present one."""
    folder = tmp_path / "real"
    shutil.copytree(counted, folder)
    write_manifest(replace(read_manifest(folder), synthetic=False), folder)
    before, settings.KEJIN_RUN = settings.KEJIN_RUN, str(folder)
    yield folder
    settings.KEJIN_RUN = before
    answers.forget()


def page(who: Who, route: str, *parts: str, language: str = "zh-hans", **query: str) -> str:
    answer = seen(who, language).get(reverse(route, args=parts), query)
    assert answer.status_code == 200, (route, answer.status_code)
    text: str = answer.content.decode()
    return text


def seen(who: Who, language: str = "zh-hans") -> Client:
    client = browser(who)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


@pytest.fixture(scope="module")
def kept(analyst: Who, counted: Path) -> Scenario:
    """A what-if of the analyst's, worked out."""
    assert counted.is_dir()
    address = f"{reverse('scenario_new')}?policy={LINE.partition('.')[0]}"
    answer = browser(analyst).post(address, {"title": "上限", f"v-{LINE}": "1500"})
    assert answer.status_code == 302, answer.content.decode()
    assert work_one()
    number = int(answer["Location"].rstrip("/").rpartition("/")[2])
    assert Job.objects.get(pk=number).state == "done", Job.objects.get(pk=number).message
    return Scenario.objects.filter(organisation_id=analyst.organisation_id).latest("id")


def test_the_first_page_says_what_is_there(analyst: Who, counted: Path) -> None:
    assert counted.is_dir()
    assert browser(analyst).get("/")["Location"] == reverse("research_home")
    text = page(analyst, "research_home", language="en")
    assert "A synthetic province of 1 invented enterprises" in text
    for part in (
        "kejin synth --enterprises",
        "read_aggregates",
        "kejin api get /run/tables/matrix",
        "?rows=city_code",
    ):
        assert part in text, part
    for route in (
        "office_map",
        "research_tables",
        "scenarios",
        "policies",
        "policy_gaps",
        "public_notices",
        "tokens",
    ):
        assert f'href="{reverse(route)}"' in text, route


def test_no_page_of_an_analyst_names_an_enterprise(analyst: Who, cast: Cast, counted: Path) -> None:
    assert counted.is_dir()
    firm = Organisation.objects.get(pk=cast.firm.organisation_id)
    addresses = {
        reverse(name)
        for name in (
            "research_home", "research_tables", "office_matrix", "office_map", "scenarios", "policies",
            "policy_calendar", "policy_gaps", "public_notices", "tokens", "notices", "jobs", "account",
        )
    } | {reverse("research_table", args=[name]) for name in TABLES}  # fmt: skip
    for address in sorted(addresses):
        text = browser(analyst).get(address).content.decode()
        assert firm.name not in text, address
        assert str(firm.credit_code) not in text, address
    for typed in (firm.name, str(firm.credit_code)):
        assert 'class="empty"' in browser(analyst).get(reverse("search"), {"q": typed}).content.decode()


@pytest.mark.parametrize("table", ["matrix", "catalogue"])
def test_a_table_is_the_same_as_file(analyst: Who, counted: Path, table: str) -> None:
    held = read_aggregates(counted)[table]
    client, address = browser(analyst), reverse("research_table", args=[table])
    parquet = pl.read_parquet(io.BytesIO(client.get(address, {"format": "parquet"}).content))
    assert_frame_equal(parquet, held)
    rows = list(csv.reader(io.StringIO(client.get(address, {"format": "csv"}).content.decode("utf-8-sig"))))
    assert (rows[0], len(rows) - 1) == (held.columns, held.height)
    book = openpyxl.load_workbook(io.BytesIO(client.get(address, {"format": "xlsx"}).content))
    assert book.active is not None
    assert book.active.max_row == held.height + 1
    whole = list(
        csv.reader(
            io.StringIO(
                client.get(address, {"format": "csv", "dimension": "whole"}).content.decode("utf-8-sig")
            )
        )
    )
    assert len(whole) - 1 == (held.filter(dimension="").height if table == "matrix" else held.height)


def test_a_real_run_is_told_so_that_nobody_is_recognised(
    world: World, cast: Cast, analyst: Who, real: Path
) -> None:
    assert protection().key == protection().key != b""
    full = read_aggregates(real)["matrix"]
    assert full.filter(pl.col("enterprises").is_between(1, 4)).height
    note = WORDS["hidden_short"][1]
    for route in ("office_matrix", "office_map", "research_tables", "research_home"):
        assert note in page(analyst, route, language="en"), route
    assert note not in page(world.examiner, "office_matrix", language="en")
    content = browser(analyst).get(reverse("research_table", args=["matrix"]), {"format": "parquet"}).content
    told = pl.read_parquet(io.BytesIO(content))
    assert set(told.filter(pl.col("dimension") != "")["stage"]) == {""}
    counts = ["enterprises", "open", "nearly", "undetermined", "open_without_amount"]
    assert told.select((pl.col(counts) % 5 == 0).all()).row(0) == (True,) * len(counts)
    assert told["open_fen"].null_count() == told.height
    assert full["open_fen"].sum() > 0
    rows = program(analyst).get("/run/tables/matrix").json()["rows"]
    assert rows == told.filter(dimension="").to_dicts()
    of_office = (
        browser(world.examiner).get(reverse("research_table", args=["matrix"]), {"format": "parquet"}).content
    )
    assert_frame_equal(pl.read_parquet(io.BytesIO(of_office)), full)
    for who in (analyst, cast.firm):
        assert note in page(who, "policy", "innovation_guarantee_plan", language="en")
    assert note not in page(world.examiner, "policy", "innovation_guarantee_plan", language="en")
    record = replace(read_manifest(real), rows={"enterprise": 201}, synthetic=False)
    assert rows_for(Visitor(), record)["enterprise"] in {200, 205}
    assert program(analyst).get("/run").json()["synthetic"] is False


def test_over_a_real_run_only_the_office_asks_what_if(world: World, analyst: Who, real: Path) -> None:
    assert real.is_dir()
    address = f"{reverse('scenario_new')}?policy=innovation_guarantee_plan"
    for asked in (
        browser(analyst).get(address),
        browser(analyst).post(address, {"title": "一", f"v-{LINE}": "1500"}),
        browser(analyst).post(reverse("count_gaps")),
    ):
        assert asked.status_code == 409
        assert "真实数据" in asked.content.decode()
    assert browser(world.examiner).get(address).status_code == 200
    assert reverse("count_gaps") not in page(analyst, "policy_gaps")
    assert not Scenario.objects.filter(title="一").exists()


def test_an_analyst_keeps_what_ifs_of_his_own_and_has_the_figures_again(
    world: World, analyst: Who, counted: Path, kept: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert browser(world.examiner).get(reverse("scenario", args=[kept.short])).status_code == 404
    text = page(analyst, "scenario", kept.short)
    assert reverse("scenario_notebook", args=[kept.short]) in text
    answer = browser(analyst).get(reverse("scenario_notebook", args=[kept.short]))
    assert answer["Content-Type"] == "application/x-ipynb+json"
    found = json.loads(answer.content)
    assert (found["nbformat"], found["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in found["cells"]}) == len(found["cells"]) > 8
    # What nbformat 4.5 asks of each cell; a code cell has outputs too, and none before it ran.
    for cell in found["cells"]:
        assert re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", cell["id"])
        asked = {"id", "cell_type", "metadata", "source"}
        code = {"execution_count", "outputs"} if cell["cell_type"] == "code" else set()
        assert set(cell) == asked | code
        assert all(line.endswith("\n") for line in cell["source"][:-1])
    monkeypatch.chdir(counted.parent)
    assert counted.name in "".join(code_of_cells(found))
    held: dict[str, Any] = {}
    said = io.StringIO()
    held["print"] = lambda *parts: said.write(" ".join(map(str, parts)) + "\n")
    for source in code_of_cells(found):
        exec(compile(source, "<cell>", "exec"), held)  # noqa: S102 - the notebook that we made ourselves
    assert said.getvalue().endswith("OK\n")
    assert held["shifts"].height > 0
    # The last cell can fail: with another figure on the page it does.
    wrong = code_of_cells(found)[-1].replace("ON_THE_PAGE = {", 'ON_THE_PAGE = {"none.such": [0, 0, 0],', 1)
    with pytest.raises(AssertionError, match="other figures"):
        exec(compile(wrong, "<cell>", "exec"), held)  # noqa: S102 - likewise


def test_a_job_that_was_waiting_when_the_run_became_real_does_nothing(
    analyst: Who, counted: Path, kept: Scenario, tmp_path: Path
) -> None:
    client = browser(analyst)
    number = int(
        client.post(reverse("scenario_run", args=[kept.short]))["Location"].rstrip("/").rpartition("/")[2]
    )
    folder = tmp_path / "real"
    shutil.copytree(counted, folder)
    write_manifest(replace(read_manifest(folder), synthetic=False), folder)
    before, settings.KEJIN_RUN = settings.KEJIN_RUN, str(folder)
    findings = kept.findings.count()
    assert work_one()
    settings.KEJIN_RUN = before
    assert Job.objects.get(pk=number).state == "failed"
    assert kept.findings.count() == findings


def test_a_token_for_aggregates_reads_nothing_else(analyst: Who, counted: Path) -> None:
    assert counted.is_dir()
    counting = program(analyst, "aggregates")
    assert counting.get("/run").status_code == 200
    assert counting.get("/run/tables/products", dimension="city_code").json()["total"] > 0
    assert counting.get("/parties").status_code == 403
    offered = browser(analyst).get(reverse("tokens")).content.decode()
    assert 'value="aggregates"' in offered
    assert 'value="decide"' not in offered


def test_the_administrator_is_offered_the_roles_that_fit(world: World) -> None:
    institute = world.institution("research")
    for administrator, wanted in (
        (institute, {"analyst", "administrator"}),
        (world.office, set(Role) - _NOT_OFFICE),
    ):
        found = Person.objects.get(username=world.staff(administrator, "administrator").username)
        text = page(administrator, "person", str(found.pk))
        form = text[text.index("registry.appoint/") :].partition("</form>")[0]
        assert set(re.findall(r'<option value="(\w+)"', form)) == {str(one) for one in wanted}


@pytest.mark.parametrize("said", ["2", "-5", "five", "0x10"])
def test_a_protection_that_is_too_weak_stops_the_site(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEJIN_DISCLOSURE_BASE", said)
    with pytest.raises(ImproperlyConfigured, match="from 3 on"):
        whole_number("KEJIN_DISCLOSURE_BASE", 5, least=3)
    monkeypatch.setenv("KEJIN_DISCLOSURE_BASE", "25")
    assert whole_number("KEJIN_DISCLOSURE_BASE", 5, least=3) == 25
    # Sums follow a larger base without being told to.
    assert whole_number("KEJIN_DISCLOSURE_LEAST", 10, least=25) == 25


def code_of_cells(found: dict[str, Any]) -> list[str]:
    return ["".join(cell["source"]) for cell in found["cells"] if cell["cell_type"] == "code"]


def test_names_of_enterprises_are_not_read_through_the_api(analyst: Who, cast: Cast) -> None:
    found = program(analyst).get("/parties", credit_code=code_of(cast.firm))
    assert found.json()["items"] == []
