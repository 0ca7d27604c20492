"""Running schemathesis over the API: its engine with all checks, on the application itself, in this process."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from django.db import connections
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.transport import wsgi
from schemathesis.transport.wsgi import WSGITransport

from kejin.site.wsgi import application

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
# 400 is for what does not have the form of the document, so it must not come to what has it; 422 is for a value that
# cannot be used although it has the form, as a text with a character that turns the direction of writing.
_ACCEPTED = ["2xx", "401", "403", "404", "409", "422"]


@dataclass
class Found:
    """What a run found.

    Attributes:
        cases: How many requests were judged.
        problems: Each finding with a call that shows it.
        statuses: How often each status was answered.
    """

    cases: int = 0
    problems: dict[str, str] = field(default_factory=dict)
    statuses: dict[int, int] = field(default_factory=dict)


def closing(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """The application, which leaves no connection to the thread that called it: the engine's threads end."""
    try:
        yield from application(environ, start)
    finally:
        connections.close_all()


class _InProcess(WSGITransport):
    """The engine's way into an application in this process, for all that it sends.

    Retries without credentials carry the settings of a network call, which the usual one would hand to the application.
    """

    def send(self, case: Any, **kwargs: Any) -> Any:
        for name in ("max_redirects", "verify", "cert", "proxies"):
            kwargs.pop(name, None)
        return super().send(case, **kwargs)


@contextmanager
def in_process() -> Iterator[None]:
    """Let the engine send so."""
    before, wsgi.WSGI_TRANSPORT.__class__ = type(wsgi.WSGI_TRANSPORT), _InProcess
    try:
        yield
    finally:
        wsgi.WSGI_TRANSPORT.__class__ = before


def fuzz(token: str, *, examples: int, seed: int, phases: Mapping[str, bool], path: str) -> Found:
    """Let the engine try what the document describes under addresses of a form, with the token of somebody."""
    config = SchemathesisConfig.from_dict(
        {
            "headers": {"Authorization": f"Bearer {token}"},
            "seed": seed,
            "generation": {"max-examples": examples, "mode": "all", "database": "none"},
            "checks": {"positive_data_acceptance": {"expected-statuses": _ACCEPTED}},
            "phases": {name: {"enabled": enabled} for name, enabled in phases.items()},
        }
    )
    loaded = schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", closing, config=config, headers={"Host": "localhost"}
    )
    found = Found()
    with in_process():
        for event in from_schema(loaded.include(path_regex=path)).execute():
            _note(found, event)
    return found


def _note(found: Found, event: Any) -> None:
    if isinstance(event, events.FatalError):
        found.problems["the engine stopped"] = repr(event.exception)
    elif isinstance(event, events.NonFatalError):
        found.problems[f"{event.label}: error"] = repr(event.value)
    elif isinstance(event, events.ScenarioFinished | events.FuzzScenarioFinished):
        recorder = event.recorder
        found.cases += len(recorder.checks)
        for interaction in recorder.interactions.values():
            if interaction.response is not None:
                status = interaction.response.status_code
                found.statuses[status] = found.statuses.get(status, 0) + 1
        for number, checks in recorder.checks.items():
            for check in checks:
                if check.failure_info is not None:
                    said = f"{recorder.label}: {check.name}: {check.failure_info.failure.message}"
                    shown = recorder.cases[number].value.as_curl_command()
                    found.problems.setdefault(said[:600], shown[-600:])


def told(found: Found) -> str:
    """The findings, as a failing test shows them."""
    return json.dumps(found.problems, ensure_ascii=False, indent=1)
