"""The pages of policies say what the packs say: the list and its file, a policy's figures, gaps, and the calendar."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from tests.records.world import World
from tests.web.site import browser

from kejin.console.office.policy_reading import compiled, store_at_hand
from kejin.packs.naming import JURISDICTIONS
from kejin.policy.gaps import GapKind, gaps
from kejin.policy.timetable import timetable
from kejin.web.jobs.working import work_one
from kejin.web.visitors import today

POLICY = "loan_loss_compensation"


def get(
    world: World, route: str, language: str = "zh-hans", parts: dict[str, str] | None = None, **query: str
) -> Any:
    client = browser(world.examiner)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer: Any = client.get(reverse(route, kwargs=parts), query)
    assert answer.status_code == 200
    return answer


def rows_of(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


def the_day() -> date:
    day = today()
    assert day is not None
    return day


def test_the_list_has_every_policy_and_its_file_the_same(world: World, run_folder: str) -> None:
    assert run_folder
    held = store_at_hand().policies
    page = get(world, "policies").content.decode()
    for policy in held.values():
        assert escape(policy.label.zh) in page
    assert [row[1] for row in rows_of(get(world, "policies", format="csv"))] == list(held)


def test_filters_of_the_address_narrow_the_list_and_an_empty_one_names_what_to_drop(
    world: World, run_folder: str
) -> None:
    assert run_folder
    rows = rows_of(get(world, "policies", jurisdiction="cn_gd_guangzhou", format="csv"))
    assert {row[2] for row in rows} == {JURISDICTIONS["cn_gd_guangzhou"].zh}
    assert POLICY in [row[1] for row in rows]
    missing = rows_of(get(world, "policies", flag="missing", format="csv"))
    assert missing
    assert all(int(row[13]) > 0 for row in missing)
    expired = rows_of(get(world, "policies", state="expired", format="csv"))
    assert expired
    assert all(date.fromisoformat(row[7]) < the_day() for row in expired)
    (found,) = rows_of(get(world, "policies", "en", q="guangzhou LOAN-loss", format="csv"))
    assert found[1] == POLICY
    none = get(world, "policies", q="不存在的政策", state="expired").content.decode()
    assert 'href="?q=' in none
    assert 'href="?state=expired"' in none


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_policy_shows_each_value_with_its_clause_word_for_word(
    world: World, run_folder: str, language: str
) -> None:
    assert run_folder
    policy = store_at_hand().policies[POLICY]
    page = get(world, "policy", language, {"policy": POLICY}).content.decode()
    quotes = [version.clause.quote for one in policy.parameters.values() for version in one.versions]
    quotes += [edition.clause.quote for one in policy.tables.values() for edition in one.versions]
    assert any(quotes)
    assert all(escape(quote) in page for quote in quotes)
    for table in policy.tables.values():
        for row in table.versions[-1].rows:
            assert escape(row.label.zh if language == "zh-hans" else row.label.en) in page
    for text in policy.head.missing:
        assert escape(text.zh if language == "zh-hans" else text.en) in page


def test_a_policy_says_what_changed_between_two_of_its_days(world: World, run_folder: str) -> None:
    assert run_folder
    changed = next(
        (policy, document, older, newer)
        for policy in store_at_hand().policies.values()
        for document in policy.parameters.values()
        for older, newer in zip(document.versions, document.versions[1:], strict=False)
        if not document.pivot and older.start >= policy.head.start and older.value != newer.value
    )
    policy, document, older, newer = changed
    query = {"from": older.start.isoformat(), "to": newer.start.isoformat()}
    page = get(world, "policy", "en", {"policy": policy.id}, **query).content.decode()
    section = page[page.index('id="compare"') : page.index('id="unknowns"')]
    assert f"{policy.id}.{document.id}" in section
    assert browser(world.examiner).get(reverse("policy", kwargs={"policy": "nobody"})).status_code == 404


def test_the_calendar_file_has_each_change_once_in_lines_that_programs_read(
    world: World, run_folder: str
) -> None:
    assert run_folder
    answer = get(world, "policy_calendar", span="all", format="ics")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    named = [line for line in text.replace("\r\n ", "").split("\r\n") if line.startswith("UID:")]
    checks = [line for line in named if "-check-" in line]
    assert len(named) - len(checks) == len(timetable(store_at_hand()))
    assert len(set(named)) == len(named)
    coming = rows_of(get(world, "policy_calendar", format="csv"))
    assert coming
    assert all(date.fromisoformat(row[0]) >= the_day() for row in coming)
    due = store_at_hand().policies[POLICY].head.checked_through + timedelta(days=365)
    assert f"UID:{due:%Y%m%d}-{POLICY}-check-" in text.replace("\r\n ", "")


def test_gaps_are_those_of_the_rules_and_are_counted_by_a_job(world: World, run_folder: str) -> None:
    assert run_folder
    every = gaps(compiled(the_day()))
    assert len(rows_of(get(world, "policy_gaps", format="csv"))) == len(every)
    missing = [gap for gap in every if gap.kind is GapKind.MISSING]
    shown = rows_of(get(world, "policy_gaps", kind="missing", format="csv"))
    assert sorted(row[2] for row in shown) == sorted(gap.label.zh for gap in missing)
    assert all(row[7] == "" for row in shown)
    client = browser(world.examiner)
    begun = client.post(reverse("count_gaps"))
    assert begun.status_code == 302
    assert work_one()
    counted = rows_of(get(world, "policy_gaps", kind="missing", format="csv"))
    assert any(row[7] not in ("", "0") for row in counted)
    numbers = [int(row[7] or 0) for row in counted]
    assert numbers == sorted(numbers, reverse=True)


def test_the_search_finds_a_policy(world: World, run_folder: str) -> None:
    assert run_folder
    page = get(world, "search", q="信贷风险补偿").content.decode()
    assert reverse("policy", kwargs={"policy": POLICY}) in page
