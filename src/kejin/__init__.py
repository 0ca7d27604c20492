"""Kejin 科金: technology finance for a province, with every figure traced to a clause and to a fact."""

__version__ = "0.1.0"
