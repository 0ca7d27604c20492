"""The outlook of a pool: what its manager types is what is simulated, its recipe gives the same, and who sees what."""

import contextlib
import csv
import html
import io
import json
import re
import shlex
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.records.players import Case, Cast
from tests.records.world import Who, World
from tests.web.site import browser
from typer.testing import CliRunner

from kejin.cli.app import app
from kejin.records.ledger.statements import trial_balance
from kejin.web.jobs.models import Job
from kejin.web.jobs.working import work_one
from kejin.web.scenarios.models import Outlook

AGREEMENT = "loan_loss_compensation.bank_mode"
TYPED = {
    "agreement": AGREEMENT, "lenders": "claimed", "years": "2", "pd0": "30", "pd90": "60", "loss": "60", "months": "6",
    "common": "10", "new": "10", "renew": "on", "added": "100", "scenarios": "1000", "seed": "3",
}  # fmt: skip


def address(code: str = "gz-pool") -> str:
    return reverse("institution_outlook", args=[code])


def simulated(who: Who, **changed: str) -> Outlook:
    answer = browser(who).post(address(), {**filled(who), **TYPED, "key": str(uuid4()), **changed})
    assert answer.status_code == 302, answer.content.decode()
    assert work_one()
    done = Job.objects.latest("id")
    assert done.state == "done", done.message
    return Outlook.objects.latest("id")


def found_in(kept: Outlook) -> dict[str, Any]:
    content: dict[str, Any] | None = kept.content
    assert content is not None
    return content


