"""The application as Django sees it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Versions of what may change, and the seals that were made."""

    name = "kejin.records.audit"
    label = "audit"
