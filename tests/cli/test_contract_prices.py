import json

import pytest
from typer.testing import CliRunner

from kejin.cli.app import app
from kejin.cli.contract_prices import parsed_extra
from kejin.errors import TermsError
from kejin.instruments.growth import EquityGain, FutureBusiness, ResultRate, Warrants

runner = CliRunner()
LOAN = [
    "--principal",
    "1000万元",
    "--rate",
    "2.4%",
    "--plain-rate",
    "3.5%",
    "--from",
    "2026-01-01",
    "--months",
    "36",
]
OUTLOOK = [
    "--growth",
    "25%",
    "--volatility",
    "40%",
    "--discount",
    "3%",
    "--default",
    "2%",
    "--recovery",
    "40%",
]
RESULTS = "results base=3% slope=0.05 target=20% floor=2.4% cap=5%"
WARRANTS = "warrants value=1亿元 shares=10000000 count=200000 strike=10 years=3"


def test_the_extra_is_priced_beside_the_plain_loan() -> None:
    done = runner.invoke(app, ["contracts", "price", *LOAN, *OUTLOOK, "--extra", RESULTS, "--json"])
    made = json.loads(done.stdout)
    assert made["balance"] == pytest.approx(made["extra"]["amount"] - made["forgone"])
    assert made["extra"]["method"] == "formula"
    shown = runner.invoke(
        app, ["contracts", "price", *LOAN, *OUTLOOK, "--extra", f"{RESULTS} most=20万元", "--lang", "en"]
    )
    assert "standard error of the simulation" in shown.stdout


def test_warrants_show_the_dilution_that_they_replace() -> None:
    more = ["--equity-volatility", "60%", "--risk-free", "1.5%", "--lang", "zh"]
    done = runner.invoke(app, ["contracts", "price", *LOAN, *OUTLOOK, *more, "--extra", WARRANTS])
    assert "同额股权融资的稀释" in done.stdout
    assert "9.09%" in done.stdout


def test_every_kind_of_extra_is_read_from_words() -> None:
    assert isinstance(parsed_extra(RESULTS), ResultRate)
    assert parsed_extra(WARRANTS) == Warrants(10_000_000_000, 10_000_000, 200_000, 1000, 3.0)
    equity = parsed_extra("equity value=1亿元 beyond=2亿元 share=2% years=3 most=500万元")
    assert equity == EquityGain(10_000_000_000, 20_000_000_000, 0.02, 3.0, 500_000_000)
    business = parsed_extra("business revenue=5000万元 share=10% margin=1% last=3")
    assert business == FutureBusiness(5_000_000_000, 0.1, 0.01, 1, 3, 0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("options", "results, business, equity, warrants, found 'options'"),
        ("equity value=1亿元 beyond=2亿元 share=2%", "expected years="),
        ("equity value=1 beyond=2 share=2% years=3 colour=red", "equity has no such term"),
        ("results base=3% slope=steep target=20% floor=2% cap=5%", "a number of the extra is none"),
    ],
)
def test_words_that_are_no_extra_are_named(text: str, message: str) -> None:
    with pytest.raises(TermsError, match=message):
        parsed_extra(text)
