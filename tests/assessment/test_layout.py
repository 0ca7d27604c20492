"""Which decisions stand on their own, which are parts, and which documents an answer rests on."""

from tests.assessment.test_answers import answer, firm
from tests.policy.sample import ruleset, store

from kejin.assessment import Layout, answer_for, documents_of
from kejin.policy import Decision, Ruleset


def with_part() -> tuple[Ruleset, tuple[Decision, ...]]:
    """The sample rules with "tech_staff", a condition of "qualifies", asked as a question of its own."""
    rules = ruleset()
    whole = rules.decision("sample.qualifies")
    part = Decision(
        key="sample.staff", policy="sample", id="staff", label=rules.nodes["sample.tech_staff"].spec.label,  # type: ignore[union-attr]
        grain=whole.grain, root="sample.tech_staff", leaves=("sample.tech_staff",), amounts=(), reach=whole.reach,
    )  # fmt: skip
    decisions = (part, *rules.decisions)
    made = Ruleset(rules.dates, rules.nodes, decisions, rules.policies, rules.digest)
    return made, decisions


def test_a_decision_that_another_rests_on_is_its_part() -> None:
    rules, decisions = with_part()
    layout = Layout.of(rules)
    assert layout.part_of["sample.staff"] == "sample.qualifies"
    assert "sample.staff" not in {top.key for top in layout.tops}
    assert [part.key for part in layout.parts("sample.qualifies", decisions)] == ["sample.staff"]


def test_a_part_asked_for_alone_stands_on_its_own() -> None:
    rules, _ = with_part()
    layout = Layout.of(rules, [rules.decision("sample.staff")])
    assert [top.key for top in layout.tops] == ["sample.staff"]


def test_a_yearly_limit_stands_under_the_first_question_of_its_policy() -> None:
    layout = Layout.of(ruleset())
    assert layout.part_of == {"sample.pool_open": "sample.qualifies"}
    assert layout.limits == {"sample.pool_open"}
    assert Layout.of(ruleset(), [ruleset().decision("sample.pool_open")]).part_of == {}


def test_a_policys_only_question_goes_by_the_policys_name() -> None:
    rules = ruleset()
    assert Layout.of(rules).titles["sample.qualifies"] == rules.decision("sample.qualifies").label
    alone = Ruleset(
        rules.dates, rules.nodes, (rules.decision("sample.qualifies"),), rules.policies, rules.digest
    )
    assert Layout.of(alone).titles["sample.qualifies"] == store().policy("sample").label


def test_the_answer_shows_the_part_under_its_whole() -> None:
    rules, _ = with_part()
    told = answer_for(rules, firm(), "case")
    whole = next(decision for decision in told.decisions if decision.key == "sample.qualifies")
    assert [part.key for part in whole.parts] == ["sample.staff"]
    assert "sample.staff" not in {decision.key for decision in told.decisions}


def test_every_document_of_an_answer_is_listed_once() -> None:
    assert [clause.document for clause in documents_of(answer())] == ["sample-law"]
