"""The application as Django sees it."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Books, accounts, entries."""

    name = "kejin.records.ledger"
    label = "ledger"
