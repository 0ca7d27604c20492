"""Whether the pages answer: log in as one of each kind of people, as a browser does, and open what they open first."""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http.cookiejar import CookieJar
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from kejin.errors import KejinError

# The first page that asks the run opens it; on a machine with much else to do that takes its time.
_PATIENCE_SECONDS = 300.0
_UP_SECONDS = 300.0
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
# Who opens what: the first page of each kind of user, and a page that rests on the run.
VISITS: Sequence[tuple[str, tuple[str, ...]]] = (
    ("", ("/", "/check/")),
    ("firm001.cfo", ("/enterprise/",)),
    ("bank.handler", ("/institution/",)),
    ("pool.handler", ("/institution/",)),
    ("research.analyst", ("/research/", "/research/tables/matrix/")),
    ("office.handler", ("/office/", "/office/matrix/")),
)


class NotAnsweringError(KejinError):
    """The pages do not answer as they should."""

    code = "cli.trial"


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that was opened: by whom, its path, the status, in how many milliseconds."""

    username: str
    path: str
    status: int
    milliseconds: int


def await_up(address: str) -> None:
    """Wait until server and database answer.

    Raises:
        NotAnsweringError: They do not.
    """
    deadline = time.monotonic() + _UP_SECONDS
    opener = build_opener()
    while time.monotonic() < deadline:
        try:
            with opener.open(f"{address}up/", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise NotAnsweringError(
        "The pages do not answer", expected=f"an answer within {_UP_SECONDS:.0f} s", where=address
    )


def visits(address: str, password: str) -> Iterator[Visit]:
    """Open the pages of `VISITS` one after the other."""
    for username, paths in VISITS:
        opener = build_opener(HTTPCookieProcessor(CookieJar()))
        if username:
            yield _log_in(opener, address, (username, password))
        for path in paths:
            yield _timed(opener, address, path, username=username)


def _log_in(opener: OpenerDirector, address: str, who: tuple[str, str]) -> Visit:
    with opener.open(f"{address}log-in/", timeout=_PATIENCE_SECONDS) as answer:
        found = _TOKEN.search(answer.read().decode("utf-8"))
    form = {
        "username": who[0],
        "password": who[1],
        "csrfmiddlewaretoken": found[1] if found else "",
        "next": "/account/",
    }
    return _timed(opener, address, "/log-in/", username=who[0], form=form)


def _timed(
    opener: OpenerDirector, address: str, path: str, *, username: str, form: dict[str, str] | None = None
) -> Visit:
    begun = time.monotonic()
    data = urlencode(form).encode() if form is not None else None
    try:
        with opener.open(address.rstrip("/") + path, data, timeout=_PATIENCE_SECONDS) as answer:
            status = int(answer.status)
            answer.read()
            if username and answer.url.startswith(f"{address}log-in/"):
                status = 401
    except HTTPError as error:
        status = error.code
    except (URLError, OSError):
        status = 0
    return Visit(username, path, status, round((time.monotonic() - begun) * 1000))
