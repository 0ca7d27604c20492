"""The sample catalogue and small builders of enterprises."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from kejin.facts import FactSet, Grain
from kejin.planning import Catalogue, Offers, offers
from kejin.policy import Dates, PolicyStore
from kejin.policy.cases import facts_frame

PACKS = Path(__file__).parent / "sample_packs"
DAY = date(2025, 6, 30)
YUAN = 100
WAN = 10_000 * YUAN


@cache
def catalogue() -> Catalogue:
    return Catalogue.of(PolicyStore.read([PACKS]).compile(Dates(DAY, DAY, DAY)))


def firms(*rows: Mapping[str, object]) -> FactSet:
    """Enterprises e1, e2, … with their facts; `revenue_fen` is that of the last full year."""
    named = [{"enterprise_id": f"e{number}", **row} for number, row in enumerate(rows, 1)]
    filings = [
        {"enterprise_id": row["enterprise_id"], "year": DAY.year - 1, "revenue_fen": row.get("revenue_fen")}
        for row in named
    ]
    own = [{name: value for name, value in row.items() if name != "revenue_fen"} for row in named]
    return FactSet(
        {
            Grain.ENTERPRISE: facts_frame(Grain.ENTERPRISE, own),
            Grain.FILING: facts_frame(Grain.FILING, filings),
        }
    )


def offered(*rows: Mapping[str, object]) -> Offers:
    return offers(catalogue(), firms(*rows))
