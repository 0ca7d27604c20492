"""The application as Django sees it."""

from django.apps import AppConfig


class ConflictsConfig(AppConfig):
    """Examinations of approvals and their findings."""

    name = "kejin.records.conflicts"
    label = "conflicts"
