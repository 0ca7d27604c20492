"""Pages asked for one after the other in a process of its own: `python -m benchmarks.console_worker SAMPLES FILES`."""

import gzip
import json
import random
import sys
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.console import BASELINE
from benchmarks.importing import credit_code
from kejin.site import load

load()

# Below this line Django's models may be imported.
import polars as pl  # noqa: E402
from django.conf import settings  # noqa: E402
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
from kejin.web.search.pinyin import initials  # noqa: E402

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

    def bank(self) -> Client:
        """The browser of a handler of a new bank, to whom its applications go."""
        made = self.does(
            _OFFICE, "registry.register_organisation", kind="bank", name="示例银行", credit_code=credit_code(1),
        )  # fmt: skip
        self.bank_id = made["organisation_id"]
        self.does(_OFFICE, "registry.register_person", username="banker", name="管理员")
        self.does(
            _OFFICE, "registry.appoint", username="banker", organisation_id=self.bank_id, role="administrator"
        )
        own = Caller("banker", self.bank_id)
        clerk = json.dumps({"username": "clerk", "name": "行员"})
        perform(read_action("registry.register_person", clerk), own)
        role = json.dumps({"username": "clerk", "organisation_id": self.bank_id, "role": "handler"})
        perform(read_action("registry.appoint", role), own)
        return browser("clerk", self.bank_id)

    def apply(self, organisation: Organisation, number: int) -> None:
        """Let a represented enterprise apply to the bank."""
        caller = Caller(f"rep{organisation.pk}", organisation.pk)

        def does(code: str, **parts: Any) -> dict[str, Any]:
            return perform(read_action(code, json.dumps(parts)), caller).content

        stated = does(
            "financing.state_need", amount_minor=50_000_000, term_months=12, purpose=f"研发{number}"
        )
        about = {"financing_id": stated["financing_id"]}
        does("financing.match", institution_id=self.bank_id, product="demo.credit", **about)
        does("financing.apply", **about)

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
        return browser(username, organisation.pk)


def browser(username: str, organisation_id: int) -> Client:
    """The browser of somebody who has logged in and acts for an organisation."""
    person, session = Person.objects.get(username=username), SessionStore()
    session[PERSON], session[PROOF], session[ACTING] = (
        person.pk,
        person.get_session_auth_hash(),
        organisation_id,
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
        "Facts to supply, loaded behind it": reverse("enterprise_supply"),
        "All policy answers": reverse("enterprise_decisions"),
        "Recognitions and boards, loaded behind them": reverse("enterprise_standing"),
        "Comparison of offers": reverse("enterprise_compare"),
        "Applications": reverse("applications"),
        "Data on record": reverse("enterprise_data"),
        "Consents": reverse("consents"),
        "Search by two characters": f"{reverse('search')}?q={name[2:4]}",
        "Search by credit code": f"{reverse('search')}?q={code[:12]}",
        "Search by pinyin initials": f"{reverse('search')}?q={initials(name)[:6]}",
    }


def shared_pages() -> dict[str, tuple[str, str]]:
    """Pages of others: who asks, and where they are."""
    return {
        "Work list of a bank": ("bank", reverse("institution_work")),
        "Matrix of the province": ("office", reverse("office_matrix")),
        "Matrix, one city": ("office", f"{reverse('office_matrix')}?of=city_code:440100"),
        "Map of the province": ("office", reverse("office_map")),
        "Search by the office": ("office", f"{reverse('search')}?q=科技"),
    }


def asked(client: Client, address: str) -> tuple[float, int, int]:
    """Ask for a page: seconds, queries, bytes."""
    with CaptureQueriesContext(connection) as queries:
        start = perf_counter()
        answer = client.get(address)
        seconds = perf_counter() - start
    assert answer.status_code == 200, (address, answer.status_code)
    return seconds, len(queries), len(answer.content)


def main(samples: int, files: int) -> None:
    """Measure and print JSON."""
    # Banks and offices have a second factor, which is not what is measured here.
    settings.KEJIN_SECOND_FACTOR = False
    migrate()
    office, run = Office(), present_run()
    codes = registered(run)
    others = {"bank": office.bank(), "office": browser("handler", office.number)}
    chosen = random.Random(1).sample(codes, min(samples, len(codes)))  # noqa: S311 - a sample, no secret
    found_pages: dict[str, dict[str, Any]] = {}
    for place, code in enumerate(chosen):
        organisation = Organisation.objects.get(credit_code=code)
        client = office.represented(organisation)
        wanted = {name: (client, address) for name, address in pages(code, organisation.name).items()}
        if place == 0:
            for number in range(files):
                office.apply(organisation, number)
        wanted |= {name: (others[who], address) for name, (who, address) in shared_pages().items()}
        for name, (asker, address) in wanted.items():
            seconds, queries, size = asked(asker, address)
            if place == 0:
                # What every process does once: templates are read, kernels compiled.
                continue
            page = found_pages.setdefault(name, {"seconds": [], "queries": 0, "bytes": 0})
            page["seconds"].append(seconds)
            page["queries"], page["bytes"] = max(page["queries"], queries), max(page["bytes"], size)
    static = Path(kejin.web.__file__).with_name("static")
    weights = {name: len(gzip.compress((static / name).read_bytes())) for name in (*_ASSETS, _CHARTS)}
    charts = weights.pop(_CHARTS)
    print(json.dumps({"pages": found_pages, "assets_bytes": sum(weights.values()), "charts_bytes": charts}))


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]), int(sys.argv[2]))
    finally:
        connection.close()
        embedded_server().stop()
