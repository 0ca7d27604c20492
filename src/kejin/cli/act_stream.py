"""`kejin act stream`: many acts by one process, a line of JSON for each, answered by a line."""

import json
import sys
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kejin.cli.acts import channel, given_parameters
from kejin.cli.output import plain, printable
from kejin.errors import FileError, KejinError
from kejin.records.actions.action import action_kind, read_action
from kejin.records.actions.performing import Done, perform
from kejin.records.parties.standing import Caller, organisation_named


class ActLine(BaseModel):
    """One line: what the arguments and options of `kejin act do` say.

    Attributes:
        act: The act's code.
        who: Who acts, `as` in the line: a person's login name.
        organisation: For whom, `for` in the line: a credit code or an organisation's number.
        body: Parameters as JSON.
        parameters: Parameters as NAME=VALUE, read as on the command line; they win over the body.
        key: An idempotency key; made where there is none, and told in the answer.
        reason: Why.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    act: str
    who: str = Field(alias="as")
    organisation: str = Field(alias="for")
    body: dict[str, Any] = Field(default_factory=dict)
    parameters: list[str] = Field(default_factory=list)
    key: str = Field(default_factory=lambda: uuid.uuid4().hex)
    reason: str = ""


def stream(lines: Iterable[str], *, as_json: bool) -> bool:
    """Do each act when its line has come, and answer it before the next is read: in words, or by a line of JSON.

    One that cannot be done is answered with its error, and those after it are done: each line is an act of its own.

    Returns:
        Whether every act was done.
    """
    all_done = True
    for answer in _answers(lines):
        all_done = all_done and "error" not in answer
        said = json.dumps(plain(answer), ensure_ascii=False) if as_json else _in_words(answer)
        sys.stdout.write(f"{said}\n")
        sys.stdout.flush()
    return all_done


def _answers(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        answer: dict[str, Any] = {"line": number}
        try:
            line = _read(text, number)
            answer |= {"act": line.act, "key": line.key}
            answer["done"] = _do(line)
        except KejinError as error:
            answer["error"] = error.as_dict()
        yield answer


def _in_words(answer: dict[str, Any]) -> str:
    if "error" in answer:
        return printable(f"✗ {answer['line']} · {answer['error']['message']}")
    done: Done = answer["done"]
    kind, number, label = done.subject
    return printable(f"✓ {answer['line']} · {answer['act']} · {kind} {number} · {label}")


def _read(text: str, number: int) -> ActLine:
    try:
        return ActLine.model_validate_json(text)
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(map(str, each['loc'])) or 'the line'}: {each['msg']}"
            for each in error.errors(include_url=False, include_input=False, include_context=False)
        )
        raise FileError(
            "This line is no act", expected='{"act": …, "as": …, "for": …, "body": {…}}', found=wrong,
            where=f"line {number}", kept="Nothing of it was recorded; the lines before it were done.",
        ) from error  # fmt: skip


def _do(line: ActLine) -> Done:
    taken = action_kind(line.act).model_json_schema().get("properties", {})
    action = read_action(line.act, json.dumps(given_parameters(line.parameters, line.body, taken)))
    number = organisation_named(line.organisation).pk
    return perform(action, Caller(line.who, number, line.reason, channel()), key=line.key)
