"""Logging in: RFC 6238's own codes, a code once, limits, sessions that end, staff mode on record."""

import base64
import time
import uuid

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.records.players import Case, Cast
from tests.records.world import World
from tests.web.browsing import PASSWORD, may_log_in
from tests.web.site import browser

from kejin.records.actions.performing import perform
from kejin.records.errors import NotPermittedError
from kejin.records.kept.models import Act
from kejin.records.parties.models import Person
from kejin.records.parties.standing import Caller
from kejin.web.accounts.acts import SetPassword
from kejin.web.accounts.entering import MOST_BY_NAME
from kejin.web.accounts.models import DoorCode, DoorEvent, Session, StaffMode, StaffRequest
from kejin.web.accounts.totp import STEP_SECONDS, code_at, matching_step, step_of

# RFC 6238, appendix B, SHA-1: its codes have eight digits, ours are the last six of them.
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
RFC_CODES = (
    (59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"), (1234567890, "89005924"),
    (2000000000, "69279037"), (20000000000, "65353130"),
)  # fmt: skip


@pytest.mark.parametrize(("seconds", "code"), RFC_CODES)
def test_the_codes_are_those_of_the_rfc(seconds: int, code: str) -> None:
    assert code_at(RFC_SECRET, step_of(seconds)) == code[-6:]
    assert matching_step(RFC_SECRET, code[-6:], seconds=seconds, after=0) == seconds // STEP_SECONDS


def test_a_code_counts_one_step_around_its_time_and_never_twice() -> None:
    code = code_at(RFC_SECRET, 100)
    near = [
        matching_step(RFC_SECRET, code, seconds=step * STEP_SECONDS, after=0)
        for step in (98, 99, 100, 101, 102)
    ]
    assert near == [None, 100, 100, 100, None]
    assert matching_step(RFC_SECRET, code, seconds=100 * STEP_SECONDS, after=100) is None
    assert matching_step(RFC_SECRET, "", seconds=100 * STEP_SECONDS, after=0) is None


def enter(client: Client, username: str, password: str = PASSWORD) -> int:
    return client.post(reverse("log_in"), {"username": username, "password": password}).status_code


def test_password_then_code_then_the_page_that_was_asked_for(cast: Cast) -> None:
    secret = may_log_in(cast.firm.username)
    client = browser()
    asked = client.get(reverse("applications") + "?state=applied")
    assert asked.status_code == 302
    form = {
        "username": cast.firm.username,
        "password": PASSWORD,
        "next": reverse("applications") + "?state=applied",
    }
    assert client.post(asked["Location"], form)["Location"] == reverse("log_in_code")
    assert client.get(reverse("account")).status_code == 302
    code = code_at(secret, step_of(time.time()))
    done = client.post(reverse("log_in_code"), {"code": code})
    assert done["Location"] == reverse("applications") + "?state=applied"
    assert client.get(reverse("account")).status_code == 200
    # The same code in another browser is refused: it has been taken.
    again = browser()
    enter(again, cast.firm.username)
    assert again.post(reverse("log_in_code"), {"code": code}).status_code == 403


@pytest.mark.parametrize(
    "next_page", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:1"]
)
def test_nobody_is_led_to_another_site(cast: Cast, next_page: str) -> None:
    del cast
    assert browser().get(reverse("language", args=["en"]), {"next": next_page})["Location"] == reverse("home")


def test_wrong_passwords_are_counted_and_an_unknown_name_is_told_the_same(world: World) -> None:
    who = world.enterprise()
    may_log_in(who.username)
    known = browser().post(reverse("log_in"), {"username": who.username, "password": "wrong"})
    unknown = browser().post(reverse("log_in"), {"username": "nobody", "password": "wrong"})
    assert known.status_code == unknown.status_code == 403
    for _ in range(MOST_BY_NAME - 1):
        enter(browser(), who.username, "wrong")
    assert enter(browser(), who.username) == 429
    codes = set(DoorEvent.objects.filter(username=who.username).values_list("code", flat=True))
    assert codes == {DoorCode.WRONG_PASSWORD, DoorCode.THROTTLED}


def test_a_changed_password_ends_every_other_session_and_is_an_act(world: World) -> None:
    who = world.enterprise()
    may_log_in(who.username)
    here, there = browser(who), browser(who)
    form = {"old": PASSWORD, "new": "another good one 77", "again": "another good one 77"}
    assert here.post(reverse("password"), form | {"old": "no"}).status_code == 400
    assert here.post(reverse("password"), form | {"new": "short", "again": "short"}).status_code == 400
    assert here.post(reverse("password"), form).status_code == 200
    assert here.get(reverse("account")).status_code == 200
    assert there.get(reverse("account")).status_code == 302
    act = Act.objects.filter(code="account.set_password").latest("id")
    assert "argon2" not in str(act.body)
    assert Person.objects.get(username=who.username).password.startswith("argon2")


def test_nobody_but_an_administrator_sets_somebody_elses_password(world: World, cast: Cast) -> None:
    may_log_in(world.office.username)
    given = Person.objects.get(username=world.office.username).password
    action = SetPassword(username=cast.firm.username, encoded=given)
    with pytest.raises(NotPermittedError, match="set by its owner"):
        perform(action, Caller(cast.handler.username, cast.handler.organisation_id))
    perform(action, Caller(world.office.username, world.office.organisation_id))


def test_a_session_is_listed_and_ended_and_only_by_its_owner(world: World) -> None:
    mine, other = world.enterprise(), world.enterprise()
    here, there, stranger = browser(mine), browser(mine), browser(other)
    keys = [one.cookies[settings.SESSION_COOKIE_NAME].value for one in (here, there, stranger)]
    page = here.get(reverse("account")).content.decode()
    assert keys[1] in page
    assert keys[2] not in page
    here.post(reverse("end_sessions"), {"session": keys[2]})
    here.post(reverse("end_sessions"), {"session": keys[1]})
    assert set(Session.objects.filter(session_key__in=keys).values_list("session_key", flat=True)) == {
        keys[0],
        keys[2],
    }
    assert there.get(reverse("account")).status_code == 302


def test_staff_mode_needs_a_reason_and_a_password_ends_and_every_request_is_on_record(
    world: World, cast: Cast
) -> None:
    number = Case.stated(cast).applied().number
    may_log_in(world.examiner.username)
    client = browser(world.examiner)
    form = {"reason": "核对投诉", "password": PASSWORD, "code": "000000"}
    assert client.post(reverse("staff_mode"), form | {"reason": " "}).status_code == 400
    assert client.post(reverse("staff_mode"), form | {"password": "x"}).status_code == 400
    assert client.post(reverse("staff_mode"), form).status_code == 400
    assert not StaffMode.objects.exists()
    from kejin.records.financing.models import Financing  # noqa: PLC0415
    from kejin.records.parties.kinds import Role  # noqa: PLC0415
    from kejin.records.parties.models import Organisation  # noqa: PLC0415
    from kejin.web.permissions import visible  # noqa: PLC0415
    from kejin.web.visitors import Standing, Visitor  # noqa: PLC0415

    office = Standing(Organisation.objects.get(pk=world.office.organisation_id), frozenset({Role.HANDLER}))
    without, within = Visitor(acting=office), Visitor(acting=office, staff_mode=1)
    assert not visible(without, Financing).filter(pk=number).exists()
    assert visible(within, Financing).filter(pk=number).exists()
    secret = Person.objects.get(username=world.examiner.username).factor.secret
    code = code_at(secret, step_of(time.time()))
    assert client.post(reverse("staff_mode"), form | {"code": code}).status_code == 302
    client.get(reverse("account"))
    mode = StaffMode.objects.get()
    assert [(one.method, one.path) for one in mode.requests.all()] == [("GET", reverse("account"))]
    client.post(reverse("staff_mode"), {"end": "1"})
    count = StaffRequest.objects.count()
    client.get(reverse("account"))
    assert StaffRequest.objects.count() == count


def test_whoever_acts_for_an_institution_must_set_up_a_second_factor(world: World) -> None:
    who = world.staff(world.institution("bank"), "handler")
    client = browser(who)
    Person.objects.get(username=who.username).factor.delete()
    assert client.get(reverse("jobs"))["Location"] == reverse("factor")
    page = client.get(reverse("factor"))
    assert b"<svg" in page.content
    secret = Person.objects.get(username=who.username).factor.secret
    assert client.post(reverse("factor"), {"code": "000000"}).status_code == 400
    assert client.post(reverse("factor"), {"code": code_at(secret, step_of(time.time()))}).status_code == 302
    assert client.get(reverse("jobs")).status_code == 200


def test_every_answer_has_a_number_and_a_policy_and_no_page_is_kept(cast: Cast) -> None:
    del cast
    for path in (reverse("log_in"), "/nothing/here/"):
        answer = browser().get(path)
        uuid.UUID(answer["X-Request-Id"])
        assert answer["X-Request-Id"] in answer.content.decode() or answer.status_code == 200
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer["Cache-Control"] == "no-store"
    assert browser().get("/nothing/here/").status_code == 404


def test_an_address_that_leads_nowhere_takes_nobodys_menu_away(cast: Cast) -> None:
    lost = browser(cast.handler).get("/no/such/page/")
    assert lost.status_code == 404
    assert reverse("institution_work") in lost.content.decode()
    assert reverse("log_in") in browser().get("/no/such/page/").content.decode()


def test_a_form_from_elsewhere_is_refused_in_words(cast: Cast) -> None:
    answer = browser(cast.firm, enforce_csrf_checks=True).post(reverse("log_out"))
    assert answer.status_code == 403
    assert "表单已过期" in answer.content.decode()
