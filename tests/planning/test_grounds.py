"""Behind every decision and condition of a run stand its clauses and the values it asks for."""

from datetime import date
from functools import cache

import polars as pl
import pytest

from kejin.facts import FactSet, Grain
from kejin.packs import shipped
from kejin.planning.aggregates import Aggregates, Scheme, aggregates, counted, standing_frame
from kejin.policy import Dates, evaluate

DAY = date(2026, 6, 30)
KEYS = ["what", "value_zh", "value_en", "at", "confidence"]


@cache
def found() -> Aggregates:
    """High-tech enterprises of whom nothing but their revenue is known: every condition is open."""
    ruleset = shipped().only(["high_tech_enterprise"]).compile(Dates(DAY, DAY, DAY))
    firms = pl.DataFrame({"enterprise_id": ["a", "b"], "registered_on": [date(2026, 3, 1), None]})
    facts = FactSet({Grain.ENTERPRISE: firms}, frozenset(), ())
    scheme = Scheme.of(ruleset)
    standing = standing_frame(ruleset, facts)
    return aggregates(
        scheme, [counted(scheme, facts, [evaluate(ruleset, facts)], standing=standing, offers=None)]
    )


def rows(kind: str, key: str) -> pl.DataFrame:
    return found()["grounds"].filter(kind=kind, key=f"high_tech_enterprise.{key}")


def test_a_condition_has_its_clause_and_the_value_asked_for() -> None:
    # 国科发火〔2016〕32号, 第十一条（四）: at least a tenth of the staff.
    assert rows("condition", "tech_staff_met").select(KEYS).rows() == [
        ("clause", "", "", "11(4)", ""),
        ("value", "10%", "10%", "11(4)", "reported"),
    ]


def test_a_value_of_a_table_is_named_without_a_row() -> None:
    # The share of R&D depends on revenue; which row counts, no count of many enterprises can say.
    values = rows("condition", "rd_share_met").filter(what="value")
    assert values.select("zh", "value_zh").rows() == [("研发费用占比下限", "")]


def test_a_decision_has_its_clauses_only() -> None:
    own = rows("decision", "qualifies")
    assert own.height >= 1
    assert set(own["what"]) == {"clause"}
    assert own["document_zh"].str.len_chars().min() > 0  # type: ignore[operator]


def test_every_counted_condition_has_a_ground_and_places_count_up() -> None:
    counted_conditions = set(found()["conditions"]["condition"])
    grounded = found()["grounds"].filter(kind="condition")
    assert set(grounded["key"]) == counted_conditions
    for _, group in found()["grounds"].group_by("kind", "key", maintain_order=True):
        assert group["place"].to_list() == list(range(group.height))


@pytest.mark.parametrize("column", ["document_zh", "document_en", "at"])
def test_no_ground_is_without_its_document(column: str) -> None:
    assert found()["grounds"][column].null_count() == 0
