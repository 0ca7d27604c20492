"""The records behind the pages that are measured: everybody is registered, people of every kind, files at a bank.

All of it is done by the acts of the records; only sessions are begun without their passwords.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from benchmarks.importing import credit_code
from kejin.site import load

load()

# Below this line Django's models may be imported.
import polars as pl  # noqa: E402
from django.utils import timezone  # noqa: E402

from kejin.facts import FactSet, Grain  # noqa: E402
from kejin.records.actions.action import read_action  # noqa: E402
from kejin.records.actions.performing import perform  # noqa: E402
from kejin.records.filings.batches import file_factset  # noqa: E402
from kejin.records.parties.models import Organisation, Person  # noqa: E402
from kejin.records.parties.standing import Caller  # noqa: E402
from kejin.records.registry.founding import found  # noqa: E402
from kejin.runs.opening import OpenRun  # noqa: E402
from kejin.web.accounts.models import Factor  # noqa: E402
from kejin.web.accounts.sessions import ACTING, PERSON, PROOF, SessionStore  # noqa: E402
from kejin.web.accounts.totp import new_secret  # noqa: E402
from kejin.web.search.finding import keep_names  # noqa: E402

ADMINISTRATOR = "root"
FILES_EACH = 3
_EVIDENCE = "0" * 64


class Office:
    """Whoever registers everybody."""

    def __init__(self) -> None:
        self.number = found("示例主管部门", (ADMINISTRATOR, "甲"), date(2026, 7, 1))
        for role in ("handler", "approver", "auditor"):
            self.does(ADMINISTRATOR, "registry.register_person", username=role, name=role)
            self.does(
                ADMINISTRATOR, "registry.appoint", username=role, organisation_id=self.number, role=role
            )
        made = self.does(
            ADMINISTRATOR, "registry.register_organisation", kind="bank", name="示例银行", credit_code=credit_code(1),
        )  # fmt: skip
        self.bank = int(made["organisation_id"])
        self.does(ADMINISTRATOR, "registry.register_person", username="banker", name="管理员")
        self.does(
            ADMINISTRATOR, "registry.appoint", username="banker", organisation_id=self.bank, role="administrator"
        )  # fmt: skip
        own = Caller("banker", self.bank)
        _do(own, "registry.register_person", username="clerk", name="行员")
        _do(own, "registry.appoint", username="clerk", organisation_id=self.bank, role="handler")

    def does(self, actor: str, code: str, **parts: Any) -> dict[str, Any]:
        """Let one of its people do an act."""
        return _do(Caller(actor, self.number), code, **parts)

    def registers(self, run: OpenRun) -> list[str]:
        """Register every enterprise of the run, and let its name be found; their codes."""
        frame = enterprises(run)
        facts = FactSet({Grain.ENTERPRISE: frame}, frozenset())
        file_factset(Caller("handler", self.number), facts, "登记", register_enterprises=True)
        while keep_names():
            pass
        return frame["enterprise_id"].to_list()

    def represents(self, organisation: Organisation) -> str:
        """Let somebody represent an enterprise; under which name."""
        username = f"rep{organisation.pk}"
        self.does(ADMINISTRATOR, "registry.register_person", username=username, name="代表")
        lodged = self.does(
            "handler", "registry.lodge_authority", username=username, organisation_id=organisation.pk,
            kind="legal_representative", evidence_sha256=_EVIDENCE, valid_from="2020-01-01", valid_until="2099-12-31",
        )  # fmt: skip
        self.does(
            "approver", "registry.verify_authority", authority_id=lodged["authority_id"], evidence_sha256=_EVIDENCE
        )  # fmt: skip
        return username

    def opens_files(self, codes: Iterable[str]) -> None:
        """Let each of these enterprises apply to the bank, some times."""
        for organisation in Organisation.objects.filter(credit_code__in=list(codes)):
            caller = Caller(self.represents(organisation), organisation.pk)
            for number in range(FILES_EACH):
                self._applies(caller, number)

    def _applies(self, caller: Caller, number: int) -> None:
        stated = _do(
            caller, "financing.state_need", amount_minor=50_000_000, term_months=12, purpose=f"研发{number}"
        )
        about = {"financing_id": stated["financing_id"]}
        _do(caller, "financing.match", institution_id=self.bank, product="demo.credit", **about)
        _do(caller, "financing.apply", **about)


def _do(caller: Caller, code: str, **parts: Any) -> dict[str, Any]:
    return dict(perform(read_action(code, json.dumps(parts)), caller).content)


def enterprises(run: OpenRun) -> pl.DataFrame:
    """Identifier and name of every enterprise of the run."""
    assert run.parts is not None
    _, blocks = run.parts
    paths = [block.folder / file.path for block in blocks for file in block.files[Grain.ENTERPRISE]]
    return pl.scan_parquet(paths).select("enterprise_id", "enterprise_name").collect()


def session(username: str, organisation_id: int) -> str:
    """The key of a session of somebody who has logged in, with his second factor, and acts for an organisation."""
    person, made = Person.objects.get(username=username), SessionStore()
    Factor.objects.get_or_create(
        person=person, defaults={"secret": new_secret(), "confirmed_at": timezone.now()}
    )
    made[PERSON], made[PROOF], made[ACTING] = person.pk, person.get_session_auth_hash(), organisation_id
    made.save()
    return str(made.session_key)
