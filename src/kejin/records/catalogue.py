"""All acts: importing this module enters every action into the list. `kejin.records.load` does it."""

from kejin.records.approvals import deciding
from kejin.records.financing import applying, claiming, performing
from kejin.records.ledger import acts as ledger
from kejin.records.ledger import closing
from kejin.records.registry import authorities, days, organisations, people, ties

__all__ = [
    "applying",
    "authorities",
    "claiming",
    "closing",
    "days",
    "deciding",
    "ledger",
    "organisations",
    "people",
    "performing",
    "ties",
]
