"""The site as `kejin web` serves it, with one process, and a browser that asks it over loopback."""

import gzip
import http.client
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter, sleep

from kejin.site.serving import server_command

_HOST = "127.0.0.1"
_PATIENCE_SECONDS = 120.0
# As the proxy of deploy/nginx.conf is told to compress.
_PROXY_LEVEL = 5
_GOOD = 200


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer: its time, its bytes as the site sends them and as the proxy does, compressed."""

    seconds: float
    size: int
    compressed: int


class Site:
    """A site that is served, and a connection to it that is kept, as browsers and proxies keep theirs.

    Attributes:
        ready_seconds: From its start to its first answer.
    """

    def __init__(self, port: int, ready_seconds: float) -> None:
        self.ready_seconds = ready_seconds
        self._held = http.client.HTTPConnection(_HOST, port, timeout=_PATIENCE_SECONDS)

    def ask(self, address: str, session: str = "") -> Answered:
        """Ask for a page as a browser does that has a session; whatever is not a page is an error."""
        headers = {
            "Cookie": f"kejin_session={session}",
            "Accept-Encoding": "gzip, deflate",
            "Accept-Language": "zh-CN",
            "Accept": "text/html",
        }
        try:
            return self._asked(address, headers)
        except (http.client.RemoteDisconnected, ConnectionError):
            # The server ends connections that were idle for two seconds, and so the first try was no request at all.
            self._held.close()
            return self._asked(address, headers)

    def _asked(self, address: str, headers: dict[str, str]) -> Answered:
        start = perf_counter()
        self._held.request("GET", address, headers=headers)
        answer = self._held.getresponse()
        body = answer.read()
        seconds = perf_counter() - start
        if answer.status != _GOOD:
            raise RuntimeError(f"{address} answered {answer.status} {answer.headers.get('Location', '')}")
        return Answered(seconds, len(body), len(gzip.compress(body, _PROXY_LEVEL)))

    def leave(self) -> None:
        """End the connection."""
        self._held.close()


@contextmanager
def served(threads: int = 4) -> Iterator[Site]:
    """The site in a process of its own, as `kejin web --processes 1` starts it, until the block ends."""
    port = _free_port()
    start = perf_counter()
    running = subprocess.Popen(  # noqa: S603 - our own server
        server_command(f"{_HOST}:{port}", workers=1, threads=threads),
        env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    site = None
    try:
        site = Site(port, _ready(running, port, start))
        yield site
    finally:
        if site is not None:
            site.leave()
        running.terminate()
        running.wait(30)


def _ready(running: "subprocess.Popen[bytes]", port: int, start: float) -> float:
    while perf_counter() - start < _PATIENCE_SECONDS and running.poll() is None:
        site = Site(port, 0.0)
        try:
            site.ask("/up/")
        except (OSError, RuntimeError):
            sleep(0.02)
        else:
            return perf_counter() - start
        finally:
            site.leave()
    raise RuntimeError("the site does not answer")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind((_HOST, 0))
        return int(taken.getsockname()[1])
