"""The application as Django sees it."""

from django.apps import AppConfig


class ScenariosConfig(AppConfig):
    """What-ifs that are kept, and what was found for them."""

    name = "kejin.web.scenarios"
    label = "scenarios"
