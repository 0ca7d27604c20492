"""An operation for each act of the records: `POST /acts/{code}`, with its parameters as the body.

The body goes to the act as text, because acts are strict and read JSON: a day is a text there, and no number is one.
"""

import json
from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Header, Router
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kejin.api.asking import TokenAuth, asker
from kejin.api.bodies import json_object
from kejin.api.errors import MalformedError
from kejin.api.judging import lacks_form, problems_told
from kejin.records.actions.action import Action, action_kinds
from kejin.records.actions.performing import Done, perform
from kejin.records.errors import BodyError
from kejin.web.tokens.scopes import CLOSED, application_of, needed

REASON = "reason"
"""The member of every body that says why, beside the act's own parameters."""
LONGEST_REASON = 2_000
Key = Annotated[str, Field(min_length=1, max_length=255, pattern=r"^[\x21-\x7e]+$")]
_KEY_WORDS = (
    "A key of your own making, 1 to 255 signs. The same key and body give the same reply and do nothing twice; "
    "another body under the same key is refused. 幂等键"
)


class Subject(BaseModel):
    """The record that an act was about."""

    model_config = ConfigDict(extra="forbid")

    kind: str
    id: int
    label: str


class Reply(BaseModel):
    """What came of an act."""

    model_config = ConfigDict(extra="forbid")

    act_id: int = Field(description="The act's number, under which everything that it changed is on record.")
    subject: Subject
    content: dict[str, Any] = Field(description="What the act answers.")
    repeated: bool = Field(description="Whether this is the reply of an earlier act under the same key.")


def open_kinds() -> dict[str, type[Action]]:
    """The acts that a token may do; by code."""
    return {code: kind for code, kind in action_kinds().items() if application_of(code) not in CLOSED}


def router() -> Router:
    """One operation for each act."""
    made = Router()
    for code, kind in open_kinds().items():
        made.add_api_operation(
            f"/{code}", ["POST"], _operation(kind), auth=TokenAuth(*needed(kind)), response=Reply,
            operation_id=f"act.{code}", tags=[application_of(code)], summary=f"{kind.label.zh} · {kind.label.en}",
            description=(kind.__doc__ or "").strip(),
        )  # fmt: skip
    return made


def _operation(kind: type[Action]) -> Callable[..., Reply]:
    def needs(
        request: HttpRequest,
        idempotency_key: Annotated[Key, Header(alias="Idempotency-Key", description=_KEY_WORDS)],
    ) -> Reply:
        return _done(request, kind, idempotency_key)

    def may(
        request: HttpRequest,
        idempotency_key: Annotated[
            Key | None, Header(alias="Idempotency-Key", description=_KEY_WORDS)
        ] = None,
    ) -> Reply:
        return _done(request, kind, idempotency_key)

    return needs if kind.needs_key else may


def _done(request: HttpRequest, kind: type[Action], key: str | None) -> Reply:
    given = json_object(request)
    reason = reason_taken(given)
    return reply_of(perform(act_of(kind, given), asker(request).caller(reason), key=key))


def reason_taken(given: dict[str, Any]) -> str:
    """The reason, which a body has beside the act's own parameters and is taken out of it here; empty where none is.

    Raises:
        MalformedError: It is no text, or too long.
    """
    reason = given.pop(REASON, "")
    if not isinstance(reason, str) or len(reason) > LONGEST_REASON:
        raise MalformedError("The reason is no text, or too long", where=REASON)
    return reason


def reply_of(done: Done) -> Reply:
    """What came of an act, as every door of acts answers it."""
    subject_kind, number, label = done.subject
    return Reply(
        act_id=done.act_id,
        subject=Subject(kind=subject_kind, id=number, label=label),
        content=done.content,
        repeated=done.repeated,
    )


def act_of(kind: type[Action], given: dict[str, Any]) -> Action:
    """The act with these parameters.

    Raises:
        MalformedError: They do not have the form that the document gives.
        BodyError: They have it, and a value cannot be recorded all the same.
    """
    try:
        return kind.model_validate_json(json.dumps(given))
    except ValidationError as error:
        told = error.errors(include_url=False, include_input=False)
        failure = MalformedError if lacks_form(told) else BodyError
        raise failure(
            f"{kind.code} does not take these parameters",
            found=problems_told(told),
            where=kind.code,
            kept="Nothing was recorded.",
        ) from error
