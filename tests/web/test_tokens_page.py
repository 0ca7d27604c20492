"""The page of tokens: shown once, known by digest alone, nobody's but one's own; the administrator may revoke."""

import re
from uuid import uuid4

from django.urls import reverse
from tests.records.players import Cast
from tests.records.world import Who
from tests.web.browsing import PASSWORD, may_log_in
from tests.web.site import browser

from kejin.web.tokens.models import Token
from kejin.web.tokens.secrets import digest_of

SECRET = re.compile(r'id="secret" value="([^"]+)"')


def made(who: Who, **said: object) -> str:
    """What the page answers to a form."""
    form = {
        "name": "信贷系统",
        "days": "30",
        "scopes": ["read"],
        "password": PASSWORD,
        "key": str(uuid4()),
    } | said
    return str(browser(who).post(reverse("tokens"), form).content.decode())


def test_a_token_is_shown_once_and_what_is_kept_is_its_digest(cast: Cast) -> None:
    may_log_in(cast.handler.username)
    shown = SECRET.search(made(cast.handler))
    assert shown is not None
    kept = Token.objects.get(secret_sha256=digest_of(shown[1]))
    assert (kept.person.username, kept.scopes) == (cast.handler.username, ["read"])
    again = browser(cast.handler).get(reverse("tokens")).content.decode()
    assert kept.prefix in again
    assert shown[1] not in again


def test_it_is_made_for_whoever_knows_the_password_and_for_what_is_chosen(cast: Cast) -> None:
    may_log_in(cast.handler.username)
    before = Token.objects.count()
    wrongs: tuple[dict[str, object], ...] = (
        {"password": "something else 1"}, {"scopes": []}, {"scopes": ["act.nothing"]}, {"days": "4000"},
    )  # fmt: skip
    for wrong in wrongs:
        page = made(cast.handler, **wrong)
        assert "summary-of-problems" in page
        assert SECRET.search(page) is None
    assert Token.objects.count() == before


def test_only_what_one_could_do_is_offered(cast: Cast) -> None:
    offered = {
        who: browser(who).get(reverse("tokens")).content.decode() for who in (cast.firm, cast.assessor)
    }
    assert all('value="act.financing"' in page for page in offered.values())
    assert 'value="act.consent"' in offered[cast.firm]
    assert 'value="act.consent"' not in offered[cast.assessor]


def test_the_administrator_sees_and_revokes_a_colleague_s_and_others_do_not(cast: Cast) -> None:
    may_log_in(cast.handler.username)
    shown = SECRET.search(made(cast.handler))
    assert shown is not None
    kept = Token.objects.get(secret_sha256=digest_of(shown[1]))
    revoke = reverse("revoke_token", args=[kept.pk])
    assert browser(cast.first).post(revoke).status_code == 404
    assert browser(cast.firm).post(revoke).status_code == 404
    assert kept.prefix in browser(cast.bank).get(reverse("tokens")).content.decode()
    assert browser(cast.bank).post(revoke).status_code == 302
    kept.refresh_from_db()
    assert kept.revoked_at is not None
    assert browser(cast.bank).post(revoke).status_code == 409
