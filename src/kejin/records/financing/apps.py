"""The application as Django sees it."""

from django.apps import AppConfig


class FinancingConfig(AppConfig):
    """Financings and what happens to them."""

    name = "kejin.records.financing"
    label = "financing"
