"""`kejin risk`: the example of losses, in words and as JSON."""

import json
from pathlib import Path

import polars as pl
from typer.testing import CliRunner

from kejin.cli.app import app

EXAMPLE = Path(__file__).parents[2] / "examples" / "losses.yaml"
runner = CliRunner()


def test_the_example_is_shared_to_the_fen_and_says_on_what_each_part_rests() -> None:
    done = runner.invoke(app, ["risk", "allocate", str(EXAMPLE), "--json"])
    assert done.exit_code == 0, done.stderr
    shared = json.loads(done.stdout)
    borne = {party["key"]: party["borne_fen"] for party in shared["parties"]}
    lost = 12_345_679 + 580_000_000 + 100_000_000 + 60_000_000 - 1_000_000
    assert sum(borne.values()) == lost
    assert borne["loan_loss_compensation.pool"] == 179_672_840
    assert [row["pending_fen"] for row in shared["suspended"]] == [30_000_000]
    whats = [line["what"] for made in shared["allocations"] for line in made["lines"]]
    assert {"loss", "share", "recovery", "suspended", "undetermined"} == set(whats)
    first = shared["allocations"][0]["lines"][1]
    assert first["amount_fen"] == 6_172_840
    assert any("累计补偿比例最高不超过50%" in c["quote"] for item in first["basis"] for c in item["clauses"])


def test_in_words_the_parties_add_up_and_one_loan_shows_its_reasons() -> None:
    done = runner.invoke(app, ["risk", "allocate", str(EXAMPLE), "--lang", "en"])
    assert done.exit_code == 0, done.stderr
    assert "is suspended by “Stop line of banks”" in done.stdout
    assert "CNY 7,513,456.79" in done.stdout
    one = runner.invoke(app, ["risk", "allocate", str(EXAMPLE), "--lang", "zh", "--explain", "GZ-3"]).stdout
    assert "恰为1500万元：归档未读到" in one
    assert "GZ-1" not in one


def test_a_table_of_claims_is_a_list_of_losses(tmp_path: Path) -> None:
    table = tmp_path / "claims.csv"
    rows = {
        "借据号": ["J1", "J2"],
        "统一社会信用代码": ["91440000XN0000012W", "91440000XN0000012W"],
        "放款银行": ["bank-1", "bank-1"],
        "loan_mode": ["银行模式", "银行模式"],
        "loan_enrolled": ["是", "是"],
        "loan_enrolled_on": ["2025-11-03", "2025-11-03"],
        "loan_signed_on": ["2025-11-01", "2025-11-01"],
        "loan_principal_fen": ["500000000", "1000000000"],
        "loan_ip_pledged": ["是", "否"],
        "loan_monetary_tool": ["否", "否"],
        "loan_compensated_other_mode": ["否", "否"],
        "loan_five_class": ["损失", "损失"],
        "loan_defaulted_on": ["2026-06-30", "2026-07-31"],
        "loan_principal_loss_fen": ["100000000", "0"],
    }
    pl.DataFrame(rows).write_csv(table)
    asked = ["risk", "allocate", str(table), "--agreement", "loan_loss_compensation.bank_mode", "--json"]
    done = runner.invoke(app, [*asked, "--facts-as-of", "2026-12-31"])
    assert done.exit_code == 0, done.stdout + done.stderr
    shared = json.loads(done.stdout)
    # A loan without a loss is no claim; the bank's year is not stated, so that the pool's part stays open.
    assert [made["loan_id"] for made in shared["allocations"]] == ["J1"]
    assert [row["pending_fen"] for row in shared["suspended"]] == [50_000_000]


def test_without_an_agreement_a_table_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "claims.csv"
    pl.DataFrame({"借据号": ["J1"], "统一社会信用代码": ["91440000XN0000012W"]}).write_csv(table)
    done = runner.invoke(app, ["risk", "allocate", str(table)])
    assert done.exit_code == 2
    assert "--agreement" in done.stderr


def test_a_file_that_does_not_fit_says_where(tmp_path: Path) -> None:
    broken = tmp_path / "losses.yaml"
    broken.write_text(EXAMPLE.read_text("utf-8").replace("kind: recovery", "kind: gift"), encoding="utf-8")
    done = runner.invoke(app, ["risk", "allocate", str(broken)])
    assert done.exit_code == 2
    assert "events" in done.stderr


def test_every_agreement_says_who_bears_what_and_what_nobody_has_read() -> None:
    done = runner.invoke(app, ["risk", "list", "--law", "2026-06-30", "--json"])
    assert done.exit_code == 0, done.stderr
    listed = {one["key"]: one for one in json.loads(done.stdout)["agreements"]}
    assert len(listed) >= 13
    shares = {
        taker["party"]: taker["share"]["en"] for taker in listed["ip_pool_zhongshan.four_parties"]["takers"]
    }
    assert shares == {"ip_pool_zhongshan.fund": "54%", "insurer": "16%", "valuer": "4%"}
    assert listed["loan_pool_shenzhen.pool"]["takers"][0]["share"]["en"] == "not read (0% to 50%)"
    words = runner.invoke(app, ["risk", "list", "--law", "2026-06-30", "--lang", "zh"]).stdout
    assert "合作银行止损线 3%" in words
