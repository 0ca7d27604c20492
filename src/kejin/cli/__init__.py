"""The command line. It holds no rule and no arithmetic: it reads files and the clock, calls the rooms below, prints."""

from kejin.cli.app import app, main

__all__ = ["app", "main"]
