"""A what-if in the console: what an officer types is what is worked out, and its recipe gives the figures of its page."""

import contextlib
import csv
import html
import io
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from tests.records.world import World
from tests.web.site import EXAMPLE, browser, count_run
from typer.testing import CliRunner

from kejin.cli.app import app
from kejin.console.office.policy_reading import store_at_hand
from kejin.enterprises.importing import LOCAL_LIMITS, import_file
from kejin.facts import FactSet, Grain
from kejin.money import format_yuan
from kejin.policy import Overlay
from kejin.policy.figures import bounds_of
from kejin.policy.overlay import overlay_text
from kejin.records.parties.models import Organisation, Person
from kejin.runs.snapshot import write_facts
from kejin.runs.whatif import what_if
from kejin.web import answers
from kejin.web.jobs.models import Job
from kejin.web.jobs.working import work_one
from kejin.web.scenarios.models import Scenario

LINE = "innovation_guarantee_plan.firm_line_max"
SCORE = "innovative_sme.score_min"


@pytest.fixture(scope="module")
def counted(run_folder: str) -> Path:
    count_run(Path(run_folder))
    return Path(run_folder)


def officer(world: World) -> Client:
    return browser(world.examiner)


def send(client: Client, target: str, value: str, title: str = "调低上限", on: str = "") -> Any:
    address = f"{reverse('scenario_new')}?policy={target.partition('.')[0]}" + (f"&on={on}" if on else "")
    return client.post(address, {"title": title, f"v-{target}": value})


def worked_out(world: World, target: str, value: str, title: str = "调低上限", on: str = "") -> Scenario:
    client = officer(world)
    answer = send(client, target, value, title, on)
    assert answer.status_code == 302, answer.content.decode()
    if "/jobs/" in answer["Location"]:
        assert work_one()
        number = int(answer["Location"].rstrip("/").rpartition("/")[2])
        assert Job.objects.get(pk=number).state == "done", Job.objects.get(pk=number).message
    return Scenario.objects.latest("id")


def rows_of(world: World, kept: Scenario, table: str) -> list[list[str]]:
    answer = officer(world).get(reverse("scenario", args=[kept.short]), {"format": "csv", "table": table})
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


def test_the_form_shows_unit_bounds_value_and_source_and_keeps_what_was_typed(
    world: World, counted: Path
) -> None:
    assert counted.is_dir()
    client = officer(world)
    page = client.get(f"{reverse('scenario_new')}?policy=innovation_guarantee_plan").content.decode()
    own = page[page.index(f'id="v-{LINE}"') :][:2500]
    assert 'value="3000"' in own
    policy = store_at_hand().policies["innovation_guarantee_plan"]
    bounds = bounds_of(policy, policy.parameters["firm_line_max"])
    assert bounds is not None
    for part in ("万元", bounds[0].zh, bounds[1].zh, "将科技创"):
        assert part in own, part
    for wrong in ("一千", "200000", "-1"):
        refused = send(client, LINE, wrong)
        assert refused.status_code == 400
        assert f'value="{wrong}"' in refused.content.decode()
    assert send(client, LINE, "3,000").status_code == 400  # the number in force is no change
    assert send(client, LINE, "2000", title=" ").status_code == 400
    assert not Scenario.objects.exists()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_officer_lowers_a_line_and_sees_who_gets_less(world: World, counted: Path, language: str) -> None:
    kept = worked_out(world, LINE, "2000")
    found = what_if(counted, Overlay.from_text(kept.text))
    (shift,) = [one for one in found.impact.shifts if one.decision.key == "innovation_guarantee_plan.firm"]
    assert (shift.more, shift.less, shift.fen_moved) == (0, 1, -10_000_000_00)
    decided = rows_of(world, kept, "shifts")
    assert [row[3:10] for row in decided] == [
        [str(n) for n in (s.eligible_before, s.eligible_after, s.gained, s.lost, s.more, s.less, s.opened)]
        for s in found.impact.shifts
    ]
    groups = rows_of(world, kept, "groups")
    assert len(groups) == found.impact.groups.height
    assert {row[1] for row in groups} >= {"成长阶段", "企业规模"}
    client = officer(world)
    drawn = client.get(reverse("scenario", args=[kept.short])).content.decode()
    own = drawn[drawn.index('id="groups"') :]
    assert len(set(re.findall(r'data-chart="(groups-\w+)"', own))) == own.count('<h3 class="mt-3">') > 1
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get(reverse("scenario", args=[kept.short])).content.decode()
    assert ("假设，不是现行规定" if language == "zh-hans" else "A what-if, not the rules in force") in page
    assert all(digest in page for digest in found.rules)


def test_the_same_what_if_is_kept_once_and_goes_on_with_another_policy(world: World, counted: Path) -> None:
    assert counted.is_dir()
    first = worked_out(world, LINE, "2000")
    assert worked_out(world, LINE, "2000") == first
    both = worked_out(world, SCORE, "80", "两项", first.short)
    assert [change.target for change in both.overlay.changes] == [LINE, SCORE]
    of_the_first = rows_of(world, first, "shifts")
    assert of_the_first
    assert all(row in rows_of(world, both, "shifts") for row in of_the_first)
    listed = officer(world).get(reverse("scenarios")).content.decode()
    assert first.short in listed
    assert both.short in listed


