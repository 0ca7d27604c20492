"""What tests of pages need: somebody's browser, and a small run whose answers the pages show."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.test import Client
from django.utils import timezone
from tests.records.world import Who

from kejin.enterprises.importing import LOCAL_LIMITS, import_file
from kejin.facts import FactSet
from kejin.packs import load_packs
from kejin.planning import offers
from kejin.planning.aggregates import Scheme, aggregates, counted, standing_frame, write_aggregates
from kejin.planning.opening import only_enterprises
from kejin.policy import Dates, evaluate
from kejin.records.parties.models import Organisation, Person
from kejin.runs.manifest import Manifest, dates_as_text, write_manifest
from kejin.runs.snapshot import read_facts, write_facts
from kejin.web.accounts.models import Factor
from kejin.web.accounts.sessions import ACTING, PERSON, PROOF, SessionStore

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "enterprises.xlsx"
EXAMPLE_CODE = "91440000XN0000012W"
DAY = date(2026, 10, 31)


def browser(who: Who | None = None, **parts: Any) -> Client:
    """A browser; somebody's, as after logging in with a second factor."""
    client = Client(SERVER_NAME="localhost", **parts)
    if who is None:
        return client
    person = Person.objects.get(username=who.username)
    Factor.objects.get_or_create(person=person, defaults={"secret": "A" * 32, "confirmed_at": timezone.now()})
    session = SessionStore()
    session[PERSON], session[PROOF], session[ACTING] = (
        person.pk,
        person.get_session_auth_hash(),
        who.organisation_id,
    )
    session.save()
    assert session.session_key is not None
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def write_small_run(folder: Path, codes: Sequence[str]) -> None:
    """A run that knows the enterprises of these codes, each with the facts of one of the example table."""
    found = import_file(EXAMPLE, None, limits=LOCAL_LIMITS).factset
    one = only_enterprises(found, [EXAMPLE_CODE])
    frames: dict[Any, pl.DataFrame] = {}
    for grain, frame in one.frames.items():
        rows = frame.lazy().collect()
        frames[grain] = pl.concat(
            rows.with_columns(pl.lit(code).alias("enterprise_id"))
            if "enterprise_id" in rows.columns
            else rows
            for code in codes
        )
    write_facts(FactSet(frames, one.complete, one.sheets), folder / "facts")
    dates = Dates(DAY, DAY, DAY)
    manifest = Manifest(
        source={"file": EXAMPLE.name, "sha256": ""}, rows={}, dates=dates_as_text(dates),
        ruleset_digest=load_packs().compile(dates).digest, overlay=None, policies=(), packs=(), counts={}, pages=0,
        synthetic=True, language="zh",
    )  # fmt: skip
    write_manifest(manifest, folder)


def code_of(who: Who) -> str:
    """The credit code of the organisation that somebody acts for."""
    return str(Organisation.objects.get(pk=who.organisation_id).credit_code)


def tape_line(code: str, number: str = "HT-TAPE-1") -> dict[str, Any]:
    """One loan as a tape tells it."""
    return {
        "contract_number": number, "credit_code": code, "principal_minor": 10_000_000, "rate_ppb": 36_000_000,
        "drawn_on": "2026-01-15", "matures_on": "2027-01-15", "repayment": "interest_first",
        "balance_minor": 10_000_000, "principal_paid_minor": 0, "interest_paid_minor": 31_000, "days_past_due": 0,
        "status": "normal",
    }  # fmt: skip


def count_run(folder: Path) -> None:
    """Add what a run counts, for the pages that read no enterprise: of the facts that the run keeps."""
    ruleset, facts = load_packs().compile(Dates(DAY, DAY, DAY)), read_facts(folder / "facts")
    scheme = Scheme.of(ruleset)
    parts = counted(
        scheme, facts, [evaluate(ruleset, facts)], standing=standing_frame(ruleset, facts),
        offers=offers(scheme.catalogue, facts),
    )  # fmt: skip
    write_aggregates(aggregates(scheme, [parts]), folder)
