"""The application as Django sees it."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Organisations, people, appointments, authorities, groups."""

    name = "kejin.records.parties"
    label = "parties"
