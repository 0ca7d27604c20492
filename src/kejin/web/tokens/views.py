"""The page of tokens: one makes tokens for oneself, an administrator sees and revokes those of the organisation.

The secret is made for the answer that shows it, once; what is recorded is what it is called and its digest. Nobody
makes a token for somebody else here, for he would know the other's secret: for that, each makes his own with `kejin
token`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.db.models import Q
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from kejin.facts import Label
from kejin.records.actions.action import action_kinds
from kejin.records.parties.kinds import BUSINESS, OrganisationKind, Role
from kejin.web.accounts.door import is_own_password
from kejin.web.acting import Refusal, attempt
from kejin.web.forms import KejinForm, lazy_word
from kejin.web.needs import ANY_MEMBER, PROVINCE
from kejin.web.pages import page
from kejin.web.permissions import one_visible, organisation_number, rule, visible
from kejin.web.tokens.acts import LONGEST_DAYS
from kejin.web.tokens.models import Token
from kejin.web.tokens.scopes import AGGREGATES, DECIDE, WORDS, application_of, scopes
from kejin.web.tokens.secrets import Secret, new_secret
from kejin.web.visitors import PageRequest, Visitor
from kejin.web.words import say, word

_USUAL_DAYS = 90
_NAMED = 3
# Scopes with which some kinds of organisation could do nothing.
_FOR = {AGGREGATES: PROVINCE.kinds, DECIDE: BUSINESS}


def _mine(visitor: Visitor) -> Q:
    own = Q(organisation_id=organisation_number(visitor))
    if Role.ADMINISTRATOR in visitor.roles:
        return own
    return own & Q(person=visitor.person)


rule(Token, _mine)


@dataclass(frozen=True, slots=True)
class ShownToken:
    """A token in the list, and how it stands."""

    token: Token
    state: Label
    is_live: bool


class TokenForm(KejinForm):
    """A token for oneself."""

    name = forms.CharField(
        label=lazy_word("token.name"), help_text=lazy_word("token.name_hint"), max_length=120
    )
    days = forms.IntegerField(
        label=lazy_word("token.days"), min_value=1, max_value=LONGEST_DAYS, initial=_USUAL_DAYS
    )
    scopes = forms.MultipleChoiceField(label=lazy_word("token.scopes"), widget=forms.CheckboxSelectMultiple)
    password = forms.CharField(
        label=lazy_word("account.old_password"), widget=forms.PasswordInput, strip=False, max_length=1000
    )

    def __init__(self, *args: object, choices: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["scopes"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - as written above
        field.choices = list(choices)


@page(ANY_MEMBER, methods=("GET", "POST"))
def tokens(request: PageRequest) -> HttpResponseBase:
    """The tokens that one sees, and a form for one's own; the answer to it shows the secret, and nothing does again."""
    choices = [(name, say(label)) for name, label in scopes_for(request.visitor)]
    if request.method != "POST":
        return _page(request, TokenForm(choices=choices))
    form = TokenForm(request.POST, choices=choices)
    if not form.is_valid():
        return _page(request, form, status=400)
    person = request.visitor.person
    assert person is not None  # noqa: S101 - the page asks for a member
    if not is_own_password(person, form.cleaned_data["password"]):
        form.add_error("password", say(word("account.old_wrong")))
        return _page(request, form, status=400)
    made = new_secret()
    parts = {
        "username": person.username, "name": form.cleaned_data["name"], "prefix": made.prefix,
        "secret_sha256": made.sha256, "scopes": form.cleaned_data["scopes"], "days": form.cleaned_data["days"],
    }  # fmt: skip
    done = attempt(request.visitor, "token.create", parts, key=form.idempotency_key)
    if isinstance(done, Refusal):
        return _page(request, form, refusal=done, status=409)
    return _page(request, TokenForm(choices=choices), made=made)


@page(ANY_MEMBER, methods=("POST",))
def revoke_token(request: PageRequest, number: int) -> HttpResponseBase:
    """Revoke a token that one sees."""
    found: Token = one_visible(request.visitor, Token, number)
    done = attempt(request.visitor, "token.revoke", {"token_id": found.pk})
    if isinstance(done, Refusal):
        choices = [(name, say(label)) for name, label in scopes_for(request.visitor)]
        return _page(request, TokenForm(choices=choices), refusal=done, status=409)
    return redirect("tokens")


def scopes_for(visitor: Visitor) -> list[tuple[str, Label]]:
    """The scopes with which the visitor could do something, in words: the first acts of each."""
    mine: dict[str, list[Label]] = {}
    for code, kind in sorted(action_kinds().items()):
        if visitor.kind in kind.allowed.kinds and visitor.roles & kind.allowed.roles:
            mine.setdefault(f"act.{application_of(code)}", []).append(kind.label)
    return [
        (name, WORDS[name] if name in WORDS else _named(mine[name]))
        for name in scopes()
        if (name in WORDS and visitor.kind in _FOR.get(name, frozenset(OrganisationKind))) or name in mine
    ]


def _named(acts: Sequence[Label]) -> Label:
    first = acts[:_NAMED]
    rest = len(acts) - len(first)
    return Label(
        "、".join(one.zh for one in first) + (f" 等 {len(acts)} 项" if rest else ""),
        ", ".join(one.en for one in first) + (f" and {rest} more" if rest else ""),
    )


def _page(
    request: PageRequest, form: TokenForm, *, made: Secret | None = None, refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponseBase:  # fmt: skip
    rows = visible(request.visitor, Token).select_related("person", "use").order_by("-pk")
    context = {
        "rows": [_shown(row) for row in rows],
        "form": form,
        "made": made,
        "refusal": refusal,
        "all": Role.ADMINISTRATOR in request.visitor.roles,
    }
    return render(request, "web/tokens.html", context, status=status)


def _shown(token: Token) -> ShownToken:
    if token.revoked_at is not None:
        return ShownToken(token, word("token.revoked"), is_live=False)
    if token.expires_at <= timezone.now():
        return ShownToken(token, word("token.expired"), is_live=False)
    return ShownToken(token, word("token.live"), is_live=True)
