"""The API under data that schemathesis makes of its own document: no mistake of ours, no answer but those promised."""

import os
from collections.abc import Callable
from functools import partial

import pytest
from tests.api.fuzzing import fuzz, told
from tests.api.programs import program
from tests.records.players import Cast
from tests.records.world import Who, World

EVERYTHING = {"examples": True, "coverage": True, "fuzzing": True, "stateful": False}
QUICK = EVERYTHING | {"coverage": False}
# With these somebody ends what he himself, or everybody, is permitted; they are tried by a person of their own.
ENDING = (
    r"acts/(day\.open|registry\.(revoke_authority|end_appointment|set_organisation_status|set_person_active))"
)
ALL = os.environ.get("KEJIN_API_PATH", "")
EXAMPLES = int(os.environ.get("KEJIN_API_EXAMPLES", "10"))


@pytest.fixture(autouse=True)
def no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kejin.web.tokens.limiting.AT_ONCE", 10**9)


def test_a_few_operations_answer_as_promised(cast: Cast) -> None:
    """For every commit: readings and an act. The slow test below tries all of them."""
    path = r"(/parties|acts/financing\.state_need)"
    found = fuzz(program(cast.firm).token, examples=1, seed=1, phases=QUICK, path=path)
    assert not found.problems, told(found)
    assert found.cases >= 5
    assert {200, 401} <= set(found.statuses)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["firm", "handler", "assessor", "office"])
def test_every_operation_answers_as_promised(cast: Cast, world: World, who: str) -> None:
    someone = world.examiner if who == "office" else getattr(cast, who)
    found = fuzz(
        program(someone).token, examples=EXAMPLES, seed=1, phases=EVERYTHING, path=ALL or rf"^(?!.*{ENDING})"
    )
    assert not found.problems, told(found)
    assert {200, 400, 401, 404} <= set(found.statuses)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["firm", "bank_administrator", "office_administrator", "office_approver"])
def test_what_ends_something_answers_as_promised(world: World, who: str) -> None:
    people: dict[str, Callable[[], Who]] = {
        "firm": world.enterprise,
        "bank_administrator": partial(world.institution, "bank"),
        "office_administrator": partial(world.staff, world.office, "administrator"),
        "office_approver": partial(world.staff, world.office, "approver"),
    }
    found = fuzz(program(people[who]()).token, examples=EXAMPLES, seed=1, phases=EVERYTHING, path=ENDING)
    assert not found.problems, told(found)
