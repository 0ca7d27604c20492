"""A small world for tests: an office, institutions, enterprises and their people, all made by real acts."""

import hashlib
import itertools
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from kejin.identity import check_character, organisation_check_character
from kejin.records.actions.action import read_action
from kejin.records.actions.performing import Done, perform
from kejin.records.parties.models import Organisation
from kejin.records.parties.standing import Caller
from kejin.records.registry.founding import found

DAY = date(2026, 3, 2)
FAR = "2099-12-31"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Who:
    """Somebody acting for an organisation."""

    username: str
    organisation_id: int

    def does(self, code: str, *, key: str | None = None, reason: str = "", **parts: Any) -> Done:
        """Do an act by its code, with its parameters as they come through a door."""
        action = read_action(code, json.dumps(parts))
        return perform(action, Caller(self.username, self.organisation_id, reason), key=key)


def credit_code() -> str:
    """Another valid code each time, of no real organisation: its body begins with X."""
    body = f"X{next(_numbers):07d}"
    first = f"91440000{body}{organisation_check_character(body)}"
    return first + check_character(first)


def evidence(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class World:
    """The records of one module's database; `office` is its first administrator.

    Attributes:
        office: The administrator of the office.
        examiner, signer: A handler and an approver of the office.
    """

    def __init__(self) -> None:
        organisation_id = found("省地方金融管理局（示意）", ("root.office", "甲"), DAY)
        self.office = Who("root.office", organisation_id)
        self.examiner = self.staff(self.office, "handler")
        self.signer = self.staff(self.office, "approver")

    def staff(self, administrator: Who, *roles: str) -> Who:
        """A new person with roles in the administrator's organisation."""
        username = f"p{next(_numbers)}"
        administrator.does("registry.register_person", username=username, name=f"人{username}")
        for role in roles:
            administrator.does(
                "registry.appoint",
                username=username,
                organisation_id=administrator.organisation_id,
                role=role,
            )
        return Who(username, administrator.organisation_id)

    def institution(self, kind: str, **parts: Any) -> Who:
        """A new organisation with its administrator."""
        number = next(_numbers)
        done = self.office.does(
            "registry.register_organisation",
            kind=kind,
            name=f"{kind} {number}",
            credit_code=credit_code(),
            **parts,
        )
        organisation_id = done.content["organisation_id"]
        username = f"root{number}"
        self.office.does("registry.register_person", username=username, name=f"管理员{number}")
        self.office.does(
            "registry.appoint", username=username, organisation_id=organisation_id, role="administrator"
        )
        return Who(username, organisation_id)

    def enterprise(self, name: str = "") -> Who:
        """A new enterprise with a representative whose authority was verified."""
        number = next(_numbers)
        done = self.office.does(
            "registry.register_organisation", kind="enterprise", name=name or f"示例科技{number}有限公司",
            credit_code=credit_code(),
        )  # fmt: skip
        return self.representative(done.content["organisation_id"])

    def representative(self, organisation_id: int) -> Who:
        username = f"rep{next(_numbers)}"
        self.office.does("registry.register_person", username=username, name="代表")
        lodged = self.examiner.does(
            "registry.lodge_authority", username=username, organisation_id=organisation_id,
            kind="legal_representative", evidence_sha256=evidence(username), valid_from="2020-01-01", valid_until=FAR,
        )  # fmt: skip
        self.signer.does(
            "registry.verify_authority",
            authority_id=lodged.content["authority_id"],
            evidence_sha256=evidence(username),
        )
        return Who(username, organisation_id)


def organisation(who: Who) -> Organisation:
    return Organisation.objects.get(pk=who.organisation_id)
