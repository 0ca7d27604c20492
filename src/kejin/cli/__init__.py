"""The command line. It holds no rule and no arithmetic: it reads files and the clock, calls the rooms below, prints."""


def main() -> None:
    """The `kejin` command."""
    # Imported late, so that whoever only needs the pages or the terminal does not load every command.
    from kejin.cli.app import run_app  # noqa: PLC0415

    run_app()
