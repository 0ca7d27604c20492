"""Somebody who acts, and the keys of what a story does."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from kejin.records.actions.action import read_action
from kejin.records.actions.performing import perform
from kejin.records.errors import OutcomeUnknownError
from kejin.records.parties.standing import Caller

CHANNEL = "demonstration"
"""Through which all acts of the demonstration come."""
_TRIES = 4


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting for an organisation."""

    username: str
    organisation_id: int


@dataclass(slots=True)
class Script:
    """What one story does, act by act. The n-th act always has the same key, so that a story begun again goes on.

    Attributes:
        name: Of the story; no other has it.
    """

    name: str
    _done: int = field(default=0, init=False)

    def act(self, actor: Actor, code: str, *, reason: str = "", **parts: object) -> Mapping[str, Any]:
        """Do the next act; what it answers.

        Raises:
            RecordsError: As `kejin.records.actions.performing.perform` does.
        """
        self._done += 1
        caller = Caller(actor.username, actor.organisation_id, reason, CHANNEL)
        action = read_action(code, json.dumps(parts, ensure_ascii=False))
        key = f"{CHANNEL}-{self.name}-{self._done}"
        for _ in range(_TRIES - 1):
            try:
                return perform(action, caller, key=key).content
            except OutcomeUnknownError:
                # A machine with too much to do: the database broke off. The same act with the same key is one act.
                connection.close()
        return perform(action, caller, key=key).content
