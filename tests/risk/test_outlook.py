"""Whether the money lasts: what takers bear against what they hold, new business, probabilities by bands."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.risk.small_books import BANK_MODE, LAW
from typer.testing import CliRunner

from kejin.cli.app import app
from kejin.errors import RiskError, SchemaError
from kejin.facts import FactSet, Grain
from kejin.packs import load_packs
from kejin.policy import Dates
from kejin.risk.reading import facts_of, read_given
from kejin.risk.simulation.book_file import BookDocument, supposed
from kejin.risk.simulation.loans import chosen, newcomers
from kejin.risk.simulation.outlook import FAN, means, takers_of
from kejin.risk.simulation.results import borne
from kejin.risk.simulation.running import Run
from kejin.risk.simulation.whole import prepare
from kejin.runs.outlooks import outlook
from kejin.runs.outlooks_plain import outlook_as_plain

WAN = 1_000_000
DOCUMENT: dict[str, Any] = {
    "title": {"zh": "资金池", "en": "A pool"},
    "agreements": [BANK_MODE],
    "facts": "loans.json",
    "starts": "2026-07-01",
    "years": 3,
    "repayment": "bullet",
    "probability": {"all": "10%"},
    "recovery": {"mean": "40%", "months": 6},
    "correlation": {"common": "10%"},
    "holds": {"amount": "600万元", "promised": "50万元", "added": {"2027": "100万元"}},
}


def rows(count: int = 40) -> dict[str, list[dict[str, str | None]]]:
    loan = [
        {
            "loan_id": f"L{n}", "enterprise_id": "E", "institution_id": f"bank-{n % 2}", "loan_mode": "bank",
            "loan_enrolled": "true", "loan_enrolled_on": "2026-01-05", "loan_signed_on": "2026-01-05",
            "loan_drawn_on": "2026-01-05", "loan_due_on": "2029-12-31", "loan_principal_fen": "200万元",
            "loan_balance_fen": "200万元", "loan_rate": "4%", "loan_ip_pledged": "true", "loan_monetary_tool": "true",
            "loan_compensated_other_mode": "false", "loan_overdue_days": str(30 * (n % 3)),
        }
        for n in range(count)
    ]  # fmt: skip
    enterprise: list[dict[str, str | None]] = [{"enterprise_id": "E", "key_list_enterprise": "false"}]
    year: list[dict[str, str | None]] = [
        {"institution_id": f"bank-{n}", "year": str(y), "institution_enrolled_principal_fen": "20亿元"}
        for n in range(2)
        for y in range(2026, 2031)
    ]
    return {"enterprise": enterprise, "loan": [dict(one) for one in loan], "institution_year": year}


def given() -> FactSet:
    return facts_of({Grain(name): one for name, one in rows().items()}, where="given")


def simulated(**changes: str) -> tuple[BookDocument, Run]:
    document = supposed(
        BookDocument.model_validate(DOCUMENT | {"institutions": "stated"}),
        {name.replace("__", "."): text for name, text in changes.items()},
    )
    ruleset = load_packs().only(["loan_loss_compensation"]).compile(Dates(LAW, LAW, LAW))
    return document, prepare(document, given(), ruleset).run(scenarios=400, seed=3)


def test_without_losses_what_is_free_and_added_is_left() -> None:
    document, run = simulated(probability__all="0%")
    found = means(run, document.holds)
    assert found["left_fen"].to_list() == [550 * WAN, 650 * WAN, 650 * WAN]
    assert found["dry"].to_list() == [0.0, 0.0, 0.0]
    assert set(found["left_error_fen"].to_list()) == {0.0}


def test_what_is_paid_is_what_the_takers_bear_and_money_left_falls_by_it() -> None:
    document, run = simulated()
    found = means(run, document.holds)
    (pool,) = takers_of(run.book.arrangement)
    own = borne(run, pool)[:, :3].mean(axis=0)
    assert found["paid_fen"].to_list() == pytest.approx(own.tolist())
    assert own[0] > 0
    left, before = found["left_fen"].to_list(), 550 * WAN
    for place, year in enumerate(found.iter_rows(named=True)):
        before += year["added_fen"] - year["paid_fen"]
        assert left[place] == pytest.approx(before)
        fan = [year[f"left_p{step}_fen"] for step in FAN]
        assert fan == sorted(fan)
        assert year["dry_low"] <= year["dry"] <= year["dry_high"]
    assert found["dry"].is_sorted()


def test_with_less_money_or_more_defaults_it_runs_out_sooner() -> None:
    plenty, little, worse = (
        means(run, document.holds)["dry"].to_list()
        for document, run in (
            simulated(),
            simulated(holds__amount="100万元"),
            simulated(probability__all="30%"),
        )
    )
    assert all(a <= b for a, b in zip(plenty, little, strict=True))
    assert all(a <= b for a, b in zip(plenty, worse, strict=True))
    assert little[-1] > plenty[-1]


def test_new_business_is_that_part_of_every_loan_spread_over_the_year() -> None:
    document = BookDocument.model_validate(DOCUMENT | {"new_business": "25%", "renew": True})
    loans = given().frames[Grain.LOAN].lazy().collect()
    made = list(newcomers(loans, document))
    assert len(made) == document.years
    for place, frame in enumerate(made):
        assert frame["loan_principal_fen"].to_list() == [50 * WAN] * loans.height
        months = frame["loan_drawn_on"].dt.month().unique().to_list()
        assert sorted(months) == list(range(1, 13))
        assert frame["loan_drawn_on"].min() == document.starts.replace(year=2026 + place)
        assert (frame["loan_due_on"] - frame["loan_drawn_on"]).unique().to_list() == [
            loans["loan_due_on"][0] - loans["loan_drawn_on"][0]
        ]
        assert frame["loan_overdue_days"].unique().to_list() == [0]
    whole = chosen(document, given()).frames[Grain.LOAN].lazy().collect()
    assert whole["loan_id"].is_unique().all()
    assert whole.filter(pl.col("loan_id").str.contains(r"\+")).height >= 3 * loans.height


def test_a_probability_is_that_of_the_first_band_that_holds_the_value() -> None:
    bands = [{"to": "0", "probability": "0%"}, {"to": "30", "probability": "0%"}, {"probability": "100%"}]
    document = BookDocument.model_validate(
        DOCUMENT | {"probability": {"fact": "loan_overdue_days", "bands": bands}}
    )
    ruleset = load_packs().only(["loan_loss_compensation"]).compile(Dates(LAW, LAW, LAW))
    run = prepare(document, given(), ruleset).run(scenarios=5, seed=1)
    overdue = sum(n % 3 == 2 for n in range(40))
    assert run.paths.defaults.sum(axis=1).tolist() == [overdue] * 5
    for wrong in (
        {"fact": "loan_overdue_days"},
        {"fact": "a", "bands": [{"probability": "1%"}, {"to": "1", "probability": "1%"}]},
    ):
        with pytest.raises(ValueError, match="band"):
            BookDocument.model_validate(DOCUMENT | {"probability": wrong})
    unknown = DOCUMENT | {"probability": {"fact": "loan_overdue_days", "bands": bands[:2]}}
    with pytest.raises(RiskError, match="unknown"):
        prepare(BookDocument.model_validate(unknown), given(), ruleset)


def test_the_command_prints_what_python_works_out(tmp_path: Path) -> None:
    (tmp_path / "loans.json").write_text(json.dumps({"given": rows()}, ensure_ascii=False))
    (tmp_path / "book.yaml").write_text(json.dumps(DOCUMENT, ensure_ascii=False))
    answer = CliRunner().invoke(
        app, ["risk", "solvency", str(tmp_path / "book.yaml"), "--scenarios", "300", "--seed", "5", "--json"]
    )
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)["means"]
    found = outlook(
        BookDocument.model_validate(DOCUMENT), read_given(tmp_path / "loans.json"), scenarios=300, seed=5
    )
    assert [row["left_fen"] for row in told] == pytest.approx(found.means["left_fen"].to_list())
    plain = outlook_as_plain(found)
    assert [year["numbers"]["dry"][0] for year in plain["years"]] == found.means["dry"].to_list()
    assert {one["kind"] for one in plain["bounds"]} == {"limit", "stop_line"}
    assert "资金用尽" in CliRunner().invoke(
        app, ["risk", "solvency", str(tmp_path / "book.yaml"), "--scenarios", "50", "--lang", "zh"]
    ).stdout  # fmt: skip
    (tmp_path / "loans.json").write_text('{"loans": []}')
    with pytest.raises(SchemaError, match="facts"):
        read_given(tmp_path / "loans.json")
