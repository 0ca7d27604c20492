"""The base class of every act, and the list of all of them."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, ValidationError

from kejin.facts import Label
from kejin.records.actions.values import PERSONAL
from kejin.records.errors import BodyError, NotPermittedError, RefusedError
from kejin.records.parties.kinds import OrganisationKind, Role
from kejin.records.parties.models import Organisation, Person


@dataclass(frozen=True, slots=True)
class Context:
    """In what an act takes place: looked up in its own transaction, and the same for all that it does.

    Attributes:
        act_id: The act under way.
        person: Who acts.
        organisation: For whom.
        roles: What the person is for the organisation today.
        business_date: The business day that is open, as the database tells it.
        reason: Why, in the person's own words.
    """

    act_id: int
    person: Person
    organisation: Organisation
    roles: frozenset[Role]
    business_date: date
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """A notice that an act sends: to whom, which message, and what its words need."""

    organisation_id: int
    code: str
    parts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an act.

    Attributes:
        subject: The record that it was about: kind, number, how people call it.
        content: What the caller is told: JSON values only.
        notices: Whom else it tells.
    """

    subject: tuple[str, int, str]
    content: Mapping[str, Any] = field(default_factory=dict)
    notices: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Allowed:
    """Who may do an act: somebody with one of the roles, for an organisation of one of the kinds."""

    kinds: frozenset[OrganisationKind]
    roles: frozenset[Role]

    def check(self, context: Context, label: Label) -> None:
        """Raise `NotPermittedError` for everybody else."""
        if context.organisation.kind in self.kinds and context.roles & self.roles:
            return
        raise NotPermittedError(
            f"This is not for you to do: {label.en} {label.zh}",
            expected=f"{_words(self.roles)} of {_words(self.kinds)}",
            found=f"{_words(context.roles)} of {context.organisation.kind}",
            where=context.organisation.name,
            kept="Nothing was recorded but the attempt.",
        )


class Action(BaseModel):
    """One act: its fields are its parameters, `change` does it. Subclasses are listed by their code.

    Class attributes:
        code: Its name, `application.verb`.
        label: Its words.
        allowed: Who may do it. What else decides, such as whose record it is, `change` checks.
        needs_key: Whether an idempotency key must come with it, as with everything that moves money.
        needs_reason: Whether the person must say why.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    code: ClassVar[str]
    label: ClassVar[Label]
    allowed: ClassVar[Allowed]
    needs_key: ClassVar[bool] = False
    needs_reason: ClassVar[bool] = False

    def change(self, context: Context) -> Outcome:
        """Check that it can be done, do it, and say what came of it. Runs inside the act's transaction.

        Raises:
            RefusedError: It cannot be done as things stand.
            NotPermittedError: It is somebody else's to do.
            UnknownRecordError: What it is about does not exist for this caller.
        """
        raise NotImplementedError

    def prepare(self) -> None:
        """Load and compile what `change` works with. Runs before the transaction begins, and knows nothing of it.

        An engine may take longer to load than the database lets a transaction stand still.
        """

    def authorise(self, context: Context) -> None:
        """Raise `NotPermittedError` where it is not the caller's to do, `RefusedError` where the reason is missing."""
        self.allowed.check(context, self.label)
        if self.needs_reason and not context.reason.strip():
            raise RefusedError("This act needs a reason", "reason_missing", where=self.code)

    def body(self) -> dict[str, Any]:
        """The parameters as they are kept with the act: a digest stands in for what is personal."""
        plain = self.model_dump(mode="json")
        fields = type(self).model_fields
        return {
            name: _digest(value) if _is_personal(fields[name]) else value for name, value in plain.items()
        }

    def fingerprint(self, person_id: int | None) -> str:
        """Digest of the request: the same act with the same parameters by the same person, and nothing else."""
        return _digest([self.code, person_id, self.model_dump(mode="json")])


_ACTIONS: dict[str, type[Action]] = {}
_FINDERS: list[Callable[[str | None], None]] = []


def listed(kind: type[Action]) -> type[Action]:
    """Enter an action into the list; a decorator. Two actions of one code are a mistake of ours."""
    if _ACTIONS.setdefault(kind.code, kind) is not kind:
        raise ValueError(f"two actions are called {kind.code}")
    return kind


def found_by(finder: Callable[[str | None], None]) -> None:
    """Name what brings acts that nobody has read yet: those of a code's first word, or all for None."""
    _FINDERS.append(finder)


def action_kinds() -> Mapping[str, type[Action]]:
    """Every action by its code; complete once `kejin.records.load` has run."""
    for finder in _FINDERS:
        finder(None)
    return dict(sorted(_ACTIONS.items()))


def action_kind(code: str) -> type[Action]:
    """The action of that code.

    Raises:
        BodyError: There is none.
    """
    if code not in _ACTIONS:
        for finder in _FINDERS:
            finder(code.split(".", maxsplit=1)[0])
    kind = _ACTIONS.get(code)
    if kind is None:
        raise BodyError("There is no such act", expected=f"one of {', '.join(action_kinds())}", found=code)
    return kind


def read_action(code: str, body: str | bytes) -> Action:
    """An action from its code and its parameters as JSON.

    Raises:
        BodyError: No such action, or parameters that it does not take; the message names each.
    """
    kind = action_kind(code)
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        problems = "; ".join(_problems(error))
        raise BodyError(
            f"{code} does not take these parameters", found=problems, where=code, kept="Nothing was recorded."
        ) from error


def _problems(error: ValidationError) -> Iterator[str]:
    for problem in error.errors(include_url=False, include_input=False, include_context=False):
        place = ".".join(str(part) for part in problem["loc"]) or "the body"
        yield f"{place}: {problem['msg']}"


def _is_personal(described: Any) -> bool:
    extra = described.json_schema_extra
    return isinstance(extra, dict) and bool(extra.get(PERSONAL))


def _digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _words(values: frozenset[Any]) -> str:
    return " or ".join(sorted(str(value) for value in values)) or "nobody"
