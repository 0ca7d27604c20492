"""The application as Django sees it."""

from django.apps import AppConfig


class SubsidiesConfig(AppConfig):
    """Programmes, entitlements, claims, payment files."""

    name = "kejin.records.subsidies"
    label = "subsidies"
