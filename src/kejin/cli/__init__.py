"""The command line. It holds no rule and no arithmetic: it reads files and the clock, calls the rooms below, prints."""

import os


def main() -> None:
    """The `kejin` command."""
    # One set of settings for every command: guards, rights and seals go by the tables of the pages too.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kejin.site.settings")
    # Imported late, so that whoever only needs the pages or the terminal does not load every command.
    from kejin.cli.app import run_app  # noqa: PLC0415

    run_app()