def filled(who: Who) -> dict[str, str]:
    """What stands in the fields for facts before anything is typed: what the latest claim said."""
    page = browser(who).get(address(), {"agreement": AGREEMENT}).content.decode()
    own = page[page.index('id="assume"') :]
    inputs: dict[str, str] = dict(re.findall(r'name="(\w+\.\w+)" value="([^"]*)"', own))
    for name, options in re.findall(r"<select name=\"(\w+\.\w+)\"[^>]*>(.*?)</select>", own, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        inputs[name] = chosen[1] if chosen else ""
    return inputs


@pytest.fixture
def claimed(cast: Cast) -> Cast:
    """A pool with one claim on it, and loans of the same bank and of another one that run."""
    Case.stated(cast).claimed(1_000_000)
    for _ in range(3):
        Case.stated(cast).contracted()
    return cast


def test_the_manager_of_a_pool_sees_how_long_its_money_lasts(claimed: Cast) -> None:
    kept = simulated(claimed.assessor)
    assert kept.asked["loans"] == 3
    (cash,) = [line.amount_minor for line in trial_balance("gz-pool") if line.account == "cash"]
    assert kept.asked["cash"] == cash
    first = found_in(kept)["years"][0]
    free = kept.asked["free"]
    assert free == cash - kept.asked["payable"] - kept.asked["claimed"]
    assert first["numbers"]["left"][0] == pytest.approx(free - first["numbers"]["paid"][0])
    (pool,) = [one for one in found_in(kept)["parties"] if one["public"]]
    assert pool["numbers"]["mean"][0] > 0
    page = browser(claimed.assessor).get(address()).content.decode()
    for part in (first["left"]["zh"], pool["mean"]["zh"], kept.facts, found_in(kept)["rules"], "办法", "第"):
        assert part in page, part
    answer = browser(claimed.assessor).get(address(), {"format": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(answer)))[1:]
    assert [row[0] for row in rows] == [str(one["year"]) for one in found_in(kept)["years"]]
    assert float(rows[0][5]) == first["numbers"]["left"][0]
    for table in ("parties", "bounds"):
        told = browser(claimed.assessor).get(address(), {"format": "csv", "table": table})
        assert told.status_code == 200
        assert len(told.content.splitlines()) > 1


def test_the_recipe_gives_the_figures_of_the_page(
    claimed: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = simulated(claimed.assessor)
    client = browser(claimed.assessor)
    page = client.get(address()).content.decode()
    files = {"yaml": f"outlook-{kept.pk}.yaml", "json": f"outlook-{kept.pk}-loans.json"}
    for kind, name in files.items():
        (tmp_path / name).write_bytes(client.get(address(), {"format": kind}).content)
    loans = (tmp_path / files["json"]).read_text()
    for name in ("HT-", "9144", "示例"):
        assert name not in loans, "a name or a number of a contract"
    monkeypatch.chdir(tmp_path)
    python = re.search(r'id="python"[^>]*>(.*?)</pre>', page, re.DOTALL)
    assert python is not None
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(html.unescape(python[1]), {})  # noqa: S102 - it is the page's own
    told = [line.split() for line in said.getvalue().splitlines()]
    years = found_in(kept)["years"]
    for line, year in zip(told, years, strict=False):
        own = year["numbers"]
        assert [float(one) for one in line[1:]] == pytest.approx([*own["left"], *own["dry"]])
    command = re.search(r'<pre class="recipe" tabindex="0" aria-label="命令行">(.*?)</pre>', page, re.DOTALL)
    assert command is not None
    answer = CliRunner().invoke(app, [*shlex.split(html.unescape(command[1]))[1:], "--json"])
    assert answer.exit_code == 0, answer.output
    means = json.loads(answer.stdout)["means"]
    assert [row["left_fen"] for row in means] == pytest.approx([year["numbers"]["left"][0] for year in years])


def test_nothing_is_assumed_that_nobody_typed(claimed: Cast) -> None:
    client = browser(claimed.assessor)
    Outlook.objects.all().delete()
    for name in ("pd0", "loss", "months", "common", "new"):
        answer = client.post(address(), {**filled(claimed.assessor), **TYPED, "key": str(uuid4()), name: ""})
        assert answer.status_code == 400, name
        assert f'href="#id_{name}"' in answer.content.decode()
    wrong = client.post(
        address(), {**filled(claimed.assessor), **TYPED, "key": str(uuid4()), "institution_year.institution_enrolled_principal_fen": "很多"}
    )  # fmt: skip
    assert wrong.status_code == 400
    assert "很多" in wrong.content.decode()
    assert not Outlook.objects.exists()
    page = client.get(address(), {"agreement": AGREEMENT}).content.decode()
    assert re.search(r'name="pd0"[^>]*value=', page) is None
    unknown = simulated(claimed.assessor, **dict.fromkeys(filled(claimed.assessor), ""))
    assert any(one["key"] == "unshared_fen" for one in found_in(unknown)["summary"])


def test_a_bank_sees_its_own_loans_and_nothing_of_the_pools_money(claimed: Cast, world: World) -> None:
    kept = simulated(claimed.handler)
    assert "holds" not in kept.asked["document"]
    assert found_in(kept)["years"] == []
    page = browser(claimed.handler).get(address()).content.decode()
    assert "账上资金" not in page
    other = world.staff(world.institution("bank"), "handler")
    assert browser(other).get(address()).status_code == 404
    assert browser(claimed.assessor).get(address(), {"outlook": str(kept.pk)}).status_code == 404
    assert browser(claimed.assessor).get(address("no-pool")).status_code == 404


@pytest.mark.usefixtures("claimed")
def test_the_office_looks_at_a_pool_and_a_cancelled_outlook_leaves_nothing(world: World) -> None:
    kept = simulated(world.examiner)
    assert found_in(kept)["years"]
    assert "账上资金" in browser(world.examiner).get(address()).content.decode()
    answer = browser(world.examiner).post(address(), {**filled(world.examiner), **TYPED, "key": str(uuid4())})
    number = int(answer["Location"].rstrip("/").rpartition("/")[2])
    assert browser(world.examiner).post(reverse("cancel_job", args=[number])).status_code == 302
    assert not work_one()
    assert "模拟" in browser(world.examiner).get(address()).content.decode()
    again = simulated(world.examiner)
    own = Outlook.objects.filter(organisation_id=world.examiner.organisation_id)
    assert own.filter(content=None).count() == 0
    assert set(own.values_list("pk", flat=True)) >= {kept.pk, again.pk}
    asked: dict[str, Any] = again.asked["form"]["model"]
    assert asked["pd90"] == "60"
