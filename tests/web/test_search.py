"""Search: names by any two characters, by code, by the first letters of their pinyin; and only what one may see."""

import pytest
from django.urls import reverse
from tests.records.players import Case, Cast
from tests.records.world import Who, World, organisation
from tests.web.site import browser

from kejin.web.search import finding
from kejin.web.search.finding import find_organisations, first_organisations, keep_names
from kejin.web.search.models import EnteredNames
from kejin.web.search.pinyin import initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [("广州科技", "gzkj"), ("重庆A1（集团）", "zqa1jt"), ("", ""), ("龙腾 Robotics", "ltrobotics")],
)
def test_first_letters(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.fixture(scope="module")
def firm(world: World) -> Who:
    made = world.enterprise("珠海龙腾机器人有限公司")
    world.enterprise("佛山腾龙陶瓷有限公司")
    while keep_names():
        pass
    return made


def names(query: str) -> set[str]:
    found = {one.pk: one.name for one in find_organisations(query)}
    # Both ways of asking find the same.
    assert set(first_organisations(query, 1_000)) == set(found)
    return set(found.values())


@pytest.mark.usefixtures("firm")
def test_a_name_is_found_by_any_part_in_its_order() -> None:
    assert names("龙腾") == {"珠海龙腾机器人有限公司"}
    assert names("机器人有限") == {"珠海龙腾机器人有限公司"}
    assert names("陶") == {"佛山腾龙陶瓷有限公司"}
    assert names("腾机龙") == set()


def test_a_name_is_found_by_letters_and_by_the_beginning_of_its_code(firm: Who) -> None:
    assert "珠海龙腾机器人有限公司" in names("ZHLT")
    code = str(organisation(firm).credit_code)
    assert names(code) == {"珠海龙腾机器人有限公司"}
    assert "珠海龙腾机器人有限公司" in names(code[:10].lower())
    assert names("ｚｈｌｔ") == names("zhlt")


@pytest.mark.parametrize("query", ["", " ", "\0", "%", "_", "'; DROP TABLE x; --", "无此", "x" * 500])
@pytest.mark.usefixtures("firm")
def test_anything_may_be_typed(query: str) -> None:
    assert names(query) == set()


def test_an_enterprise_finds_its_own_applications_and_pages_and_nobody_elses(cast: Cast, firm: Who) -> None:
    number = Case.stated(cast).number
    mine = browser(cast.firm).get(reverse("search"), {"q": f"F{number}"}).content.decode()
    assert reverse("application", args=[number]) in mine
    other = browser(firm).get(reverse("search"), {"q": f"F{number}"}).content.decode()
    assert reverse("application", args=[number]) not in other
    assert reverse("consents") in browser(firm).get(reverse("search"), {"q": "sq"}).content.decode()


def hits(who: Who, query: str) -> str:
    return browser(who).get(reverse("search"), {"q": query}).content.decode()


def test_an_office_finds_every_organisation_and_others_do_not(world: World, cast: Cast, firm: Who) -> None:
    page = reverse("organisation", args=[firm.organisation_id])
    code = str(organisation(firm).credit_code)
    for query in ("龙腾", "珠海龙腾机器人有限公司", code, code[:12], "zhlt"):
        assert page in hits(world.examiner, query), query
        assert page not in hits(cast.handler, query), query
        assert page not in hits(firm, query), query


def test_a_bank_finds_its_own_files_by_enterprise_number_and_contract(world: World, cast: Cast) -> None:
    case = Case.stated(cast).contracted()
    thought = Case.stated(cast).matched()
    while keep_names():
        pass
    firm, page = organisation(cast.firm), reverse("institution_financing", args=[case.number])
    other = world.staff(world.institution("bank"), "handler")
    for query in (firm.name, firm.name[2:5], str(firm.credit_code), f"F{case.number}", f"HT-{case.number}"):
        assert page in hits(cast.handler, query), query
        assert page not in hits(other, query), query
    assert reverse("institution_financing", args=[thought.number]) not in hits(cast.handler, firm.name)


def test_a_pool_finds_the_claims_on_it(cast: Cast) -> None:
    number = Case.stated(cast).claimed(1_000_000)
    while keep_names():
        pass
    page = reverse("institution_claim", args=[number])
    assert page in hits(cast.judge, organisation(cast.firm).name)
    assert page not in hits(cast.firm, organisation(cast.firm).name)


def test_names_are_entered_once_and_then_nothing_is_looked_through(world: World) -> None:
    while keep_names():
        pass
    assert not EnteredNames.objects.exists()
    world.enterprise("梅州柚子科技有限公司")
    assert EnteredNames.objects.count() == 1
    assert names("柚子") == set()
    assert keep_names()
    assert names("柚子") == {"梅州柚子科技有限公司"}
    assert not keep_names()


@pytest.mark.usefixtures("firm")
def test_what_very_many_names_hold_is_found_without_the_index_and_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queries = ("龙腾", "机器人有限", "陶", "有限公司", "腾机龙")
    before = [names(query) for query in queries]
    monkeypatch.setattr(finding, "_MANY", -1)
    assert [names(query) for query in queries] == before
    assert len(before[3]) >= 2
