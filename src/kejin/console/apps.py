"""The application as Django sees it."""

from django.apps import AppConfig
from typing_extensions import override

from kejin.web.words import add_words


class ConsoleConfig(AppConfig):
    """The pages. Each kind of user has a folder of views, words and templates, entered here."""

    name = "kejin.console"
    label = "console"

    @override
    def ready(self) -> None:
        # Views read models, which may be read only now.
        from kejin.console import enterprise, front, institution, office  # noqa: PLC0415
        from kejin.console.enterprise.following import sought  # noqa: PLC0415
        from kejin.console.office import policy_list  # noqa: PLC0415
        from kejin.web.menu import add_to_menu  # noqa: PLC0415
        from kejin.web.search.serving import add_provider  # noqa: PLC0415

        add_provider(sought)
        add_provider(policy_list.sought)
        for part in (front, enterprise, institution, office):
            for prefix, words in part.SENTENCES.items():
                add_words(prefix, words)
            add_to_menu(*part.MENU)
