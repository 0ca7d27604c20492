"""`python -m kejin.cli`: the command, for a process that knows its interpreter and not where scripts were installed."""

from kejin.cli import main

main()
