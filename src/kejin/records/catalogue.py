"""All acts: importing this module enters every action into the list. `kejin.records.load` does it."""

from kejin.records.access import consents, reading
from kejin.records.approvals import deciding
from kejin.records.exports import acts as exports
from kejin.records.filings import acts as filings
from kejin.records.filings import batches, disputes
from kejin.records.financing import applying, claiming, performing
from kejin.records.financing import duplicates as financed_twice
from kejin.records.ledger import acts as ledger
from kejin.records.ledger import closing
from kejin.records.pledges import acts as pledges
from kejin.records.registry import authorities, days, organisations, people, ties
from kejin.records.snapshots import ordering
from kejin.records.subsidies import claiming as subsidies
from kejin.records.subsidies import duplicates as subsidised_twice
from kejin.records.subsidies import paying
from kejin.records.tapes import breaking, reconciling, submitting

__all__ = [
    "applying",
    "authorities",
    "batches",
    "breaking",
    "claiming",
    "closing",
    "consents",
    "days",
    "deciding",
    "disputes",
    "exports",
    "filings",
    "financed_twice",
    "ledger",
    "ordering",
    "organisations",
    "paying",
    "people",
    "performing",
    "pledges",
    "reading",
    "reconciling",
    "submitting",
    "subsidies",
    "subsidised_twice",
    "ties",
]
