"""What every deliberate error is made of: parts for people and for programs; and several errors as one."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

# A person reads the first few problems and then goes to the file of errors; `as_dict` always has them all.
_PROBLEMS_SHOWN = 20


class KejinError(Exception):
    """Something is wrong that a person can put right.

    Args:
        what: What went wrong, as a short sentence without a full stop.
        expected: What would have been right.
        found: What was there instead; kept as it is, shown with `repr` when it is text.
        where: The place: a file, a sheet and cell, a clause, a fact.
        kept: What was *not* lost or changed, as a sentence ("Nothing was imported.").
    """

    code: ClassVar[str] = "kejin"

    def __init__(
        self,
        what: str,
        *,
        expected: str | None = None,
        found: object | None = None,
        where: str | None = None,
        kept: str | None = None,
    ) -> None:
        super().__init__(what)
        self.what = what
        self.expected = expected
        self.found = found
        self.where = where
        self.kept = kept

    def __str__(self) -> str:
        """One readable message: "what: expected X, found Y (where). kept"."""
        return self.sentence()

    def sentence(self, *, without: str | None = None) -> str:
        """The message; a sentence on what was kept that is said elsewhere already is left out."""
        parts = []
        if self.expected is not None:
            parts.append(f"expected {self.expected}")
        if self.found is not None:
            # Quoted, so that blanks show; through str(), so that a member of an enumeration shows its value.
            shown = repr(str(self.found)) if isinstance(self.found, str) else str(self.found)
            parts.append(f"found {shown}")
        message = self.what
        if parts:
            message += ": " + ", ".join(parts)
        if self.where is not None:
            message += f" ({self.where})"
        if self.kept is not None and self.kept != without:
            message += f". {self.kept}"
        return message

    def as_dict(self) -> dict[str, Any]:
        """The parts as JSON values, without those that are absent; `code` and `message` are always there."""
        parts: dict[str, Any] = {"code": self.code, "message": str(self), "what": self.what}
        for name in ("expected", "found", "where", "kept"):
            value = getattr(self, name)
            if value is not None:
                parts[name] = _plain(value)
        return parts

    # Exceptions with keyword arguments do not survive the way back from a worker process without this.
    def __reduce__(self) -> tuple[Any, ...]:
        return (_revive, (type(self), dict(self.__dict__)))


def _revive(kind: type[KejinError], state: dict[str, Any]) -> KejinError:
    error = kind.__new__(kind, state["what"])
    error.__dict__.update(state)
    return error


def _plain(value: object) -> object:
    """A value that `json.dumps` accepts: numbers and text as they are, dates in ISO form, else text."""
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


class _SeveralErrors(KejinError):
    """All problems of one input together, because a person mends a file once and not forty times.

    Attributes:
        problems: Each problem as its own error, in the order of the input; never empty.
    """

    def __init__(
        self, problems: Sequence[KejinError], *, what: str | None = None, kept: str | None = None
    ) -> None:
        if not problems:
            raise ValueError("an error about several problems needs at least one")
        self.problems = tuple(problems)
        count = len(self.problems)
        super().__init__(what or f"{count} problem{'s' if count > 1 else ''}", kept=kept)

    def sentence(self, *, without: str | None = None) -> str:
        """The problems, one below the other, and what was kept."""
        lines = [f"{self.what}:"]
        lines += [f"  - {problem.sentence(without=self.kept)}" for problem in self.problems[:_PROBLEMS_SHOWN]]
        hidden = len(self.problems) - _PROBLEMS_SHOWN
        if hidden > 0:
            lines.append(f"  … and {hidden} more")
        if self.kept is not None and self.kept != without:
            lines.append(self.kept)
        return "\n".join(lines)

    def as_dict(self) -> dict[str, Any]:
        """The parts as JSON values, with every problem under `problems`."""
        return super().as_dict() | {"problems": [problem.as_dict() for problem in self.problems]}
