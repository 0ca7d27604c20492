"""All acts: importing this module enters every action into the list. `kejin.records.load` does it."""

from kejin.records.registry import authorities, days, organisations, people, ties

__all__ = ["authorities", "days", "organisations", "people", "ties"]
