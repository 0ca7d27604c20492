"""A real browser for the stories of the console: Playwright with the system's Chromium, a server in this process.

Every page that a story comes to is looked at: no violation of the rules of accessibility, no error on the console, no
request that leaves the machine, no sideways scrolling. Skipped, and says so, where there is no browser; never in CI.
"""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.db import connections

from kejin.records.parties.models import Person
from kejin.web.accounts.models import Factor
from kejin.web.accounts.totp import code_at, new_secret, step_of

CHROMIUM = os.environ.get("KEJIN_CHROMIUM") or shutil.which("chromium") or ""
PASSWORD = "correct horse battery 9"  # noqa: S105 - of invented people
LANGUAGES = ("zh-hans", "en")
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
)  # fmt: skip


def skip_without_browser() -> None:
    if os.environ.get("CI"):
        pytest.skip("browser stories do not run in CI")
    if not Path(CHROMIUM).is_file():
        pytest.skip("NO BROWSER: install chromium (apt-get install chromium), or name one in KEJIN_CHROMIUM")
    pytest.importorskip("playwright.sync_api", reason="NO BROWSER: playwright is not installed")


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        super().process_request_thread(request, client_address)
        # Of this thread, which ends here; the next request has a thread and a connection of its own.
        connections.close_all()


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - named by the base class
        """Say nothing."""


@contextmanager
def served() -> Iterator[str]:
    """The site, served by this process; gives its address."""
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 - after the settings were chosen

    server = make_server("127.0.0.1", 0, get_wsgi_application(), _Server, _Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def may_log_in(username: str) -> str:
    """Give a person a password and a second factor; its secret."""
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from kejin.records.actions.performing import perform  # noqa: PLC0415
    from kejin.records.parties.standing import Caller  # noqa: PLC0415
    from kejin.web.accounts.acts import SetPassword  # noqa: PLC0415
    from kejin.web.visitors import standings_of, today  # noqa: PLC0415

    person, day = Person.objects.get(username=username), today()
    assert day is not None
    caller = Caller(username, standings_of(person, day)[0].organisation.pk)
    perform(SetPassword(username=username, encoded=make_password(PASSWORD)), caller)
    made, _ = Factor.objects.update_or_create(
        person=person, defaults={"secret": new_secret(), "confirmed_at": timezone.now(), "last_step": 0}
    )
    secret: str = made.secret
    return secret


def _is_wrong(message: Any) -> bool:
    """Whether a line of the console is an error. That a form came back with its problems (400, 409), Chromium notes."""
    answered = ("status of 400", "status of 409")
    return message.type in {"error", "warning"} and not any(one in message.text for one in answered)


@dataclass
class Story:
    """One person at a browser.

    Attributes:
        page: Playwright's page.
        address: The site's.
        wrong: What went wrong on the pages so far; `look` empties it.
    """

    page: Any
    address: str
    language: str
    wrong: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda m: self._note(_is_wrong(m), f"console: {m.text}"))
        self.page.on("pageerror", lambda error: self._note(True, f"error: {error}"))
        self.page.on(
            "request", lambda r: self._note(not r.url.startswith((self.address, "data:")), f"left: {r.url}")
        )

    def _note(self, is_wrong: bool, what: str) -> None:
        if is_wrong:
            self.wrong.append(what)

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.look()

    def look(self) -> None:
        """Look at the page as it stands."""
        from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415

        self.page.wait_for_load_state("networkidle")
        found = Axe().run(self.page).response["violations"]
        path = self.page.evaluate("location.pathname")
        self.wrong += [f"axe: {one['id']} {one['nodes'][0]['html'][:120]}" for one in found]
        if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.wrong.append("it scrolls sideways")
        wanted = "zh-Hans" if self.language.startswith("zh") else "en"
        if self.page.evaluate("document.documentElement.lang") != wanted:
            self.wrong.append("another language")
        self.seen.append(path)
        assert self.wrong == [], f"{path}: {self.wrong}"

    def press(self, words: str, *, exact: bool = True) -> None:
        """Press the button or follow the link of these words, and look at what comes."""
        button = self.page.get_by_role("button", name=words, exact=exact)
        target = button if button.count() else self.page.get_by_role("link", name=words, exact=exact)
        target.first.click()
        self.look()

    def act(self, code: str, **said: str) -> None:
        """Fill in the form of an act on the page as it stands, with what is not suggested already; send it, and look."""
        card = self.page.locator(f"details:has(form[action$='/{code}/'])")
        if card.get_attribute("open") is None:
            card.locator("summary").first.click()
        self.fill(card, said)
        card.locator("form button").click()
        self.look()
        assert self.page.locator("main .done").count() >= 1, self.page.inner_text("main")[:600]

    def fill(self, where: Any, said: Mapping[str, str]) -> None:
        """Fill in fields by their names."""
        for name, value in said.items():
            field = where.locator(f"[name='{name}']")
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def log_in(self, username: str, secret: str) -> None:
        self.go("/log-in/")
        self.page.fill("#username", username)
        self.page.fill("#password", PASSWORD)
        self.page.click("main form button")
        self.look()
        self.page.fill("#code", code_at(secret, step_of(time.time())))
        self.page.click("main form button")
        self.look()


@contextmanager
def stage(address: str, language: str, *, width: int = 1400) -> Iterator[Callable[[], Story]]:
    """A browser in which several people take part: each call gives one of them, with cookies of his own."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    # Playwright keeps a loop in this thread; the tests ask the database between its steps, never during one.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_FLAGS))

        def somebody() -> Story:
            page = chromium.new_context(viewport={"width": width, "height": 900}).new_page()
            page.set_default_timeout(float(os.environ.get("KEJIN_PATIENCE_SECONDS", "15")) * 1000)
            told = Story(page, address, language)
            page.goto(f"{address}/show/language/{language}/?next=/")
            return told

        try:
            yield somebody
        finally:
            chromium.close()
            # A connection that was made while the loop ran is seen by nobody outside it, and leads to this module's
            # database: the next module's story would be given it.
            connections.close_all()


@contextmanager
def story(address: str, language: str, *, width: int = 1400) -> Iterator[Story]:
    """A browser whose pages are in a language; closed at the end, whatever comes."""
    with stage(address, language, width=width) as somebody:
        yield somebody()
