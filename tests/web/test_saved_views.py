"""Saved views: what is asked of a list is kept under a name, for oneself or one's organisation, and can be had back."""

from typing import Any
from uuid import uuid4

import pytest
from django.http import QueryDict
from django.urls import reverse
from tests.records.players import Cast
from tests.records.world import Who, World
from tests.web.site import browser

from kejin.web.saved.asking import asked
from kejin.web.saved.models import SavedView

LIST = "subsidies"
QUERY = "density=compact&order=-amount&show=amount&show=number&state=claimed"


@pytest.fixture(scope="module")
def colleague(world: World, cast: Cast) -> Who:
    return world.staff(cast.bank, "handler")


def post(who: Who, route: str, *parts: object, **fields: object) -> Any:
    answer: Any = browser(who).post(reverse(route, args=list(parts)), {"key": uuid4().hex} | fields)
    return answer


def save(who: Who, name: str, **fields: object) -> SavedView:
    answer = post(who, "save_view", page=LIST, query=QUERY, name=name, **fields)
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == f"{reverse(LIST)}?{QUERY}"
    return SavedView.objects.latest("pk")


def seen(who: Who, query: str = "") -> str:
    return browser(who).get(f"{reverse(LIST)}?{query}").content.decode()


def test_what_passes_is_no_part_of_a_view() -> None:
    text = asked(QueryDict("state=claimed&page=3&format=csv&q=&show=b&show=a&removed=9&order=-amount"))
    assert text == "order=-amount&show=a&show=b&state=claimed"
    assert asked(QueryDict("q=" + "x" * 2000)) == ""


def test_a_view_is_ones_own_until_it_is_shared(cast: Cast, colleague: Who, world: World) -> None:
    view = save(cast.handler, "我的  待办")
    assert view.name == "我的 待办"
    assert view.name in seen(cast.handler)
    assert view.name not in seen(colleague)
    answer = post(cast.handler, "change_view", view.pk, name="大家的待办", shared="on")
    assert answer.status_code == 302
    assert "大家的待办" in seen(colleague)
    assert "大家的待办" not in seen(world.staff(world.institution("bank"), "handler"))
    # What another one shares may be used and not changed; what is not there for one cannot be told from it.
    assert post(colleague, "change_view", view.pk, name="别名").status_code == 404
    assert post(colleague, "remove_view", view.pk).status_code == 404
    view.refresh_from_db()
    assert (view.name, view.shared, view.removed_at) == ("大家的待办", True, None)


def test_the_same_name_replaces_and_a_taken_name_is_refused(cast: Cast) -> None:
    first, other = save(cast.handler, "甲"), save(cast.handler, "乙")
    assert save(cast.handler, "甲", shared="on") == SavedView.objects.latest("pk")
    first.refresh_from_db()
    assert first.shared
    answer = post(cast.handler, "change_view", other.pk, name="甲")
    assert answer.status_code == 400
    assert "您已有名为“甲”的视图" in answer.content.decode()
    assert post(cast.handler, "save_view", page=LIST, query="", name=" ").status_code == 400
    assert post(cast.handler, "save_view", page="no_such_page", query="", name="丙").status_code == 404


def test_a_removed_view_can_be_had_back(cast: Cast, colleague: Who) -> None:
    view = save(cast.handler, "要删的")
    answer = post(cast.handler, "remove_view", view.pk)
    shown = browser(cast.handler).get(answer["Location"]).content.decode()
    assert "已删除视图“要删的”" in shown
    assert "已删除视图" not in seen(colleague, f"removed={view.pk}")
    assert "要删的" not in seen(cast.handler)
    again = save(cast.handler, "要删的")
    assert post(cast.handler, "restore_view", view.pk).status_code == 302
    view.refresh_from_db()
    assert view.removed_at is None
    assert view.name != again.name


def test_a_file_has_the_columns_that_are_shown(cast: Cast) -> None:
    def table(**columns: list[str]) -> str:
        answer: Any = browser(cast.handler).get(reverse(LIST), {"format": "csv", **columns})
        return b"".join(answer).decode("utf-8-sig")

    whole, some = table(), table(show=["number", "amount"])
    heads = whole.splitlines()[0].split(",")
    assert len(heads) > 2
    assert len(some.splitlines()[0].split(",")) == 2
    shown = browser(cast.handler).get(reverse(LIST), {"show": ["number", "amount"]}).content.decode()
    assert shown.count('<th scope="col"') in {0, 2}
