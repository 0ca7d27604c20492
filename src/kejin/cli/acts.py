"""`kejin act`: any act of the records from the command line, with the same checks as through any other door."""

import getpass
import json
import sys
import uuid
from pathlib import Path
from typing import Annotated, Any

import typer

from kejin.cli.options import JsonFlag, LanguageOption, language_of
from kejin.cli.output import emit, messages, printable, results
from kejin.cli.speaking import Speaker
from kejin.errors import FileError

app = typer.Typer(
    name="act",
    help="Acts of the records: list, show, do, stream. 记录库的办理事项：列出、查看、办理、连续办理。",
    no_args_is_help=True,
)
_FROM_INPUT = Path("-")
AsOption = Annotated[str, typer.Option("--as", metavar="USERNAME", help="Who acts: a person's login name.")]
ForOption = Annotated[
    str,
    typer.Option(
        "--for", metavar="ORGANISATION", help="For whom: a credit code or an organisation's number."
    ),
]

OrganisationArgument = Annotated[
    str, typer.Argument(metavar="ORGANISATION", help="A credit code or an organisation's number.")
]


@app.command("list")
def list_acts(*, lang: LanguageOption = None, as_json: JsonFlag = False) -> None:
    """Every act: its code, its words, who may do it. 全部办理事项。"""
    from kejin.records import load

    load()
    from kejin.records.actions.action import action_kinds

    rows = [
        {
            "code": code,
            "label": kind.label,
            "kinds": sorted(kind.allowed.kinds),
            "roles": sorted(kind.allowed.roles),
            "needs_key": kind.needs_key,
            "needs_reason": kind.needs_reason,
        }
        for code, kind in action_kinds().items()
    ]
    if as_json:
        emit(rows)
        return
    say = Speaker(language_of(lang))
    width = max(map(len, action_kinds()))
    for code, kind in action_kinds().items():
        results().print(f"{code:<{width}}  {say(kind.label)}")


@app.command("show")
def show_act(
    code: Annotated[str, typer.Argument(metavar="CODE", help="An act's code, as `kejin act list` shows it.")],
    *,
    as_json: JsonFlag = False,
) -> None:
    """The parameters of one act, as a JSON Schema. 某一事项的参数。"""
    from kejin.records import load

    load()
    from kejin.records.actions.action import action_kind

    kind = action_kind(code)
    if as_json:
        emit(kind.model_json_schema())
        return
    results().print(f"{code}: {kind.label.zh} {kind.label.en}")
    for name, field in kind.model_fields.items():
        needed = "" if field.is_required() else f" = {field.default!r}"
        results().print(f"  {name}: {printable(str(field.annotation))}{needed}")


@app.command("do")
def do_act(
    code: Annotated[str, typer.Argument(metavar="CODE", help="An act's code.")],
    parameters: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME=VALUE]...", help="Parameters; a value that is JSON counts as JSON."),
    ] = None,
    *,
    username: AsOption,
    organisation: ForOption,
    body: Annotated[
        Path | None, typer.Option("--body", metavar="FILE", help="Parameters as a JSON object; - reads them.")
    ] = None,
    key: Annotated[
        str, typer.Option("--key", help="An idempotency key: the same key and act give the same reply.")
    ] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why. Some acts ask for it.")] = "",
    as_json: JsonFlag = False,
) -> None:
    """Do one act. 办理一个事项。

    Without --key one is made and printed, so that an act whose outcome was not heard can be asked for again.
    """
    from kejin.records import load

    load()
    from kejin.records.actions.action import action_kind

    taken = action_kind(code).model_json_schema().get("properties", {})
    given = given_parameters(parameters or [], _read(body) if body is not None else {}, taken)
    if not key:
        key = uuid.uuid4().hex
        messages().print(f"key {key}")
    do(code, given, username=username, organisation=organisation, key=key, reason=reason, as_json=as_json)


@app.command("stream")
def stream_acts(
    file: Annotated[
        Path, typer.Argument(metavar="[FILE]", help="Acts as JSON, one in each line; - reads standard input.")
    ] = _FROM_INPUT,
    *,
    as_json: JsonFlag = False,
) -> None:
    """Do acts as their lines come, by one process. 逐行连续办理。

    A line is {"act": CODE, "as": USERNAME, "for": ORGANISATION, "body": {…}, "key": …, "reason": …}; "parameters" may
    hold NAME=VALUE as for `do`. Each is answered by a line; with --json {"line", "act", "key", "done"} or {…, "error"}.
    Every act is checked and recorded by itself. Exit code 2 where one of them could not be done.
    """
    from kejin.records import load

    load()
    from kejin.cli.act_stream import stream

    try:
        with sys.stdin if file == _FROM_INPUT else file.open(encoding="utf-8") as lines:
            all_done = stream(lines, as_json=as_json)
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(
            "The acts cannot be read", expected="lines of JSON", found=str(error), where=str(file),
            kept="The acts that were answered are done.",
        ) from error  # fmt: skip
    if not all_done:
        raise typer.Exit(2)


def do(
    code: str,
    body: dict[str, Any],
    *,
    username: str,
    organisation: str,
    key: str | None = None,
    reason: str = "",
    as_json: bool,
) -> None:
    """Do one act and print what came of it."""
    from kejin.records import load

    load()
    from kejin.records.actions.action import read_action
    from kejin.records.actions.performing import perform
    from kejin.records.parties.standing import Caller, organisation_named

    action = read_action(code, json.dumps(body))
    caller = Caller(username, organisation_named(organisation).pk, reason, channel())
    done = perform(action, caller, key=key)
    if as_json:
        emit(done)
        return
    kind, number, label = done.subject
    again = " (as before 与前次相同)" if done.repeated else ""
    results().print(f"✓ {code} · {kind} {number} · {printable(label)}{again}")
    for name, value in done.content.items():
        results().print(f"  {name}: {printable(str(value))}")


def channel() -> str:
    """By which door an act came, as the records keep it: the command line, and the account of the machine."""
    return f"cli:{getpass.getuser()}"[:20]


def given_parameters(parameters: list[str], body: dict[str, Any], taken: dict[str, Any]) -> dict[str, Any]:
    """The parameters of both kinds together; those of NAME=VALUE win. `taken`: the schema of each."""
    given = dict(body)
    for parameter in parameters:
        name, equals, value = parameter.partition("=")
        if not equals:
            raise FileError("This is no parameter", expected="NAME=VALUE", found=parameter)
        given[name] = _value(value, taken.get(name, {}))
    return given


def _value(text: str, schema: dict[str, Any]) -> object:
    """JSON where the parameter is not a text; so 440100 is a place code here and an amount there."""
    kinds = [schema, *schema.get("anyOf", [])]
    if any(kind.get("type") == "string" or "$ref" in kind for kind in kinds) and text != "null":
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _read(body: Path) -> dict[str, Any]:
    try:
        held = json.loads(sys.stdin.read() if body == _FROM_INPUT else body.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FileError(
            "The parameters cannot be read", expected="a JSON object", found=str(error), where=str(body)
        ) from error
    if not isinstance(held, dict):
        raise FileError("The parameters are no JSON object", found=type(held).__name__, where=str(body))
    return held
