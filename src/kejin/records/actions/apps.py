"""The application as Django sees it."""

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    """Notices; the actions themselves are classes."""

    name = "kejin.records.actions"
    label = "actions"
