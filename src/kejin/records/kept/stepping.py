"""Steps of what has a life: the list says which act leads from where to where, and nothing else does."""

from collections.abc import Iterable

from kejin.records.errors import RefusedError

Step = tuple[str, str, str]
"""An act's code, the state that it begins at, the state that it leads to."""


def check_step(step: Step, steps: Iterable[Step], *, what: str, where: str) -> None:
    """Refuse a step that is not in the list.

    Args:
        step: What is about to be done.
        steps: All that there are.
        what: What takes the step, in words: `a financing at`.
        where: Which one.

    Raises:
        RefusedError: It does not stand where this act begins.
    """
    known = tuple(steps)
    if step in known:
        return
    code, state, _ = step
    begins = sorted({str(start) for each, start, _ in known if each == code})
    raise RefusedError(
        "This is not the step that comes next", "wrong_state", expected=f"{what} {' or '.join(begins)}", found=state,
        where=where,
    )  # fmt: skip
