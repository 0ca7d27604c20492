"""The application as Django sees it."""

from django.apps import AppConfig
from typing_extensions import override

from kejin.web.words import add_words


class WebConfig(AppConfig):
    """Templates, static files and tags that all pages share."""

    name = "kejin.web"
    label = "web"

    @override
    def ready(self) -> None:
        # The catalogue holds models' acts, and may be read only now.
        from kejin.records import catalogue  # noqa: F401, PLC0415
        from kejin.web import ruling  # noqa: F401, PLC0415
        from kejin.web.jobs.working import chore  # noqa: PLC0415
        from kejin.web.renewing import work  # noqa: F401, PLC0415
        from kejin.web.search.finding import keep_names  # noqa: PLC0415
        from kejin.web.words.accounts import WORDS as ACCOUNTS  # noqa: PLC0415
        from kejin.web.words.jobs import WORDS as JOBS  # noqa: PLC0415
        from kejin.web.words.lists import WORDS as LISTS  # noqa: PLC0415
        from kejin.web.words.notices import WORDS as NOTICES  # noqa: PLC0415
        from kejin.web.words.origin import WORDS as ORIGINS  # noqa: PLC0415
        from kejin.web.words.saved import WORDS as SAVED  # noqa: PLC0415
        from kejin.web.words.shared import WORDS  # noqa: PLC0415
        from kejin.web.words.tokens import WORDS as TOKENS  # noqa: PLC0415

        chore(keep_names)
        add_words("web", WORDS)
        add_words("account", ACCOUNTS)
        add_words("job", JOBS)
        add_words("list", LISTS)
        add_words("origin", ORIGINS)
        add_words("told", NOTICES)
        add_words("saved", SAVED)
        add_words("token", TOKENS)
