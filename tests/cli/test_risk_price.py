"""`kejin risk price` and `reserve`: premiums, pools, experience, triangles."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kejin.cli.app import app

EXAMPLES = Path(__file__).parents[2] / "examples"
IP = str(EXAMPLES / "ip-insurance.yaml")
LAW = ("--law", "2026-06-30")
runner = CliRunner()


def as_json(*arguments: str) -> Any:
    done = runner.invoke(app, ["risk", *arguments, "--json"])
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_a_cover_is_priced_and_the_pool_shares_it_to_the_fen() -> None:
    found = as_json("price", IP, *LAW)
    premium = found["premium"]
    named = ("expected_fen", "experience_fen", "uncertainty_fen", "capital_fen", "expense_fen")
    assert sum(premium[name] for name in named) == premium["gross_fen"]
    pool = found["pool"]
    assert [part["share"] for part in pool] == [0.4, 0.24, 0.16]
    assert sum(part["premium_fen"] for part in pool) == premium["gross_fen"]
    assert sum(part["within_fen"] for part in pool) == sum(part["most_fen"] for part in pool) == 2_000_000_000
    assert pool[2]["over_capacity_fen"] == 100_000_000
    assert pool[2]["within_fen"] == 300_000_000
    assert [past["flagged"] for past in found["past"]] == [False, True, False]
    assert found["experience_factor"] == pytest.approx(
        found["credibility"]["groups"][0]["premium"] / found["credibility"]["collective"]
    )


def test_another_share_of_a_member_is_a_what_if() -> None:
    found = as_json("price", IP, *LAW, "--set", "demo_insurance.pool_lead_share=24%")
    assert [part["share"] for part in found["pool"]] == [0.24, 0.24, 0.16]
    assert found["pool"][0]["premium_fen"] - found["pool"][1]["premium_fen"] in (0, 1)
    assert found["what_if"] is not None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_price_is_told_in_words_and_drawn(lang: str, tmp_path: Path) -> None:
    target = tmp_path / "price.svg"
    done = runner.invoke(
        app, ["risk", "price", IP, *LAW, "--lang", lang, "--svg", str(target), "--width", "390"]
    )
    assert done.exit_code == 0, done.stderr
    assert ("示范财险甲" if lang == "zh" else "Demonstration Insurer A") in done.stdout
    drawn = target.read_text(encoding="utf-8")
    assert 'viewBox="0 0 390' in drawn
    assert ("预期赔款" if lang == "zh" else "Expected claims") in drawn


def test_losses_from_a_file_with_a_fitted_tail_are_priced(tmp_path: Path) -> None:
    losses = "\n".join(["loss", *(f"{1 + 40 / (k + 1):.4f}" for k in range(200))])
    (tmp_path / "losses.csv").write_text(losses + "\n", encoding="utf-8")
    (tmp_path / "cover.yaml").write_text(
        "title: {zh: 试, en: Trial}\nfrequency: {claims: 12}\n"
        "severity: {kind: losses, file: losses.csv, column: loss, unit: 1万元, tail_above: 2万元}\n"
        "cover: {deductible: 1万元, limit: 30万元}\n",
        encoding="utf-8",
    )
    found = as_json("price", str(tmp_path / "cover.yaml"))
    assert found["tail"]["number"] == 39
    assert found["pool"] == []
    assert found["year"]["mean_fen"] == pytest.approx(12 * found["claim_mean_fen"], rel=1e-4)


STRANGER = (
    "frequency: {claims: 3}\nseverity: {kind: fixed, amount: 1元}\n"
    "agreement: demo_insurance.coinsurance\ncapacities: {nobody: 1元}\n"
)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("frequency: {claims: 3}\n", "claims come from frequency and severity"),
        ("frequency: {claims: 3, exactly: 3}\nseverity: {kind: fixed, amount: 1元}\n", "stated in one way"),
        ("frequency: {claims: 3}\nseverity: {kind: lognormal, mean: 1元}\n", "A severity lacks a part"),
        ("frequency: {claims: 3}\nseverity: {kind: pareto, xi: 2, beta: 1元}\n", "finite mean"),
        ("frequency: {claims: 3}\nseverity: {kind: losses, file: no.csv, column: x}\n", "no such losses"),
        (STRANGER, "no member"),
    ],
)  # fmt: skip
def test_a_cover_that_does_not_hold_together_is_refused_with_the_reason(
    body: str, message: str, tmp_path: Path
) -> None:
    file = tmp_path / "cover.yaml"
    file.write_text("title: {zh: 试, en: Trial}\n" + body, encoding="utf-8")
    done = runner.invoke(app, ["risk", "price", str(file), *LAW])
    assert done.exit_code == 2
    assert message in done.stderr.replace("\n", " ")


def test_a_triangle_is_run_off_with_the_rule_named(tmp_path: Path) -> None:
    file = tmp_path / "triangle.csv"
    file.write_text("year,12,24,36\n2023,100,150,165\n2024,200,310,\n2025,120,,\n", encoding="utf-8")
    found = as_json("reserve", str(file))
    assert found["rule"] == "mack"
    assert found["factors"] == [pytest.approx(460 / 300), pytest.approx(1.1)]
    done = runner.invoke(app, ["risk", "reserve", str(file), "--lang", "zh"])
    assert "末年方差规则: mack" in done.stdout
    file.write_text("year,12,24\n2023,100,abc\n2024,1,2\n", encoding="utf-8")
    done = runner.invoke(app, ["risk", "reserve", str(file)])
    assert done.exit_code == 2
    assert "no number" in done.stderr


def test_loan_insurance_is_priced_from_the_loans_of_a_book(tmp_path: Path) -> None:
    for name in ("insured-book.yaml", "loan-insurance.yaml"):
        shutil.copy(EXAMPLES / name, tmp_path)
    made = runner.invoke(app, ["synth", "--enterprises", "1500", "--out", str(tmp_path / "kejin-province")])
    assert made.exit_code == 0, made.stderr
    found = as_json("price", str(tmp_path / "loan-insurance.yaml"), *LAW)
    assert found["claims_variance"] > found["claims_mean"] > 0
    assert found["rate"] > 0
    simulated = as_json("simulate", str(tmp_path / "insured-book.yaml"), "--scenarios", "500")
    by_party = {row["party"]: row["mean_fen"] for row in simulated["losses"]}
    assert (
        by_party["demo_insurance.lead"]
        > by_party["demo_insurance.second"]
        > by_party["demo_insurance.third"]
        > 0
    )
    fees = {row["fee"].rpartition(".")[2] for row in simulated["fees"]}
    assert fees == {"lead_premium", "second_premium", "third_premium", "subsidy"}
    positions = {(row["party"], row["year"]): row for row in simulated["positions"]}
    first = positions["demo_insurance.lead", 2026]
    assert first["left_fen"] == pytest.approx(first["fees_fen"] - first["losses_fen"])
    assert positions["demo_insurance.bureau", 2026]["fees_fen"] < 0
