"""Facts of an enterprise for a purpose, through the one door that looks up a basis and logs the reading."""

from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from kejin.api.acting import act_of, reason_taken
from kejin.api.asking import TokenAuth, asker
from kejin.api.bodies import json_object
from kejin.api.plain import plain
from kejin.api.shapes import Shape
from kejin.records.access.reading import ReadFacts, read_facts_of
from kejin.web.tokens.scopes import READ, needed

router = Router(tags=["access"])


class Disputed(Shape):
    """What is disputed and unanswered."""

    grain: str
    subject: str
    fact: str = Field(description="Empty for the whole row.")


class FactsGiven(Shape):
    """What a reading gave."""

    reading_id: int
    basis: str
    facts: dict[str, list[dict[str, Any]]] = Field(
        description="Rows by grain; null is unknown, amounts in fen."
    )
    disputed: list[Disputed]


@router.post(
    "/read", auth=TokenAuth(READ, *needed(ReadFacts)), response=FactsGiven, operation_id="facts.read",
    summary="查阅企业事实 · Read an enterprise's facts",
)  # fmt: skip
def read(request: HttpRequest) -> FactsGiven:
    """The act `access.read` with the facts that it gives: each time anew, on the bases of the moment."""
    given = json_object(request)
    reason = reason_taken(given)
    action = act_of(ReadFacts, given)
    assert isinstance(action, ReadFacts)  # noqa: S101 - made so above
    found = read_facts_of(asker(request).caller(reason), action)
    return FactsGiven(
        reading_id=found.reading_id,
        basis=found.basis.value,
        facts={grain.value: plain(frame) for grain, frame in found.frames.items()},
        disputed=[
            Disputed(grain=grain, subject=subject, fact=fact) for grain, subject, fact in found.disputed
        ],
    )


def routers() -> dict[str, Router]:
    """The operations by the beginning of their address."""
    return {"/facts": router}
