"""The days on which the law changes, and that every one of them compiles."""

from datetime import date

from tests.policy.sample import PACK

from kejin.policy import Dates, PolicyStore
from kejin.policy.timetable import ENDS, by_day, change_days, timetable

STORE = PolicyStore.read([PACK])


def test_changes_come_in_the_order_of_their_days_and_name_what_changes() -> None:
    changes = timetable(STORE)
    assert [change.day for change in changes] == sorted(change.day for change in changes)
    assert {change.what for change in changes} >= {"policy", "parameter", "table", "rule"}
    assert all(change.label.zh and change.label.en and change.text.zh for change in changes)


def test_a_parameter_stands_on_every_day_on_which_a_version_begins() -> None:
    starts = [version.start for version in STORE.policy("sample").parameters["coverage"].versions]
    assert [
        change.day for change in timetable(STORE) if change.name == "coverage" and change.text != ENDS
    ] == starts


def test_a_last_day_brings_a_change_on_the_day_after_it() -> None:
    last = [change.day for change in timetable(STORE) if change.text == ENDS]
    days = change_days(STORE)
    assert last
    assert all(date.fromordinal(day.toordinal() + 1) in days for day in last)


def test_the_ruleset_compiles_on_every_day_of_change() -> None:
    for day in change_days(STORE):
        STORE.compile(Dates(day, day, date.max))


def test_changes_of_one_day_stand_together() -> None:
    changes = timetable(STORE)
    assert sum(len(of_day) for of_day in by_day(changes).values()) == len(changes)
