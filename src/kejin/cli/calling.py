"""`kejin api`: one call of the API of a running site, for scripts and for trying out. 调用接口。"""

import json
import os
import uuid
from http.client import HTTPResponse
from pathlib import Path
from typing import Annotated, Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import Request, urlopen

import typer

from kejin.cli.options import JsonFlag
from kejin.errors import FileError, KejinError

ADDRESS = "KEJIN_API"
TOKEN = "KEJIN_TOKEN"  # noqa: S105 - the name of a variable
_SECONDS = 60


class CallError(KejinError):
    """The API cannot be reached, or said no: then its problem is printed."""

    code = "cli.api"


def api(
    method: Annotated[str, typer.Argument(metavar="METHOD", help="get or post.")],
    path: Annotated[str, typer.Argument(metavar="PATH", help="Below /api/v1, as /financings.")],
    parameters: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME=VALUE]...", help="Parameters.")
    ] = None,
    *,
    body: Annotated[str, typer.Option("--body", help="A JSON object, or @FILE.")] = "",
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help="A file to upload.")] = None,
    key: Annotated[str, typer.Option("--key", help="An idempotency key.")] = "",
    site: Annotated[
        str, typer.Option("--site", envvar=ADDRESS, help="Where the site is. Default: KEJIN_API.")
    ] = "http://localhost:8000",
    as_json: JsonFlag = False,  # noqa: ARG001 - it is JSON in any case
) -> None:
    """Call the API; the token comes from KEJIN_TOKEN. Prints the answer as JSON. 调用接口。"""
    given = dict(_pair(text) for text in parameters or ())
    headers = {"Accept": "application/json", "Authorization": f"Bearer {os.environ.get(TOKEN, '')}"}
    if key:
        headers["Idempotency-Key"] = key
    data = None
    if file is not None:
        data, headers["Content-Type"] = _multipart(file, given)
        given = {}
    elif method.lower() == "post":
        data, headers["Content-Type"] = _json(body), "application/json"
    query = f"?{urlencode(given)}" if given else ""
    if urlsplit(site).scheme not in {"http", "https"}:
        raise CallError("This is no address of a site", expected="https://…", found=site)
    request = Request(  # noqa: S310 - the scheme was looked at
        f"{site.rstrip('/')}/api/v1/{quote(path.strip('/'), safe='/.')}{query}",
        data,
        headers,
        method=method.upper(),
    )
    typer.echo(_answer(request))


def _answer(request: Request) -> str:
    try:
        response: HTTPResponse
        with urlopen(request, timeout=_SECONDS) as response:  # noqa: S310 - likewise
            return response.read().decode()
    except HTTPError as error:
        said = error.read().decode(errors="replace")
        typer.echo(said)
        raise CallError(
            "The API said no", found=f"{error.code} {error.reason}", where=request.full_url
        ) from error
    except URLError as error:
        raise CallError(
            "The site cannot be reached", found=str(error.reason), where=request.full_url
        ) from error


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise typer.BadParameter(f"{text!r} is not NAME=VALUE")
    return name, value


def _json(body: str) -> bytes:
    try:
        text = Path(body[1:]).read_text(encoding="utf-8") if body.startswith("@") else body or "{}"
        held: Any = json.loads(text)
    except (OSError, ValueError) as error:
        raise FileError(
            "The body cannot be read", expected="a JSON object, or @FILE", found=str(error)
        ) from error
    return json.dumps(held).encode()


def _multipart(file: Path, fields: dict[str, str]) -> tuple[bytes, str]:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise FileError("The file cannot be read", found=str(error), where=str(file)) from error
    mark = uuid.uuid4().hex
    name = file.name.replace('"', "%22")
    parts = [_part(mark, f'name="{field}"', value.encode()) for field, value in fields.items()]
    parts.append(_part(mark, f'name="file"; filename="{name}"', content))
    return b"".join([*parts, f"--{mark}--\r\n".encode()]), f"multipart/form-data; boundary={mark}"


def _part(mark: str, called: str, content: bytes) -> bytes:
    head = f"--{mark}\r\nContent-Disposition: form-data; {called}\r\n\r\n"
    return head.encode() + content + b"\r\n"
