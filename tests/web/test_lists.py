"""Lists: what the address asks for is what is shown, and what is exported."""

import csv
import io

import openpyxl
import pytest
from django.http import QueryDict
from tests.records.world import Who, World

from kejin.facts import Label
from kejin.records.parties.models import Organisation
from kejin.web.lists import Column, Filter, ListSpec, Shape
from kejin.web.lists.exporting import export
from kejin.web.lists.showing import Listing, listing_of, narrowed

NAMES = ("=HYPERLINK(1)", "示例甲", "示例乙", "+1", "示例丙")
SPEC = ListSpec(
    Label("机构", "Organisations"),
    (
        Column("name", Label("名称", "Name"), lambda row: row.name, order="name"),
        Column("amount", Label("金额", "Amount"), lambda row: row.pk * 101, Shape.MONEY),
        Column("kind", Label("类型", "Kind"), lambda row: Label(row.kind, row.kind), Shape.LABEL),
    ),
    (
        Filter("kind", Label("类型", "Kind"), lambda rows, value: rows.filter(kind=value), (("fund", Label("基金", "Fund")),)),
        Filter("name", Label("名称", "Name"), lambda rows, value: rows.filter(name__contains=value)),
    ),
    first="id",
)  # fmt: skip


@pytest.fixture(scope="module")
def funds(world: World) -> list[Who]:
    return [
        Who(
            "x",
            world.office.does("registry.register_organisation", kind="fund", name=name).content[
                "organisation_id"
            ],
        )
        for name in NAMES
    ]


def shown(query: str) -> Listing:
    return listing_of(SPEC, Organisation.objects.all(), QueryDict(query))


@pytest.mark.usefixtures("funds")
def test_filters_narrow_and_an_unknown_choice_is_no_filter() -> None:
    assert {row.name for row in shown("kind=fund").rows} == set(NAMES)
    assert shown("kind=nonsense").narrowed == ()
    assert [row.name for row in shown("kind=fund&name=示例").rows] == ["示例甲", "示例乙", "示例丙"]
    assert shown("name=无人").rows == ()


@pytest.mark.usefixtures("funds")
def test_order_goes_both_ways_and_only_by_columns_that_have_one() -> None:
    up = [row.name for row in shown("kind=fund&order=name").rows]
    assert [row.name for row in shown("kind=fund&order=-name").rows] == up[::-1]
    assert shown("order=amount").order == ""
    assert shown("order=name;drop").order == ""


@pytest.mark.usefixtures("funds")
@pytest.mark.parametrize("page", ["0", "-3", "99999999", "x", "²", ""])
def test_a_page_that_is_none_is_the_nearest_that_there_is(page: str) -> None:
    assert len(shown(f"kind=fund&page={page}").rows) == len(NAMES)


@pytest.mark.usefixtures("funds")
def test_a_file_holds_exactly_what_is_shown_and_no_formula() -> None:
    query = QueryDict("kind=fund")
    rows = narrowed(SPEC, Organisation.objects.all(), query)
    text = b"".join(export(SPEC, rows, "csv")).decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text)))
    assert [line[0] for line in table[1:]] == ["'=HYPERLINK(1)", "示例甲", "示例乙", "'+1", "示例丙"]
    numbers = list(rows.values_list("pk", flat=True))
    assert [line[1] for line in table[1:]] == [f"{n * 101 // 100}.{n * 101 % 100:02d}" for n in numbers]
    workbook = b"".join(export(SPEC, rows, "xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(workbook)).active
    assert [(cell.value, cell.data_type) for cell in sheet["A"]][1:3] == [
        ("'=HYPERLINK(1)", "s"),
        ("示例甲", "s"),
    ]
    assert [round(cell.value * 100) for cell in sheet["B"][1:]] == [n * 101 for n in numbers]
