"""Makes records, serves the site and asks for its pages: `python -m benchmarks.console_worker SAMPLES FILES`.

A process of its own: it and the server that it starts have the database, the site and the run of their environment.
"""

import gzip
import json
import random
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks import console_pages as told
from benchmarks.console_records import ADMINISTRATOR, FILES_EACH, Office, session
from benchmarks.console_server import Site, served
from kejin.site import load

load()

# Below this line Django's models may be imported.
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

import kejin.web  # noqa: E402
from kejin.records.database import embedded_server  # noqa: E402
from kejin.records.financing.models import Financing  # noqa: E402
from kejin.records.kept.migrating import migrate  # noqa: E402
from kejin.records.kept.models import Act  # noqa: E402
from kejin.records.parties.models import Organisation  # noqa: E402
from kejin.site.collecting import collect  # noqa: E402
from kejin.web.answers import present_run  # noqa: E402

_ASSETS = (
    "vendor/tabler.min.css",
    "vendor/htmx.min.js",
    "kejin/kejin.css",
    "kejin/kejin.js",
    "kejin/icon.svg",
)
_CHARTS = "vendor/echarts.kejin.min.js"
# The queries of a page are counted for so many enterprises; the most is told.
_COUNTED = 3
_GOOD = 200


class Cast:
    """Everybody who asks for pages: the sessions of the bank and the office, and of each enterprise of the sample."""

    def __init__(self, office: Office, codes: list[str]) -> None:
        self.chosen = [(code, *_represented(office, code)) for code in codes]
        self.sessions = {
            told.BANK: session("clerk", office.bank),
            told.OFFICE: session("handler", office.number),
            told.AUDITOR: session("auditor", office.number),
            told.ADMINISTRATOR: session(ADMINISTRATOR, office.number),
        }
        self._file = (
            Financing.objects.filter(institution_id=office.bank)
            .order_by("pk")
            .values_list("pk", flat=True)[0]
        )

    def pages(self, place: int) -> Iterator[tuple[told.Page, str]]:
        """What is asked for beside the enterprise of that place, each page with the session of who asks."""
        code, name, own = self.chosen[place]
        sessions = {**self.sessions, told.ENTERPRISE: own}
        for group in (
            told.of_an_enterprise(), told.of_a_bank(self._file), told.of_an_office(), told.searches(name, code),
        ):  # fmt: skip
            for one in group:
                yield one, sessions[one.who]


def _represented(office: Office, code: str) -> tuple[str, str]:
    organisation = Organisation.objects.get(credit_code=code)
    return organisation.name, session(office.represents(organisation), organisation.pk)


def peopled(samples: int, files: int) -> tuple[Cast, dict[str, float]]:
    """The records, and how many seconds each part of making them took."""
    taken: dict[str, float] = {}
    start = perf_counter()
    migrate()
    office = Office()
    codes = office.registers(present_run())
    taken["registering"], start = perf_counter() - start, perf_counter()
    applicants = max(1, files // FILES_EACH)
    drawn = random.Random(1).sample(codes, min(samples + applicants, len(codes)))  # noqa: S311 - a sample, no secret
    office.opens_files(drawn[samples:])
    cast = Cast(office, drawn[:samples])
    taken["files"] = perf_counter() - start
    with connection.cursor() as cursor:
        # As the database does by itself, a while after so many rows have come.
        cursor.execute("ANALYZE")
    return cast, taken


def timed(site: Site, cast: Cast) -> dict[str, dict[str, Any]]:
    """Every page for every enterprise of the sample; the first one only warms up, and is told apart."""
    pages: dict[str, dict[str, Any]] = {}
    for place in range(len(cast.chosen)):
        for one, key in cast.pages(place):
            answered = site.ask(one.address, key)
            page = pages.setdefault(
                one.name,
                {"first": answered.seconds, "seconds": [], "bytes": 0, "compressed": 0, "queries": 0},
            )
            if place == 0:
                continue
            page["seconds"].append(answered.seconds)
            page["bytes"] = max(page["bytes"], answered.size)
            page["compressed"] = max(page["compressed"], answered.compressed)
    return pages


def counted(cast: Cast, pages: Mapping[str, dict[str, Any]]) -> None:
    """Count the queries of every page in this process, where they can be seen."""
    for place in range(1, min(_COUNTED + 1, len(cast.chosen))):
        for one, key in cast.pages(place):
            client = Client(SERVER_NAME="localhost")
            client.cookies["kejin_session"] = key
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(one.address)
            if answer.status_code != _GOOD:
                raise RuntimeError(f"{one.address} answered {answer.status_code}")
            pages[one.name]["queries"] = max(pages[one.name]["queries"], len(queries))


def main(samples: int, files: int) -> None:
    """Measure and print JSON."""
    cast, taken = peopled(samples, files)
    collect()
    # The server has connections of its own.
    connection.close()
    with served() as site:
        pages = timed(site, cast)
        ready = site.ready_seconds
    counted(cast, pages)
    static = Path(kejin.web.__file__).with_name("static")
    weights = {name: len(gzip.compress((static / name).read_bytes())) for name in (*_ASSETS, _CHARTS)}
    charts = weights.pop(_CHARTS)
    found = {
        "pages": pages, "ready": ready, "taken": taken, "files": Financing.objects.count(),
        "acts": Act.objects.count(),
        "assets_bytes": sum(weights.values()), "charts_bytes": charts,
    }  # fmt: skip
    print(json.dumps(found))


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]), int(sys.argv[2]))
    finally:
        connection.close()
        embedded_server().stop()
