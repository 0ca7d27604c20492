"""Where a number comes from is told beside it, in one form on every page."""

import pytest
from django.urls import reverse
from tests.records.players import Case, Cast
from tests.records.world import Who
from tests.web.site import browser, code_of

from kejin.facts import Label
from kejin.planning.origins import NET_COST, WHOLE_COST, origins_of
from kejin.planning.row import OfferLine
from kejin.records.filings.models import Filing
from kejin.runs.opening import OpenRun
from kejin.web.answers import present_run
from kejin.web.origins import offer_origin, record_origin
from kejin.web.words import say, word

LANGUAGES = (("zh-hans", "数字怎么来的"), ("en", "Where from"))


def lines_of(run: OpenRun, cast: Cast) -> list[OfferLine]:
    row = run.overview(code_of(cast.firm)).row
    assert row is not None
    return [line for cell in row.cells for line in cell.offers]


def read(who: Who, route: str, language: str = "en", *parts: object) -> str:
    client = browser(who)
    client.cookies["kejin_language"] = language
    answer = client.get(reverse(route, args=parts))
    assert answer.status_code == 200
    page: str = answer.content.decode()
    return page


@pytest.mark.usefixtures("run_folder")
def test_every_quoted_figure_of_an_offer_names_its_rule_and_what_that_rests_on(cast: Cast) -> None:
    run = present_run()
    told = [(line, origins_of(run.catalogue, line)) for line in lines_of(run, cast)]
    for line, origins in told:
        costs = {NET_COST: line.net_cost, WHOLE_COST: line.effective_cost}
        shown = {label for label, _ in line.terms} | {
            name for name, cost in costs.items() if cost is not None
        }
        assert {one.figure for one in origins} == shown, line.product.key
        for one in origins:
            assert one.rule.zh
            assert one.rule.en
            assert (one.confidence is None) == (not one.values)
    resting = [one for _, origins in told for one in origins if one.clauses or one.values]
    assert len(resting) > 10


@pytest.mark.usefixtures("run_folder")
def test_an_offer_tells_the_dates_the_rules_the_snapshot_and_that_it_is_invented(cast: Cast) -> None:
    run = present_run()
    line = next(one for one in lines_of(run, cast) if one.terms)
    said = {
        label: text if isinstance(text, str) else text.en for label, text in offer_origin(run, line).lines
    }
    assert said[word("origin.rules")] == run.manifest.ruleset_digest
    assert said[word("origin.facts")] == run.manifest.snapshot_digest
    assert all(day in said[word("origin.dates")] for day in run.manifest.dates.values())
    assert said[word("origin.invented")] == word("origin.synthetic").en
    assert line.product.key in said[word("origin.row")]


@pytest.mark.usefixtures("run_folder")
@pytest.mark.parametrize(("language", "asked"), LANGUAGES)
def test_the_pages_of_an_enterprise_tell_it_in_both_languages(cast: Cast, language: str, asked: str) -> None:
    run = present_run()
    for route in ("enterprise_answer", "enterprise_compare", "enterprise_decisions"):
        page = read(cast.firm, route, language)
        assert asked in page, route
        assert run.manifest.ruleset_digest in page
        assert run.manifest.snapshot_digest in page


def test_a_row_of_the_records_tells_its_table_and_its_act(cast: Cast) -> None:
    cast.handler.does(
        "filings.file", enterprise_id=cast.firm.organisation_id, grain="filing", document="年报",
        facts={"year": "2022", "revenue_fen": "5000万元"},
    )  # fmt: skip
    filing = Filing.objects.filter(enterprise_id=cast.firm.organisation_id).latest("pk")
    said = dict(record_origin(filing).lines)
    assert said[word("origin.row")] == f"{Filing._meta.db_table} · {filing.pk}"
    assert said[word("origin.document")] == "年报"
    assert "filings.file" in str(said[word("origin.act")])
    assert str(said[word("origin.row")]) in read(cast.firm, "enterprise_data")
    counted = record_origin(filing, Label("相加", "added up")).lines
    assert (word("origin.how"), Label("相加", "added up")) in counted
    assert record_origin(filing).of == Label(f"填报 {filing.pk}", f"Filing {filing.pk}")


def test_an_application_tells_who_stated_it(cast: Cast) -> None:
    case = Case.stated(cast)
    page = read(cast.firm, "application", "en", case.number)
    assert say(word("origin.ask")) in page
    assert f"· {case.number}" in page
    assert f"{say(word('origin.ask'))} · Financing {case.number}<" in page
