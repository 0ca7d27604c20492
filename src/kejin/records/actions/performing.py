"""The one way in: an act, done wholly or not at all, and once for each key.

All of it is one transaction: the act with its key, what it changes, its reply and its notices. So a key never waits
for a process that has died: whatever ends the transaction frees it, and the database ends one that stands still.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import Error, connection, transaction

from kejin.records.actions.action import Action, Context, Outcome
from kejin.records.actions.models import Notice
from kejin.records.actions.translating import is_passing, translated
from kejin.records.errors import KeyReusedError, NotPermittedError, RefusedError
from kejin.records.kept.models import Act, Attempt
from kejin.records.kept.prepared import prepared_do, prepared_row
from kejin.records.parties.models import Organisation, Person
from kejin.records.parties.standing import Caller, known, roles_of, stranger

# Of two acts that wait for each other the database ends one; it may go at once again, for it left nothing behind.
_TRIES = 4
_LONGEST_KEY = 255
_CLAIM = """
WITH claimed AS (
    INSERT INTO kept_act (request_id, code, person_id, person_name, organisation_id, organisation_name,
                          business_date, reason, channel, key, body, body_sha256)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (organisation_id, key) DO NOTHING
    RETURNING id, business_date
)
SELECT id, business_date, set_config('kejin.act', id::text, true) FROM claimed
"""
_REPLY = """
INSERT INTO "kept_reply" (act_id, subject_kind, subject_id, subject_label, content) VALUES (%s, %s, %s, %s, %s)
"""
# The database sets the business day; what stands in its place here is never kept.
_NO_DAY = date(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Done:
    """What `perform` gives back.

    Attributes:
        act_id: The act.
        content: What it answered.
        subject: The record that it was about: kind, number, how people call it.
        repeated: Whether the act had been done before, under the same key, and this is its reply of then.
    """

    act_id: int
    content: dict[str, Any]
    subject: tuple[str, int, str]
    repeated: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """What is written down of an act before it is done."""

    caller: Caller
    code: str
    key: str | None
    body: dict[str, Any]
    fingerprint: str


def perform(action: Action, caller: Caller, *, key: str | None = None) -> Done:
    """Do an act for a caller.

    Args:
        action: What to do.
        caller: Who asks, for whom.
        key: An idempotency key of the caller's making. The same key with the same request gives the same reply and
            changes nothing; with another request it is refused.

    Raises:
        NotPermittedError: This person, for this organisation, may not do it.
        RefusedError: It cannot be done as things stand; the reason is coded.
        UnknownRecordError: What it is about does not exist for this caller.
        KeyReusedError: The key belongs to another request.
        ConstraintError: The database refused it.
        BusyError: What it needs was held by another act for too long.
        OutcomeUnknownError: The connection broke; ask again with the same key.
    """
    if action.needs_key and not key:
        raise RefusedError("This act needs an idempotency key", "key_missing", where=action.code)
    if key is not None and not 0 < len(key) <= _LONGEST_KEY:
        raise RefusedError(
            "An idempotency key has 1 to 255 characters", "key_missing", found=len(key), where=action.code
        )
    action.prepare()
    try:
        return _tried(action, caller, key)
    except (NotPermittedError, RefusedError) as error:
        _remember(action, caller, error)
        raise


def _tried(action: Action, caller: Caller, key: str | None) -> Done:
    for left in reversed(range(_TRIES)):
        try:
            return _once(action, caller, key)
        except Error as error:
            if left and is_passing(error):
                continue
            # A connection that broke would be refused to the next act until somebody closed it.
            connection.close_if_unusable_or_obsolete()
            raise translated(error) from error
    raise AssertionError("the last try returns or raises")


def _once(action: Action, caller: Caller, key: str | None) -> Done:
    with transaction.atomic(durable=True):
        person, organisation = known(caller)
        claim = Claim(caller, action.code, key, action.body(), action.fingerprint(person.pk))
        claimed = begin(claim, person, organisation)
        if claimed is None:
            return _earlier(claim, organisation)
        act_id, business_date = claimed
        roles = roles_of(person, organisation, business_date)
        if not roles:
            raise stranger(caller)
        context = Context(act_id, person, organisation, roles, business_date, caller.reason)
        action.authorise(context)
        outcome = action.change(context)
        finish(act_id, outcome)
        return Done(act_id, dict(outcome.content), outcome.subject, repeated=False)


def begin(
    claim: Claim, person: Person | None, organisation: Organisation | None, *, day: date = _NO_DAY
) -> tuple[int, date] | None:
    """Write the act down and let all that follows in the transaction belong to it.

    Only the founding act has neither person nor organisation, and brings the first business day.

    Returns:
        The act's number and the business day; None where the key has been used. A key that another transaction is
        just using is waited for.
    """
    caller = claim.caller
    values = (
        caller.request_id,
        claim.code,
        person.pk if person else None,
        person.name if person else "",
        organisation.pk if organisation else None,
        organisation.name if organisation else "",
        day,
        caller.reason,
        caller.channel,
        claim.key,
        json.dumps(claim.body, ensure_ascii=False),
        claim.fingerprint,
    )
    row = prepared_row(_CLAIM, values)
    return None if row is None else (row[0], row[1])


def finish(act_id: int, outcome: Outcome) -> None:
    """Write down what came of an act, and whom it tells."""
    kind, number, label = outcome.subject
    prepared_do(_REPLY, [act_id, kind, number, label, json.dumps(dict(outcome.content))])
    Notice.objects.bulk_create(
        Notice(
            organisation_id=told.organisation_id, code=told.code, subject_kind=kind, subject_id=number,
            parts=dict(told.parts),
        )
        for told in outcome.notices
    )  # fmt: skip


def _earlier(claim: Claim, organisation: Organisation) -> Done:
    act = Act.objects.select_related("reply").get(organisation_id=organisation.pk, key=claim.key)
    if act.body_sha256 != claim.fingerprint:
        raise KeyReusedError(
            "This idempotency key belongs to another request",
            expected="the same act, person and parameters, or a key of its own",
            found=act.code,
            where=f"key {claim.key}",
            kept="What the key stands for stays as it was, and nothing else was recorded.",
        )
    reply = act.reply
    subject = (reply.subject_kind, reply.subject_id, reply.subject_label)
    return Done(act.pk, reply.content, subject, repeated=True)


def _remember(action: Action, caller: Caller, error: NotPermittedError | RefusedError) -> None:
    """Keep the attempt; it stands outside the act's transaction, of which nothing is left."""
    Attempt.objects.create(
        request_id=caller.request_id,
        code=action.code,
        person_name=caller.username,
        organisation_id=caller.organisation_id,
        channel=caller.channel,
        error=error.reason if isinstance(error, RefusedError) else error.code,
        message=str(error),
    )
