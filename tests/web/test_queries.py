"""How often a page asks the database does not depend on how many rows there are: what is listed is fetched at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.records.money import Stage, noticed, ready_tape
from tests.records.players import Case, Cast
from tests.records.world import Who, World
from tests.web.site import browser

from kejin.records.tapes.models import Break, Tape
from kejin.records.tapes.reconciling import ReconcileTape

Pages = tuple[tuple[str, dict[str, str]], ...]
FIRM: Pages = (
    ("applications", {}), ("subsidies", {}), ("notices", {}), ("consents", {}), ("enterprise_data", {}),
    ("search", {"q": "研发"}), ("jobs", {}),
)  # fmt: skip
BANK: Pages = (
    ("institution_work", {}), ("institution_work", {"view": "house"}), ("institution_work", {"view": "others"}),
    ("institution_work", {"view": "house", "q": "示例"}), ("institution_exposure", {}), ("institution_tapes", {}),
    ("institution_breaks", {}), ("subsidies", {}), ("notices", {}), ("search", {"q": "示例科技"}),
)  # fmt: skip
POOL: Pages = (
    ("institution_work", {}),
    ("institution_work", {"view": "house"}),
    ("search", {"q": "示例科技"}),
)
OFFICE: Pages = (
    ("office_home", {}), ("subsidies", {}), ("organisations", {}), ("organisations", {"q": "示例"}),
    ("proofs", {}), ("institution_breaks", {}), ("office_notices", {}), ("office_objections", {}),
    ("public_notices", {}), ("search", {"q": "示例科技"}),
)  # fmt: skip
ADMINISTRATOR: Pages = (("people", {}),)
AUDITOR: Pages = (
    ("audit_acts", {}), ("audit_acts", {"what": "financing.apply"}), ("audit_acts", {"organisation": "bank"}),
    ("audit_attempts", {}),
)  # fmt: skip


@pytest.fixture(scope="module")
def stage(
    world: World, cast: Cast, treasurers: tuple[Who, Who], tmp_path_factory: pytest.TempPathFactory
) -> Stage:
    return Stage(world, cast, treasurers, Path(tmp_path_factory.mktemp("files")))


def grow(stage: Stage) -> None:
    """More of everything that is listed."""
    cast, world = stage.cast, stage.world
    Case.stated(cast).applied()
    Case.stated(cast).offered()
    Case.stated(cast).proposed()
    Case.stated(cast).claimed(1_000_000)
    noticed(stage)
    world.enterprise()
    made = ready_tape(stage)
    number = made.do().content["tape_id"]
    made.who.does(ReconcileTape.code, tape_id=number)


def asked(stage: Stage, auditor: Who) -> Iterator[tuple[str, int]]:
    """Every page, and how often it asked the database."""
    cast = stage.cast
    for who, pages in (
        (cast.firm, FIRM), (cast.handler, BANK), (cast.judge, POOL), (stage.world.examiner, OFFICE), (auditor, AUDITOR),
        (stage.world.office, ADMINISTRATOR), (cast.bank, ADMINISTRATOR),
    ):  # fmt: skip
        client = browser(who)
        for route, query in pages:
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(reverse(route), query)
            assert answer.status_code == 200, (route, query)
            yield f"{who.username} {route} {query}", len(queries)


@pytest.mark.usefixtures("budget", "run_folder")
def test_no_list_asks_more_often_when_it_has_more_rows(stage: Stage) -> None:
    auditor = stage.world.staff(stage.world.office, "auditor")
    # Twice, so that every list has rows, and what a process reads once was read.
    grow(stage)
    list(asked(stage, auditor))
    before = dict(asked(stage, auditor))
    rows = Tape.objects.count(), Break.objects.count()
    grow(stage)
    grow(stage)
    assert (Tape.objects.count(), Break.objects.count()) > rows
    assert dict(asked(stage, auditor)) == before
