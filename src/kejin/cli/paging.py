"""Answer pages of some enterprises into a run's folder."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from kejin.assessment import EnterpriseAnswer, answers_for
from kejin.cli.market import Market
from kejin.cli.pages import PageParts, PageSettings, page_name, render_enterprise
from kejin.cli.workbook import AskRow
from kejin.facts import FactSet
from kejin.policy import Decision, Ruleset

# Wraps the answers that get a page, with their number, so that a terminal can show how far the run is.
Tracked = Callable[[Iterator[EnterpriseAnswer], int], AbstractContextManager[Iterator[EnterpriseAnswer]]]


def write_pages(
    folder: Path,
    ruleset: Ruleset,
    factset: FactSet,
    *,
    decisions: Sequence[Decision],
    ids: Sequence[str],
    settings: PageSettings,
    market: Market | None,
    tracked: Tracked,
) -> list[AskRow]:
    """Write the pages of the enterprises named into `enterprises/`; gives the facts that each should supply."""
    pages = folder / "enterprises"
    pages.mkdir(exist_ok=True)
    asks: list[AskRow] = []
    answers = answers_for(ruleset, factset, ids, decisions=decisions, brief=True)
    with tracked(answers, len(ids)) as counted, _without_collecting():
        for answer in counted:
            parts = market.page_parts(answer) if market else PageParts()
            text = render_enterprise(answer, settings, parts)
            (pages / page_name(answer.enterprise_id)).write_text(text, encoding="utf-8")
            asks.extend(_asks(answer))
    return asks


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Let nothing look for garbage in circles: a page is a hundred thousand small objects without any."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _asks(answer: EnterpriseAnswer) -> Iterator[AskRow]:
    for request in answer.requests:
        yield AskRow(answer.enterprise_id, answer.name, request.ask.label, request.ask.year, request.waiting)
