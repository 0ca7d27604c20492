"""A hook of mkdocs: the site gets the policy handbook, made from the packs while the site is built. No file is written.

Only the two indexes stand in the navigation and in the search; every policy is one click below them. With all pages in
it the search's index would be twelve megabytes, which every page of the site loads.
"""

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from kejin.cli.handbook import handbook
from kejin.packs import load_packs

NAV = {"Policy handbook": [{"中文": "handbook/zh/index.md"}, {"English": "handbook/en/index.md"}]}


def on_config(config: MkDocsConfig, **_: Any) -> MkDocsConfig:
    """Put the indexes into the navigation, before the reference."""
    if config.nav is not None:
        config.nav.insert(len(config.nav) - 1, NAV)
    return config


def on_files(files: Files, /, *, config: MkDocsConfig, **_: Any) -> Files:
    """Add the pages of the handbook."""
    for path, text in handbook(load_packs()).items():
        files.append(File.generated(config, f"handbook/{path}", content=text))
    return files


def on_env(env: Any, /, *, config: MkDocsConfig, **_: Any) -> Any:
    """Leave the pages of single policies out of the search."""
    index = config.plugins["search"].search_index  # type: ignore[attr-defined]
    add = index.add_entry_from_context

    def add_unless_policy(page: Page) -> None:
        path = page.file.src_uri
        if not path.startswith("handbook/") or path.endswith("/index.md"):
            add(page)

    index.add_entry_from_context = add_unless_policy
    return env
