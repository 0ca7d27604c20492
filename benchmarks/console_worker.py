"""Pages asked for one after the other in a process of its own: `python -m benchmarks.console_worker SAMPLES`."""

import gzip
import json
import random
import sys
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.console import BASELINE
from kejin.site import load

load()

# Below this line Django's models may be imported.
import polars as pl  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

import kejin.web  # noqa: E402
from kejin.facts import FactSet, Grain  # noqa: E402
from kejin.records.actions.action import read_action  # noqa: E402
from kejin.records.actions.performing import perform  # noqa: E402
from kejin.records.database import embedded_server  # noqa: E402
from kejin.records.filings.batches import file_factset  # noqa: E402
from kejin.records.kept.migrating import migrate  # noqa: E402
from kejin.records.parties.models import Organisation, Person  # noqa: E402
from kejin.records.parties.standing import Caller  # noqa: E402
from kejin.records.registry.founding import found  # noqa: E402
from kejin.runs.opening import OpenRun  # noqa: E402
from kejin.web.accounts.sessions import ACTING, PERSON, PROOF, SessionStore  # noqa: E402
from kejin.web.answers import present_run  # noqa: E402
from kejin.web.search.finding import keep_names  # noqa: E402

_OFFICE = "root"
_EVIDENCE = "0" * 64
_ASSETS = (
    "vendor/tabler.min.css",
    "vendor/htmx.min.js",
    "kejin/kejin.css",
    "kejin/kejin.js",
    "kejin/icon.svg",
)
_CHARTS = "vendor/echarts.kejin.min.js"


class Office:
    """Whoever registers everybody, by the acts of the records."""

    def __init__(self) -> None:
        self.number = found("示例主管部门", (_OFFICE, "甲"), date(2026, 7, 1))
        for name, role in (("handler", "handler"), ("approver", "approver")):
            self.does(_OFFICE, "registry.register_person", username=name, name=name)
            self.does(_OFFICE, "registry.appoint", username=name, organisation_id=self.number, role=role)

    def does(self, actor: str, code: str, **parts: Any) -> dict[str, Any]:
        """Let one of its people do an act."""
        action = read_action(code, json.dumps(parts))
        return perform(action, Caller(actor, self.number)).content

    def represented(self, organisation: Organisation) -> Client:
        """The browser of a new representative of an enterprise."""
        username = f"rep{organisation.pk}"
        self.does(_OFFICE, "registry.register_person", username=username, name="代表")
        lodged = self.does(
            "handler", "registry.lodge_authority", username=username, organisation_id=organisation.pk,
            kind="legal_representative", evidence_sha256=_EVIDENCE, valid_from="2020-01-01", valid_until="2099-12-31",
        )  # fmt: skip
        number = lodged["authority_id"]
        self.does("approver", "registry.verify_authority", authority_id=number, evidence_sha256=_EVIDENCE)
        person, session = Person.objects.get(username=username), SessionStore()
        session[PERSON], session[PROOF], session[ACTING] = (
            person.pk,
            person.get_session_auth_hash(),
            organisation.pk,
        )
        session.save()
        client = Client(SERVER_NAME="localhost")
        client.cookies["kejin_session"] = str(session.session_key)
        return client


def enterprises(run: OpenRun) -> pl.DataFrame:
    """Identifier and name of every enterprise of the run."""
    assert run.parts is not None
    _, blocks = run.parts
    paths = [block.folder / file.path for block in blocks for file in block.files[Grain.ENTERPRISE]]
    return pl.scan_parquet(paths).select("enterprise_id", "enterprise_name").collect()


def registered(run: OpenRun) -> list[str]:
    """Register every enterprise of the run, and let its name be found; their codes."""
    frame = enterprises(run)
    facts = FactSet({Grain.ENTERPRISE: frame}, frozenset())
    file_factset(
        Caller("handler", Organisation.objects.get(kind="office").pk),
        facts,
        "登记",
        register_enterprises=True,
    )
    while keep_names():
        pass
    return frame["enterprise_id"].to_list()


def pages(code: str, name: str) -> dict[str, str]:
    """What is measured, and where it is."""
    return {
        BASELINE: reverse("up"),
        "Answer page, first time": reverse("enterprise_answer"),
        "Answer page, again": reverse("enterprise_answer"),
        "All policy answers": reverse("enterprise_decisions"),
        "Comparison of offers": reverse("enterprise_compare"),
        "Applications": reverse("applications"),
        "Data on record": reverse("enterprise_data"),
        "Consents": reverse("consents"),
        "Search by two characters": f"{reverse('search')}?q={name[2:4]}",
        "Search by credit code": f"{reverse('search')}?q={code[:12]}",
    }


def asked(client: Client, address: str) -> tuple[float, int, int]:
    """Ask for a page: seconds, queries, bytes."""
    with CaptureQueriesContext(connection) as queries:
        start = perf_counter()
        answer = client.get(address)
        seconds = perf_counter() - start
    assert answer.status_code == 200, (address, answer.status_code)
    return seconds, len(queries), len(answer.content)


def main(samples: int) -> None:
    """Measure and print JSON."""
    migrate()
    office, run = Office(), present_run()
    codes = registered(run)
    chosen = random.Random(1).sample(codes, min(samples, len(codes)))  # noqa: S311 - a sample, no secret
    found_pages: dict[str, dict[str, Any]] = {}
    for place, code in enumerate(chosen):
        organisation = Organisation.objects.get(credit_code=code)
        client = office.represented(organisation)
        if place == 0:
            # What every process does once: templates are read, kernels compiled.
            client.get(reverse("enterprise_answer"))
            continue
        for name, address in pages(code, organisation.name).items():
            seconds, queries, size = asked(client, address)
            page = found_pages.setdefault(name, {"seconds": [], "queries": 0, "bytes": 0})
            page["seconds"].append(seconds)
            page["queries"], page["bytes"] = max(page["queries"], queries), max(page["bytes"], size)
    static = Path(kejin.web.__file__).with_name("static")
    weights = {name: len(gzip.compress((static / name).read_bytes())) for name in (*_ASSETS, _CHARTS)}
    charts = weights.pop(_CHARTS)
    print(json.dumps({"pages": found_pages, "assets_bytes": sum(weights.values()), "charts_bytes": charts}))


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]))
    finally:
        connection.close()
        embedded_server().stop()
