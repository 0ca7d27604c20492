"""Logging in and out: what is checked, in which order, and how often one may try."""

import time
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models.functions import Now
from django.http import HttpRequest

from kejin.records.parties.models import Person
from kejin.web.accounts.models import DoorCode, DoorEvent, Factor
from kejin.web.accounts.sessions import ACTING, ADDRESS, AGENT, PENDING, PERSON, PROOF, STAFF
from kejin.web.accounts.totp import matching_step

# So many wrong attempts within so long; then nobody is let in under this name, or from this address, for a while.
WINDOW = timedelta(minutes=15)
MOST_BY_NAME = 5
MOST_BY_ADDRESS = 30
_FAILURES = (DoorCode.WRONG_PASSWORD, DoorCode.WRONG_FACTOR)


@dataclass(frozen=True, slots=True)
class From:
    """Where a request comes from, as the door writes it down."""

    address: str
    agent: str
    request_id: uuid.UUID = field(default_factory=uuid.uuid4)

    @classmethod
    def of(cls, request: HttpRequest) -> "From":
        """Of a request; behind a proxy that we trust, the address that the proxy names last."""
        address = str(request.META.get("REMOTE_ADDR", ""))
        if settings.KEJIN_BEHIND_PROXY:
            address = str(request.META.get("HTTP_X_FORWARDED_FOR", address)).rpartition(",")[2].strip()
        try:
            address = str(ip_address(address))
        except ValueError:
            address = ""
        agent = "".join(c for c in str(request.META.get("HTTP_USER_AGENT", ""))[:200] if c.isprintable())
        return cls(address, agent, getattr(request, "request_id", None) or uuid.uuid4())


@dataclass(frozen=True, slots=True)
class Entry:
    """What came of an attempt: the person where the password was right, and else why not."""

    person: Person | None
    refused: DoorCode | None = None


def try_password(username: str, password: str, where: From) -> Entry:
    """Whether this is the person's password. An unknown name takes as long and says the same as a wrong password."""
    username = username.strip().lower()[:60]
    if too_many(username, where.address):
        note(DoorCode.THROTTLED, where, username=username)
        return Entry(None, DoorCode.THROTTLED)
    person = Person.objects.filter(username=username).first()
    if person is None:
        make_password(password)
    # check_password without a setter: a stronger hash is set when the person next changes the password, by an act.
    elif check_password(password, person.password):
        if person.is_active:
            return Entry(person)
        note(DoorCode.BARRED, where, username=username, person=person)
        return Entry(None, DoorCode.BARRED)
    note(DoorCode.WRONG_PASSWORD, where, username=username, person=person)
    return Entry(None, DoorCode.WRONG_PASSWORD)


def try_code(person: Person, code: str, where: From) -> Entry:
    """Whether this is the code that the person's app shows now; each code is taken once."""
    if too_many(person.username, where.address):
        note(DoorCode.THROTTLED, where, username=person.username, person=person)
        return Entry(None, DoorCode.THROTTLED)
    with transaction.atomic():
        factor = Factor.objects.select_for_update().filter(person=person).first()
        step = None
        # A secret that cannot be read any more fits no code.
        if factor is not None and factor.secret:
            digits = "".join(code.split())
            step = matching_step(factor.secret, digits, seconds=time.time(), after=factor.last_step)
        if factor is not None and step is not None:
            factor.last_step = step
            # The secret too: one that a former secret of the site encrypted is encrypted anew.
            factor.save(update_fields=["last_step", "secret"])
            return Entry(person)
    note(DoorCode.WRONG_FACTOR, where, username=person.username, person=person)
    return Entry(None, DoorCode.WRONG_FACTOR)


def has_factor(person: Person) -> bool:
    """Whether a second factor is asked of this person."""
    return Factor.objects.filter(person=person, confirmed_at__isnull=False).exists()


def enter(request: HttpRequest, person: Person, where: From) -> None:
    """Let the person in, under a new session key. Another person's session does not live on in it."""
    request.session.flush()
    request.session.cycle_key()
    request.session[PERSON] = person.pk
    request.session[PROOF] = person.get_session_auth_hash()
    request.session[AGENT], request.session[ADDRESS] = where.agent, where.address
    note(DoorCode.ENTERED, where, username=person.username, person=person)


def leave(request: HttpRequest, person: Person) -> None:
    """End this session."""
    note(DoorCode.LEFT, From.of(request), username=person.username, person=person)
    request.session.flush()


def too_many(username: str, address: str) -> bool:
    """Whether there were too many wrong attempts lately under this name or from this address."""
    lately = DoorEvent.objects.filter(code__in=_FAILURES, recorded_at__gt=Now() - WINDOW)
    if lately.filter(username=username).count() >= MOST_BY_NAME:
        return True
    return bool(address) and lately.filter(address=address).count() >= MOST_BY_ADDRESS


def note(code: DoorCode, where: From, *, username: str, person: Person | None = None) -> None:
    """Write down what happened at the door."""
    DoorEvent.objects.create(
        person=person,
        username=username,
        code=code,
        address=where.address,
        agent=where.agent,
        request_id=where.request_id,
    )


__all__ = [
    "ACTING",
    "PENDING",
    "STAFF",
    "Entry",
    "From",
    "enter",
    "has_factor",
    "leave",
    "note",
    "try_code",
    "try_password",
]
