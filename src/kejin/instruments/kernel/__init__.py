"""The kernel that runs programs; importing it loads the compiler, so importers do that late."""

from kejin.instruments.kernel.feeding import execute
from kejin.instruments.kernel.layout import Code, Data, Flows

__all__ = ["Code", "Data", "Flows", "execute"]
