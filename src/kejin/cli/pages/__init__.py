"""The answer pages: one self-contained bilingual HTML file per enterprise, and an index."""

from kejin.cli.pages.environment import content_policy, slug
from kejin.cli.pages.render import (
    Language,
    PageParts,
    PageSettings,
    StatusLine,
    page_name,
    render_enterprise,
    render_index,
)

__all__ = [
    "Language",
    "PageParts",
    "PageSettings",
    "StatusLine",
    "content_policy",
    "page_name",
    "render_enterprise",
    "render_index",
    "slug",
]