def test_recipe_and_command_give_the_figures_of_the_page(
    world: World, counted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = worked_out(world, LINE, "2000")
    client = officer(world)
    page = client.get(reverse("scenario", args=[kept.short])).content.decode()
    python, command = (
        html.unescape(found)
        for found in (
            re.search(r'<pre class="recipe" tabindex="0" id="python"[^>]*>(.*?)</pre>', page, re.DOTALL)[1],  # type: ignore[index]
            re.search(r'<pre class="recipe" tabindex="0" aria-label="命令行">(.*?)</pre>', page, re.DOTALL)[
                1
            ],  # type: ignore[index]
        )
    )
    (tmp_path / counted.name).symlink_to(counted)
    overlay = client.get(reverse("scenario_overlay", args=[kept.short])).content
    (tmp_path / f"overlay-{kept.short}.yaml").write_bytes(overlay)
    monkeypatch.chdir(tmp_path)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(python, {})  # noqa: S102 - it is the page's own
    told = [line.split() for line in said.getvalue().splitlines()]
    shifts = kept.findings.latest("id").content["shifts"]
    names = ("decision", "gained", "lost", "more", "less", "fen_moved")
    assert told[: len(shifts)] == [[str(shift[name]) for name in names] for shift in shifts]
    answer = CliRunner().invoke(app, [*shlex.split(command)[1:], "--json"])
    assert answer.exit_code == 0, answer.output
    assert all(f'"{shift["decision"]}"' in answer.output for shift in shifts)


@pytest.fixture
def with_loans(counted: Path, tmp_path: Path) -> Iterator[Path]:
    """A run over the loans of the example table, in place of the small one."""
    facts = import_file(EXAMPLE, None, limits=LOCAL_LIMITS).factset
    loans = facts.frames[Grain.LOAN].lazy().collect()
    whole = loans.drop_nulls(
        ["loan_due_on", "loan_rate", "loan_principal_fen", "loan_city_code", "loan_drawn_on"]
    )
    folder = tmp_path / "run"
    write_facts(FactSet({**facts.frames, Grain.LOAN: whole.head(80)}, facts.complete, ()), folder / "facts")
    shutil.copytree(counted / "aggregates", folder / "aggregates")
    shutil.copy(counted / "run.json", folder / "run.json")
    before, settings.KEJIN_RUN = settings.KEJIN_RUN, str(folder)
    answers.forget()
    yield folder
    settings.KEJIN_RUN = before
    answers.forget()


def test_a_pool_is_simulated_under_the_what_if_and_its_recipe_gives_the_same(
    world: World, with_loans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert with_loans.is_dir()
    client = officer(world)
    text = overlay_text(Overlay.of("半数", {"loan_loss_compensation.bank_tier#up_to_5m": "10%"}))
    kept = Scenario.objects.create(
        organisation=Organisation.objects.get(pk=world.examiner.organisation_id),
        person=Person.objects.get(username=world.examiner.username), digest="6" * 64, title="半数", text=text,
    )  # fmt: skip
    address = reverse("scenario_book", args=[kept.short])
    form = {
        "key": str(uuid4()), "agreement": "loan_loss_compensation.bank_mode", "mode": "bank", "anew": "on", "years": "2",
        "probability": "20", "recovery": "40", "months": "6", "common": "5", "scenarios": "1000", "seed": "7",
    }  # fmt: skip
    assert client.post(address, {**form, "probability": "200"}).status_code == 400
    # A size goes with its probability, and the smaller one comes first.
    form |= {"small": "300", "small_probability": "30"}
    for wrong in (
        {"small_probability": ""},
        {"middle": "200", "middle_probability": "10"},
        {"middle_probability": "1"},
    ):
        assert client.post(address, {**form, **wrong}).status_code == 400
    assert client.post(address, form).status_code == 302
    assert work_one()
    done = Job.objects.latest("id")
    assert done.state == "done", done.message
    asked = kept.findings.get().asked
    assert asked["document"]["probability"] == {
        "fact": "loan_principal_fen",
        "bands": [{"to": format_yuan(300_000_000), "probability": "30%"}, {"probability": "20%"}],
    }
    assert asked["form"]["small"] == "300"
    content = kept.findings.get().content
    bank, pool = (
        next(one for one in content["changes"] if one["public"] is is_public) for is_public in (False, True)
    )
    assert pool["numbers"]["difference"][0] < 0 < bank["numbers"]["difference"][0]
    page = client.get(address).content.decode()
    assert escape(pool["difference"]["zh"]) in page
    found = re.search(r'id="python"[^>]*>(.*?)</pre>', page, re.DOTALL)
    assert found is not None
    overlay = client.get(reverse("scenario_overlay", args=[kept.short])).content
    (tmp_path / f"overlay-{kept.short}.yaml").write_bytes(overlay)
    (tmp_path / f"book-{kept.short}.yaml").write_bytes(client.get(address, {"format": "yaml"}).content)
    monkeypatch.chdir(tmp_path)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(html.unescape(found[1]), {})  # noqa: S102 - it is the page's own
    told = {
        line.split()[0]: [float(one) for one in line.split()[1:]] for line in said.getvalue().splitlines()
    }
    assert told == {
        one["key"]: [
            *(one["numbers"][name][0] for name in ("before", "after", "difference")), one["numbers"]["difference"][1]
        ]
        for one in content["changes"]
    }  # fmt: skip


def test_another_office_finds_nothing(world: World, counted: Path) -> None:
    assert counted.is_dir()
    kept = worked_out(world, LINE, "2000")
    other = world.staff(world.institution("office"), "handler")
    assert browser(other).get(reverse("scenario", args=[kept.short])).status_code == 404
    assert officer(world).get(reverse("scenario", args=[kept.short[:4]])).status_code == 404
