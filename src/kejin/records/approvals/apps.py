"""The application as Django sees it."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Limits, approvals and decisions."""

    name = "kejin.records.approvals"
    label = "approvals"
