"""How an operation is called with curl, from Python and from a terminal: worked out from the document."""

import json
import shlex
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

_HOST = "https://kejin.example"
_KEY = "my-key-1"


def samples_of(operation: Mapping[str, Any], method: str, path: str) -> list[dict[str, str]]:
    """The samples as `x-codeSamples` has them: language, label, source."""
    address, query = _address(operation, path)
    body = _json_example(operation)
    upload = _upload_example(operation)
    keyed = any(each["name"] == "Idempotency-Key" and each["required"] for each in operation["parameters"])
    secured = bool(operation.get("security"))
    call = _Call(method, address, query, body, upload, keyed, secured)
    return [
        {"lang": "Shell", "label": "curl", "source": call.curl()},
        {"lang": "Python", "label": "Python", "source": call.python()},
        {"lang": "Shell", "label": "kejin", "source": call.kejin()},
    ]


class _Call:
    """One call, in three languages."""

    def __init__(  # noqa: PLR0917 - the parts of one request
        self, method: str, address: str, query: Mapping[str, Any], body: Any, upload: Mapping[str, Any] | None,
        keyed: bool, secured: bool,  # noqa: FBT001 - likewise
    ) -> None:  # fmt: skip
        self.method, self.address, self.query, self.body = method.upper(), address, query, body
        self.upload, self.keyed, self.secured = upload, keyed, secured

    def curl(self) -> str:
        """A line of a shell."""
        parts = ["curl"]
        if self.method != "GET":
            parts.append(f"-X {self.method}")
        if self.secured:
            parts.append('-H "Authorization: Bearer $KEJIN_TOKEN"')
        if self.keyed:
            parts.append(f'-H "Idempotency-Key: {_KEY}"')
        if self.body is not None:
            parts.append('-H "Content-Type: application/json"')
            parts.append(f"-d {shlex.quote(json.dumps(self.body, ensure_ascii=False))}")
        for name, value in (self.upload or {}).items():
            parts.append(f"-F {shlex.quote(f'{name}={value}')}")
        query = f"?{urlencode(self.query)}" if self.query else ""
        parts.append(shlex.quote(f"{_HOST}{self.address}{query}"))
        return " \\\n  ".join(parts)

    def python(self) -> str:
        """A few lines of Python, with `requests`."""
        lines = ["import os", "", "import requests", ""]
        headers: list[str] = []
        if self.secured:
            headers.append('"Authorization": f"Bearer {os.environ[\'KEJIN_TOKEN\']}"')
        if self.keyed:
            headers.append(f'"Idempotency-Key": "{_KEY}"')
        given = [f'    "{_HOST}{self.address}",']
        if headers:
            given.append(f"    headers={{{', '.join(headers)}}},")
        if self.query:
            given.append(f"    params={dict(self.query)!r},")
        if self.body is not None:
            given.append(f"    json={self.body!r},")
        if self.upload is not None:
            fields = {name: value for name, value in self.upload.items() if not str(value).startswith("@")}
            files = [name for name, value in self.upload.items() if str(value).startswith("@")]
            if fields:
                given.append(f"    data={fields!r},")
            opened = ", ".join(f'"{name}": open("{str(self.upload[name])[1:]}", "rb")' for name in files)
            given.append(f"    files={{{opened}}},")
        if not self.secured:
            lines = lines[2:]
        lines += [f"answer = requests.{self.method.lower()}(", *given, "    timeout=30,", ")"]
        return "\n".join([*lines, "answer.raise_for_status()", "print(answer.json())"])

    def kejin(self) -> str:
        """The same at a terminal."""
        parts = ["kejin api", self.method.lower(), shlex.quote(self.address.removeprefix("/api/v1"))]
        parts += [shlex.quote(f"{name}={value}") for name, value in self.query.items()]
        if self.keyed:
            parts.append(f"--key {_KEY}")
        if self.body is not None:
            parts.append(f"--body {shlex.quote(json.dumps(self.body, ensure_ascii=False))}")
        for name, value in (self.upload or {}).items():
            text = str(value)
            parts.append(
                f"--file {shlex.quote(text[1:])}" if text.startswith("@") else shlex.quote(f"{name}={text}")
            )
        return " ".join(parts)


def _address(operation: Mapping[str, Any], path: str) -> tuple[str, dict[str, Any]]:
    """The address with examples in the place of its parameters, and the parameters after it that must be there."""
    query: dict[str, Any] = {}
    for parameter in operation["parameters"]:
        example = parameter.get("example", 1)
        if parameter["in"] == "path":
            path = path.replace("{" + parameter["name"] + "}", str(example))
        elif parameter["in"] == "query" and (parameter["required"] or "example" in parameter):
            query[parameter["name"]] = example
    return path, query


def _json_example(operation: Mapping[str, Any]) -> Any:
    content = operation.get("requestBody", {}).get("content", {})
    return content.get("application/json", {}).get("example")


def _upload_example(operation: Mapping[str, Any]) -> Mapping[str, Any] | None:
    content = operation.get("requestBody", {}).get("content", {})
    found: Mapping[str, Any] | None = content.get("multipart/form-data", {}).get("example")
    return found
