"""The application as Django sees it."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Long work beside the pages."""

    name = "kejin.web.jobs"
    label = "jobs"
