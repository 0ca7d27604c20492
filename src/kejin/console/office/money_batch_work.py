"""One act on each of many subsidies: a few while their sender waits, more by the worker with progress.

Each is an act of its own with a key of its own: what was cancelled, or broke off, goes on where it was when it is done
again, and does nothing twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.urls import reverse

from kejin.console.office.money_acting import approval_for
from kejin.facts import Label
from kejin.records.approvals.deciding import GRANTED
from kejin.records.parties.standing import Caller
from kejin.records.subsidies.claiming import DecideSubsidy, RefuseSubsidy
from kejin.records.subsidies.models import Subsidy
from kejin.records.subsidies.steps import STATE_WORDS, State
from kejin.web.acting import Refusal, attempt_as
from kejin.web.jobs.working import Progress, job
from kejin.web.visitors import CHANNEL
from kejin.web.words import word

MANY = "subsidy.batch"
AT_ONCE = 10
"""So many are done while their sender waits; each takes some hundredths of a second."""
_DOING = Label("逐笔办理", "doing one after the other")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the act on one subsidy, as plain values; words in Chinese and English.

    Attributes:
        number: Which subsidy.
        state: Where it stands now.
        problem: Why it was not done; empty where it was.
        detail: What exactly.
    """

    number: int
    state: Sequence[str]
    problem: Sequence[str] = ()
    detail: str = ""


def done_with(code: str, number: int, caller: Caller, *, values: Mapping[str, object], key: str) -> Outcome:
    """Do an act on one subsidy, and say what came of it.

    Args:
        code: The act.
        number: The subsidy.
        caller: Who does it.
        values: What was typed for all of them.
        key: The key of the form; each subsidy has its own below it.
    """
    row = Subsidy.objects.get(pk=number)
    parts: dict[str, Any] = {"subsidy_id": number}
    if code == RefuseSubsidy.code:
        parts["reason_code"] = values["reason_code"]
    if code == DecideSubsidy.code:
        approval = approval_for(row)
        assert approval is not None  # noqa: S101 - what has none was not offered for this act
        parts |= {"approval_id": approval.pk, "content_sha256": approval.content_sha256}
    answer = attempt_as(caller, code, parts, key=f"{key}-{number}")
    row.refresh_from_db(fields=["state"])
    state = STATE_WORDS[State(row.state)]
    if isinstance(answer, Refusal):
        return Outcome(number, (state.zh, state.en), (answer.what.zh, answer.what.en), answer.detail)
    if code == DecideSubsidy.code and answer.content.get("approval", GRANTED) != GRANTED:
        # The first of two approvals: it stays where it is until the second person decides.
        state = word("money.second_needed")
    return Outcome(number, (state.zh, state.en))


@job(MANY, Label("批量办理补贴", "Act on many subsidies"))
def many(
    progress: Progress, *, code: str, numbers: Sequence[int], values: Mapping[str, str], key: str, username: str,
    house: int,
) -> Mapping[str, Any]:  # fmt: skip
    """Do an act on each of many subsidies."""
    caller, outcomes = Caller(username, house, "", CHANNEL), []
    progress.step(_DOING, len(numbers))
    for place, number in enumerate(numbers):
        progress.done(place)
        outcomes.append(asdict(done_with(code, number, caller, values=values, key=key)))
    address = reverse("subsidy_batch_told", args=[code, progress.number])
    return {"outcomes": outcomes, "address": address}


__all__ = ["AT_ONCE", "MANY", "Outcome", "done_with", "many"]
