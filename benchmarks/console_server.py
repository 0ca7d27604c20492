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


@dataclass(frozen=True, slots=True)
class Site:
    """A site that is served; `ready_seconds` is the time from its start to its first answer."""

    port: int
    ready_seconds: float

    def ask(self, address: str, session: str = "") -> Answered:
        """Ask for a page as a browser does that has a session; whatever is not a page is an error."""
        asked = http.client.HTTPConnection(_HOST, self.port, timeout=_PATIENCE_SECONDS)
        headers = {
            "Cookie": f"kejin_session={session}",
            "Accept-Encoding": "gzip, deflate",
            "Accept-Language": "zh-CN",
            "Accept": "text/html",
        }
        start = perf_counter()
        asked.request("GET", address, headers=headers)
        answer = asked.getresponse()
        body = answer.read()
        seconds = perf_counter() - start
        asked.close()
        if answer.status != _GOOD:
            raise RuntimeError(f"{address} answered {answer.status} {answer.headers.get('Location', '')}")
        return Answered(seconds, len(body), len(gzip.compress(body, _PROXY_LEVEL)))


@contextmanager
def served(threads: int = 4) -> Iterator[Site]:
    """The site in a process of its own, as `kejin web --processes 1` starts it, until the block ends."""
    port = _free_port()
    start = perf_counter()
    running = subprocess.Popen(  # noqa: S603 - our own server
        server_command(f"{_HOST}:{port}", workers=1, threads=threads),
        env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield Site(port, _ready(running, port, start))
    finally:
        running.terminate()
        running.wait(30)


def _ready(running: "subprocess.Popen[bytes]", port: int, start: float) -> float:
    while perf_counter() - start < _PATIENCE_SECONDS and running.poll() is None:
        try:
            Site(port, 0.0).ask("/up/")
        except (OSError, RuntimeError):
            sleep(0.02)
        else:
            return perf_counter() - start
    raise RuntimeError("the site does not answer")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind((_HOST, 0))
        return int(taken.getsockname()[1])
