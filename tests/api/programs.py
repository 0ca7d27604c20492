"""What tests of the API need: a program with a token of somebody's, and problems read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.records.world import Who

from kejin.web.tokens.scopes import scopes
from kejin.web.tokens.secrets import new_secret


@dataclass
class Program:
    """Calls the API; with a token, or, where there is none, as nobody."""

    token: str = ""
    client: Client = field(
        default_factory=lambda: Client(SERVER_NAME="localhost", raise_request_exception=False)
    )

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def get(self, path: str, *, sent: Mapping[str, str] | None = None, **query: Any) -> Any:
        return self.client.get(f"/api/v1{path}", query, headers=self.headers | dict(sent or {}))

    def post(self, path: str, body: object, *, key: str | None = None) -> Any:
        sent = self.headers | ({"Idempotency-Key": key} if key is not None else {})
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.client.post(f"/api/v1{path}", text, content_type="application/json", headers=sent)

    def upload(self, path: str, name: str, content: bytes, *, key: str | None = None, **fields: Any) -> Any:
        sent = self.headers | ({"Idempotency-Key": key} if key is not None else {})
        file = SimpleUploadedFile(name, content)
        return self.client.post(f"/api/v1{path}", fields | {"file": file}, headers=sent)

    def act(self, code: str, *, key: str | None = None, **parts: Any) -> Any:
        return self.post(f"/acts/{code}", parts, key=key)


def program(who: Who | None, *wanted: str, days: int = 30) -> Program:
    """A program that acts as somebody, whose token he made for himself; by default for everything."""
    if who is None:
        return Program()
    secret = new_secret()
    who.does(
        "token.create", username=who.username, name="测试", prefix=secret.prefix, secret_sha256=secret.sha256,
        scopes=list(wanted or scopes()), days=days,
    )  # fmt: skip
    return Program(secret.text)


def problem(answer: Any, status: int) -> dict[str, Any]:
    """What a problem says; fails where the answer is none, or of another status."""
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), (
        answer.content
    )
    held: dict[str, Any] = answer.json()
    assert held["request_id"] == answer["X-Request-Id"]
    assert held["status"] == status
    return held
