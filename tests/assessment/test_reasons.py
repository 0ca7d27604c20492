"""The one sentence that says why."""

from datetime import date

from tests.assessment.test_answers import answer

from kejin.assessment import SubjectAnswer, carriers, conditions_of, reason, tally
from kejin.facts import Label


def told(key: str = "sample.qualifies", **changed: object) -> SubjectAnswer:
    return next(decision for decision in answer(**changed).decisions if decision.key == key).answers[0]


def test_an_eligible_decision_counts_what_is_met() -> None:
    assert told().reason == Label("4 项条件全部满足。", "All 4 conditions are met.")


def test_an_undetermined_decision_counts_what_is_missing() -> None:
    assert told(founded_on=None).reason == Label(
        "还缺 1 项资料，补齐后即可判断。", "1 fact is missing; with it this can be decided."
    )
    both = told(founded_on=None, owns_core_ip=None).reason
    assert both.en == "3 facts are missing; with them this can be decided."


def test_a_decision_that_waits_for_a_figure_of_the_policy_says_so() -> None:
    said = told("sample.reaches_unknown").reason
    assert said.zh == "所依据的一项政策数值尚未查到可靠来源，暂时无法判断。"


def test_a_missed_decision_says_how_many_of_how_many_and_how_many_are_open() -> None:
    said = told(founded_on=date(2024, 8, 1), owns_core_ip=False, hte_certified=None).reason
    assert said == Label(
        "4 项条件中有 1 项未满足，另有 1 项缺资料。", "1 of 4 conditions is not met, 1 more is open."
    )


def test_what_carries_a_miss_is_the_failed_child_of_all_and_the_whole_of_any() -> None:
    tree = told(founded_on=date(2024, 8, 1), owns_core_ip=False, hte_certified=False).explanation.tree
    assert [node.form for node in carriers(tree, verdict=False)] == ["check", "any"]
    assert carriers(tree, verdict=None) == ()


def test_the_tally_counts_the_conditions_a_reader_sees() -> None:
    tree = told(founded_on=date(2024, 8, 1), owns_core_ip=None).explanation.tree
    assert len(conditions_of(tree)) == 4
    assert tally(tree) == (2, 1, 1)


def test_a_decision_of_a_single_check_is_told_by_its_sentence() -> None:
    single = told("sample.in_room")
    assert conditions_of(single.explanation.tree) == (single.explanation.tree,)
    assert single.reason == reason(single.explanation)
    assert single.reason.en.startswith("Within the room: ")
