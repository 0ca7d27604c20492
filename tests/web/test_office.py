"""The office's pages: the matrix and the map say what the run counted, and their files say the same."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from tests.records.world import FAR, World
from tests.web.site import browser, count_run

from kejin.console.office.reading import cells_of, found, shades
from kejin.packs.maps import province_map
from kejin.planning import INSTRUMENTS
from kejin.planning.aggregates.shares import STEPS
from kejin.web.words import say


@pytest.fixture(scope="module")
def counted(run_folder: str) -> str:
    count_run(Path(run_folder))
    return run_folder


def get(world: World, route: str, language: str = "zh-hans", **query: str) -> Any:
    client = browser(world.examiner)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer: Any = client.get(reverse(route), query)
    return answer


def rows_of(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("route", ["office_matrix", "office_map"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_run_without_counts_says_which_command_makes_them(
    world: World, run_folder: str, route: str, language: str
) -> None:
    assert not (Path(run_folder) / "aggregates").exists()
    told = get(world, route, language)
    assert told.status_code == 404
    assert "kejin run enterprises.xlsx --out" in told.content.decode()
    assert say_word("no_counts", language) in told.content.decode()


def test_the_first_page_says_what_waits_and_leads_on(world: World) -> None:
    told = get(world, "office_home", "en")
    assert told.status_code == 200
    page = told.content.decode()
    assert say_word("nothing_waits", "en") in page
    assert "?rows=key_industry" in page
    assert "?rows=tier" in page
    world.office.does("registry.register_person", username="waits", name="待核验")
    firm = world.enterprise()
    world.examiner.does(
        "registry.lodge_authority", username="waits", organisation_id=firm.organisation_id, kind="power_of_attorney",
        evidence_sha256="0" * 64, valid_from="2026-01-01", valid_until=FAR,
    )  # fmt: skip
    signer = browser(world.signer).get(reverse("office_home")).content.decode()
    assert f"{reverse('proofs')}?state=to_verify" in signer
    world.examiner.does(
        "publication.draft", list_key="enterprise_tiers.specialised", title_zh="示例", title_en="A list",
        rows=[{"credit_code": "1", "name": "示例"}], basis={}, notice_days=5,
    )  # fmt: skip
    told = browser(world.signer).get(reverse("office_home")).content.decode()
    assert say_word("task_lists", "zh-hans") in told
    assert say_word("task_lists", "en") not in get(world, "office_home", "en").content.decode()
    # Whoever took it in is not asked to verify it.
    assert "to_verify" not in get(world, "office_home").content.decode()


def test_the_file_of_the_matrix_is_the_counts_of_the_run(world: World, counted: str) -> None:
    assert counted
    _, *rows = rows_of(get(world, "office_matrix", format="csv"))
    whole = found().reading.aggregates.split("matrix").filter(value="")
    assert len(rows) == whole.height > 0
    assert sum(int(row[4]) for row in rows) == whole["open"].sum()
    assert sum(round(float(row[7]) * 100) for row in rows) == whole["open_fen"].sum()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_shows_each_cell_with_its_share(world: World, counted: str, language: str) -> None:
    assert counted
    page = get(world, "office_matrix", language).content.decode()
    reading = found().reading
    reaches = reading.stages()
    shown = [cell for reach in reaches for cell in cells_of(reading, reach, "open", by_stage=True)]
    drawn = re.findall(
        r'<td class="shade-(\d|none)">(?:<a class="figure-link"[^>]*><b>(\d+)</b></a> <span>([^<]+)</span>)?',
        page,
    )
    assert drawn == [
        (str(cell.step), str(cell.count), cell.share.replace("<", "&lt;").replace(">", "&gt;"))
        if cell
        else ("none", "", "")
        for cell in shown
    ]
    assert found().manifest.ruleset_digest in page


def test_a_place_in_the_address_narrows_the_stages_and_leads_back(world: World, counted: str) -> None:
    assert counted
    reading = found().reading
    city = reading.split("city_code")[0]
    page = get(world, "office_matrix", of=f"city_code:{city.key}").content.decode()
    assert f'value="city_code:{city.key}" selected' in page
    assert f'<span class="badge tag">{say(city.label)}</span>' in page
    _, *rows = rows_of(get(world, "office_matrix", of=f"city_code:{city.key}", format="csv"))
    assert {row[0] for row in rows} == {say(city.label)}
    assert sum(int(row[3]) for row in rows if row[2] == rows[0][2]) == city.enterprises


def test_a_group_without_enterprises_and_wrong_words_do_no_harm(world: World, counted: str) -> None:
    assert counted
    empty = get(world, "office_matrix", of="city_code:<b>")
    assert empty.status_code == 200
    assert "<b>" not in re.sub(r"<b>\d", "", empty.content.decode())
    odd = get(world, "office_matrix", of="colour:red", rows="x", what="enterprises", instrument="gold")
    assert odd.status_code == 200
    assert odd.content.decode().count("<td class") == get(world, "office_matrix").content.decode().count(
        "<td class"
    )


@pytest.mark.parametrize("instrument", list(INSTRUMENTS))
def test_the_products_behind_a_column_are_those_of_the_catalogue(
    world: World, counted: str, instrument: str
) -> None:
    assert counted
    page = get(world, "office_matrix", "en", instrument=instrument).content.decode()
    aggregates = found().reading.aggregates
    products = aggregates["catalogue"].filter(instrument=instrument).sort("place")
    assert products.height
    below = page[page.index('<section id="products">') :]
    counts = {row[0]: row[3:7] for row in aggregates["products"].filter(dimension="").iter_rows()}
    for product, name in products.select("product", "en").iter_rows():
        line = below[below.index(f"<td>{escape(name)}") :].partition("</tr>")[0]
        assert re.findall(r'<td class="figure">(\d+)</td>', line) == [str(one) for one in counts[product]]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_map_draws_every_city_and_says_that_it_is_not_approved(
    world: World, counted: str, language: str
) -> None:
    assert counted
    page = get(world, "office_map", language).content.decode()
    chart = province_map()
    assert page.count("<path") == len(chart.areas) + len(chart.neighbours)
    assert chart.approval is None
    assert say_word("no_approval", language) in page
    cities = found().reading.split("city_code")
    assert all(f"?of=city_code%3A{city.key}" in page for city in cities)
    _, *rows = rows_of(get(world, "office_map", format="csv"))
    assert sum(int(row[2]) for row in rows[: len(cities)]) == found().reading.aggregates.enterprises


def say_word(name: str, language: str) -> str:
    from kejin.console.office.words import WORDS  # noqa: PLC0415 - after the settings were chosen

    return WORDS[name][1 if language == "en" else 0]


def test_the_legend_covers_all_shares() -> None:
    assert [step for step, _ in shades()] == list(range(1, STEPS + 1))
    assert shades()[0][1] == "≤20%"
    assert shades()[-1][1] == "80–100%"
