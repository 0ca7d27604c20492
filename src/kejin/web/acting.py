"""Doing acts from pages: their forms, for whoever may do them, and what was refused beside its form."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.text import slugify
from pydantic import ValidationError

from kejin.facts import Label
from kejin.records.actions.action import Action, action_kinds, read_action
from kejin.records.actions.performing import Done, perform
from kejin.records.errors import BodyError, BusyError, ConstraintError, KeyReusedError, RefusedError
from kejin.records.kept.reasons import reason_words
from kejin.records.parties.standing import Caller
from kejin.web.fields import Field, Shape, form_of
from kejin.web.forms import KejinForm
from kejin.web.undoing import UNDO
from kejin.web.visitors import PageRequest, Visitor
from kejin.web.words import word

Build = Callable[[Mapping[str, Any]], Action]
REASON = "reason"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An act that was not done, in words.

    Attributes:
        what: Why, in a sentence.
        detail: What exactly, as the records say it; empty where nothing more can be said.
    """

    what: Label
    detail: str


@dataclass(frozen=True, slots=True)
class ActForm:
    """An act that a page offers.

    Attributes:
        kind: The act.
        fields: What it asks for, besides the reason that some acts want.
        build: Makes the act of what was typed.
        grave: Whether it cannot be taken back: the form says so.
        note: What to know before doing it.
    """

    kind: type[Action]
    fields: tuple[Field, ...]
    build: Build
    grave: bool = False
    note: Label | None = None

    @property
    def code(self) -> str:
        """The act's code; a template that asked for the class itself would make one."""
        return self.kind.code

    @property
    def label(self) -> Label:
        """The act's words."""
        return self.kind.label

    @property
    def asked(self) -> tuple[Field, ...]:
        """All that the form asks for."""
        if not self.kind.needs_reason:
            return self.fields
        return (*self.fields, Field(REASON, word("web.reason"), Shape.TEXT))

    def body(self, request: PageRequest | None = None) -> KejinForm:
        """The form to be filled in; with a request, as it was sent."""
        name = slugify(self.code)
        if request is None:
            return form_of(self.asked, name)
        return form_of(self.asked, name, data=_with_key(request.POST), files=request.FILES)


@dataclass(frozen=True, slots=True)
class ShownForm:
    """An act's form as a page shows it: with what was typed into it, and what was refused of it."""

    form: ActForm
    body: KejinForm
    refusal: Refusal | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is wrong with it, so that it is shown unfolded."""
        return self.refusal is not None or bool(self.body.is_bound and self.body.errors)


def attempt(
    visitor: Visitor, code: str, parts: dict[str, Any], *, key: str | None = None, reason: str = ""
) -> Done | Refusal:
    """Do an act for the visitor; what was refused as things stand is given back, all else is raised.

    Raises:
        NotPermittedError: It is not the visitor's to do.
        UnknownRecordError: What it is about is not there for the visitor.
        OutcomeUnknownError: The connection broke.
    """
    return attempt_as(visitor.caller(reason), code, parts, key=key)


def attempt_as(caller: Caller, code: str, parts: dict[str, Any], *, key: str | None = None) -> Done | Refusal:
    """The same for somebody who does not wait at a page, as a job does it for him. Raises as `attempt` does."""
    return _tried(lambda: perform(read_action(code, json.dumps(parts)), caller, key=key))


def do(request: PageRequest, form: ActForm) -> Done | ShownForm:
    """Do the act of a form that was sent; gives the form with its problems where it could not be done.

    Errors that no form can put right are raised, and become pages; see `attempt`.
    """
    body = form.body(request)
    if not body.is_valid():
        return ShownForm(form, body)
    said = body.values.get(REASON)
    caller = request.visitor.caller(said if isinstance(said, str) else "")
    done = _tried(lambda: perform(form.build(body.values), caller, key=body.idempotency_key))
    if isinstance(done, Refusal):
        # The key of what was refused may belong to another request by now; the next try is another act.
        body.data = {name: body.data[name] for name in body.data} | {"key": str(uuid4())}
        return ShownForm(form, body, done)
    return done


def may(visitor: Visitor, kind: type[Action]) -> bool:
    """Whether the visitor may do acts of a kind at all; the act itself looks again."""
    return visitor.kind in kind.allowed.kinds and bool(visitor.roles & kind.allowed.roles)


def chosen(forms: Iterable[ActForm], code: str, *, where: str = "") -> ActForm:
    """The form of an act among those that the visitor is offered.

    Args:
        forms: What is offered.
        code: The act that was asked for.
        where: What it is about.

    Raises:
        Http404: There is no such act.
        RefusedError: It is not for him, or not as things stand.
    """
    found = next((one for one in forms if one.code == code), None)
    if found is not None:
        return found
    if code not in action_kinds():
        raise Http404
    raise RefusedError(
        "This is not yours to do now",
        "wrong_state",
        found=code,
        where=where or None,
        kept="Nothing was recorded.",
    )


def shown(forms: Sequence[ActForm], *, instead: ShownForm | None = None) -> list[ShownForm]:
    """The forms as a page shows them; `instead` replaces its own with what was typed and refused."""
    return [
        instead if instead is not None and one.kind is instead.form.kind else ShownForm(one, one.body())
        for one in forms
    ]


def after(done: Done, address: str, code: str) -> HttpResponse:
    """The way to the page that follows an act, which says what was done, and offers to undo it where it can be."""
    query = urlencode({"done": code} | ({"act": str(done.act_id)} if code in UNDO else {}))
    path, mark, place = address.partition("#")
    return redirect(f"{path}{'&' if '?' in path else '?'}{query}{mark}{place}")


def done_label(request: PageRequest) -> Label | None:
    """The words of the act that led to this page; None where none did."""
    kind = action_kinds().get(request.GET.get("done", ""))
    return kind.label if kind is not None else None


def _tried(act: Callable[[], Done]) -> Done | Refusal:
    try:
        return act()
    except ValidationError as error:
        return Refusal(word("web.act_bad"), _first(error))
    except RefusedError as error:
        return Refusal(reason_words(error.reason), error.sentence())
    except (ConstraintError, KeyReusedError, BodyError) as error:
        return Refusal(word("web.not_done"), error.sentence())
    except BusyError:
        return Refusal(word("web.busy"), "")


def _with_key(sent: Any) -> Any:
    """What was sent, with a key of our own where it brought none: one without it is one act, too."""
    if sent.get("key"):
        return sent
    sent = sent.copy()
    sent["key"] = str(uuid4())
    return sent


def _first(error: ValidationError) -> str:
    found = error.errors(include_url=False, include_input=False, include_context=False)[0]
    return f"{'.'.join(str(part) for part in found['loc'])}: {found['msg']}"


__all__ = [
    "ActForm",
    "Done",
    "Refusal",
    "ShownForm",
    "after",
    "attempt",
    "chosen",
    "do",
    "done_label",
    "may",
    "shown",
]
