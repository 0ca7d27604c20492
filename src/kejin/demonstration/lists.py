"""Lists on public notice: one that was announced after an objection was upheld, one open with an objection to it."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from kejin.demonstration.acting import Script
from kejin.demonstration.diary import Story
from kejin.demonstration.players import Cast
from kejin.records.publications.acts import digest_of
from kejin.runs.naming import listable, named_by
from kejin.runs.opening import open_run

_FEWEST: Final = 3
_MOST_LISTS: Final = 2
# The office's own rule: short enough to end within the business, long enough to be open at its end.
_ENDED_DAYS, _OPEN_DAYS = 10, 20


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as the present run gives it.

    Attributes:
        key: The decision that its enterprises meet.
        title_zh, title_en: What the decision is called.
        rows: Each enterprise: `credit_code`, `name`, `place`.
        basis: The run's dates and digests.
    """

    key: str
    title_zh: str
    title_en: str
    rows: Sequence[Mapping[str, str]]
    basis: Mapping[str, str]

    def parts(self, notice_days: int) -> dict[str, Any]:
        """The parameters of the act that drafts it."""
        return {
            "list_key": self.key,
            "title_zh": f"{self.title_zh}公示名单",
            "title_en": f"{self.title_en}: public notice",
            "rows": [dict(row) for row in self.rows],
            "basis": dict(self.basis),
            "notice_days": notice_days,
        }


def lists_of(run: Path) -> tuple[Listed, ...]:
    """The first two lists that have some names by a run."""
    opened = open_run(run)
    days = opened.manifest.three_dates
    basis = {
        "law": days.law.isoformat(), "facts_as_of": days.facts_as_of.isoformat(),
        "known_by": days.known_by.isoformat(), "ruleset": opened.manifest.ruleset_digest,
        "facts": opened.manifest.snapshot_digest, "synthetic": str(opened.synthetic).lower(),
    }  # fmt: skip
    found: list[Listed] = []
    for decision in listable(opened.ruleset):
        rows = [
            {"credit_code": one.code, "name": one.name or one.code, "place": one.city_code}
            for one in named_by(opened, decision)
        ]
        if len(rows) >= _FEWEST:
            found.append(Listed(decision.key, decision.label.zh, decision.label.en, rows, basis))
        if len(found) == _MOST_LISTS:
            break
    return tuple(found)


def announced(script: Script, cast: Cast, listed: Listed) -> Story:
    """Drafted, published, objected to; that is upheld, and the list announced without the name after its notice."""
    number, until = yield from _published(script, cast, listed, notice_days=_ENDED_DAYS)
    objection = _objected(script, cast, number, listed=listed)
    yield 2
    script.act(
        cast.of("office", "approver"), "publication.answer_objection", objection_id=objection, upheld=True,
        words="经核查，反映情况属实，移出名单。",
    )  # fmt: skip
    yield until + timedelta(days=1)
    stand = [dict(row) for row in listed.rows[1:]]
    script.act(
        cast.of("office", "approver2"), "publication.conclude", list_id=number, sha256=digest_of(stand)
    )


def on_notice(script: Script, cast: Cast, listed: Listed) -> Story:
    """Drafted, published, and objected to; nobody has answered yet."""
    number, _ = yield from _published(script, cast, listed, notice_days=_OPEN_DAYS)
    _objected(script, cast, number, listed=listed)


def _published(
    script: Script, cast: Cast, listed: Listed, *, notice_days: int
) -> Generator[int | date, None, tuple[int, date]]:
    """The number of the list, and the last day of its notice."""
    drafted = script.act(cast.of("office", "handler"), "publication.draft", **listed.parts(notice_days))
    number = int(drafted["list_id"])
    yield 1
    published = script.act(
        cast.of("office", "approver"), "publication.publish", list_id=number, sha256=drafted["sha256"]
    )
    yield 1
    return number, date.fromisoformat(published["until"])


def _objected(script: Script, cast: Cast, number: int, *, listed: Listed) -> int:
    taken = script.act(
        cast.of("office", "handler"), "publication.take_objection", list_id=number,
        credit_code=listed.rows[0]["credit_code"], by="某行业协会（虚构）", ground="反映该企业主营业务已变更",
    )  # fmt: skip
    return int(taken["objection_id"])
