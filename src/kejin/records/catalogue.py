"""All acts: importing this module enters every action into the list. `kejin.records.load` does it."""

from kejin.records.ledger import acts as ledger
from kejin.records.ledger import closing
from kejin.records.registry import authorities, days, organisations, people, ties

__all__ = ["authorities", "closing", "days", "ledger", "organisations", "people", "ties"]
