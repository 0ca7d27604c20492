"""Acts that a page offers: their forms, for whoever may do them, and refusals beside the form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from pydantic import ValidationError

from kejin.console.common.fields import Answers, Field, Filled, Shape, empty, read
from kejin.facts import Label
from kejin.records.actions.action import Action, action_kinds
from kejin.records.actions.performing import perform
from kejin.records.errors import BodyError, ConstraintError, KeyReusedError, NotPermittedError, RefusedError
from kejin.records.kept.reasons import reason_words
from kejin.web.visitors import PageRequest, Visitor
from kejin.web.words import word

Build = Callable[[Mapping[str, Any]], Action]
_LONGEST_KEY = 80
KEY = "key"
REASON = "reason"


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
        reason = Field(REASON, word("institution.reason"), Shape.TEXT)
        return (*self.fields, reason)


@dataclass(frozen=True, slots=True)
class ShownForm:
    """A form as a page shows it; `problem` is what was refused of it."""

    form: ActForm
    filled: tuple[Filled, ...]
    key: str
    problem: Label | None = None
    detail: str = ""

    @property
    def is_open(self) -> bool:
        """Whether something is wrong with it, so that it is shown unfolded."""
        return self.problem is not None or any(one.problem for one in self.filled)


def may(visitor: Visitor, kind: type[Action]) -> bool:
    """Whether the visitor may do acts of a kind at all; the act itself looks again."""
    return visitor.kind in kind.allowed.kinds and bool(visitor.roles & kind.allowed.roles)


def shown(forms: Sequence[ActForm], *, instead: ShownForm | None = None) -> list[ShownForm]:
    """The forms as a page shows them; `instead` replaces its own with what was typed and refused."""
    return [
        instead
        if instead is not None and one.kind is instead.form.kind
        else ShownForm(one, empty(one.asked), uuid4().hex)
        for one in forms
    ]


def done_label(request: PageRequest) -> Label | None:
    """The words of the act that led to this page; None where none did."""
    kind = action_kinds().get(request.GET.get("done", ""))
    return kind.label if kind is not None else None


def do(request: PageRequest, form: ActForm) -> ShownForm | None:
    """Do the act of a form that was sent; gives the form with its problems where it could not be done.

    Errors that no form can put right are raised, and become pages.
    """
    answers = read(form.asked, {name: str(value) for name, value in request.POST.items()})
    key = request.POST.get(KEY, "")[:_LONGEST_KEY] or uuid4().hex
    if answers.problems:
        return ShownForm(form, answers.fields, key)
    try:
        action = form.build(answers.values)
        perform(action, request.visitor.caller(_reason(answers)), key=key)
    except ValidationError as error:
        return ShownForm(form, answers.fields, key, word("institution.act_bad"), _first(error))
    except RefusedError as error:
        return ShownForm(form, answers.fields, uuid4().hex, reason_words(error.reason), str(error))
    except (ConstraintError, BodyError, KeyReusedError) as error:
        return ShownForm(form, answers.fields, uuid4().hex, word("institution.act_refused"), str(error))
    return None


def _reason(answers: Answers) -> str:
    said = answers.values.get(REASON)
    return said if isinstance(said, str) else ""


def _first(error: ValidationError) -> str:
    found = error.errors(include_url=False, include_input=False, include_context=False)[0]
    return f"{'.'.join(str(part) for part in found['loc'])}: {found['msg']}"


__all__ = ["ActForm", "NotPermittedError", "ShownForm", "do", "done_label", "may", "shown"]
