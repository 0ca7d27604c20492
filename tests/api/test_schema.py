"""The API under data that schemathesis makes of its own document: no mistake of ours, no answer but those promised."""

import os

import pytest
from tests.api.fuzzing import fuzz, told
from tests.api.programs import program
from tests.records.players import Cast

PHASES = {"examples": True, "coverage": True, "fuzzing": True, "stateful": False}
PATH = os.environ.get("KEJIN_API_PATH", "")


@pytest.mark.slow
@pytest.mark.parametrize("who", ["firm", "handler", "assessor"])
def test_nothing_but_what_is_promised_comes_of_any_request(
    cast: Cast, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kejin.web.tokens.limiting.AT_ONCE", 10**9)
    token = program(getattr(cast, who)).token
    found = fuzz(
        token, examples=int(os.environ.get("KEJIN_API_EXAMPLES", "50")), seed=1, phases=PHASES, path=PATH
    )
    assert not found.problems, told(found)
    assert found.statuses.get(500) is None
    assert set(found.statuses) >= {200, 400, 401, 404}
