"""What is on record about the firms: filed by the office from the synthetic province, and two disputes about it."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from kejin.demonstration.acting import CHANNEL, Actor, Script
from kejin.demonstration.diary import Story
from kejin.demonstration.firms import Firm
from kejin.demonstration.players import Cast
from kejin.enterprises.synthetic import read_synthetic
from kejin.facts import FactSet, Grain
from kejin.records.filings.batches import file_factset
from kejin.records.filings.models import Filing
from kejin.records.parties.standing import Caller

_GRAINS = (Grain.ENTERPRISE, Grain.FILING, Grain.HONOUR)
_DISPUTED = "staff_count"
_MISSED = 3
_GROUNDS = ("年末从业人数漏计新设研发部门", "从业人数与年报不一致")


def facts_of(province: Path, firms: Sequence[Firm]) -> FactSet:
    """What a synthetic province says about the firms: themselves, their years, their titles.

    Args:
        province: Folder that `kejin synth` wrote.
        firms: Of which.
    """
    codes = [firm.credit_code for firm in firms]
    whole = read_synthetic(province).frames
    frames = {
        grain: whole[grain].lazy().filter(pl.col("enterprise_id").is_in(codes)).collect()
        for grain in _GRAINS
        if grain in whole
    }
    return FactSet(frames, frozenset(frames))


def filings(script: Script, cast: Cast, facts: FactSet, *, chiefs: Sequence[Actor]) -> Story:
    """The office files a table about the firms; the first disputes its staff and is right, the second waits.

    Args:
        script: The story's own.
        cast: The office files and answers.
        facts: What is filed.
        chiefs: The firms' representatives.
    """
    clerk = cast.of("office", "handler")
    caller = Caller(clerk.username, clerk.organisation_id, channel=CHANNEL)
    file_factset(caller, facts, "演示登记信息", origin="registry", key=f"{CHANNEL}-{script.name}-table")
    yield 3
    for place, (chief, ground) in enumerate(zip(chiefs, _GROUNDS, strict=False)):
        about = _newest_year(chief)
        if about is None:
            continue
        raised = script.act(chief, "filings.dispute", filing_id=about.pk, fact=_DISPUTED, ground=ground)
        yield 5
        if place == 0:
            script.act(
                clerk, "filings.answer_dispute", dispute_id=raised["dispute_id"], outcome="upheld",
                words="经核对社保记录，予以更正", facts={_DISPUTED: str(int(about.facts[_DISPUTED]) + _MISSED)},
            )  # fmt: skip
            yield 5


def _newest_year(chief: Actor) -> Filing | None:
    """The newest year on record about a firm that says how many people it has; as it was first filed."""
    found = Filing.objects.filter(
        enterprise_id=chief.organisation_id, grain=Grain.FILING.value, corrects=None, facts__has_key=_DISPUTED
    )
    return found.order_by("-period", "id").first()
