"""What the figures were measured on, in general terms: cores, memory, system and versions, never a name or a path."""

import os
import platform
from importlib.metadata import version

GIGABYTE = 10**9


def describe() -> dict[str, str | int | float]:
    """Cores, memory in GB, system, Python and library versions, and how busy the machine is at this moment."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIGABYTE
    return {
        "cores": os.cpu_count() or 0,
        "memory_gb": round(memory, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "polars": version("polars"),
        "numpy": version("numpy"),
        "kejin": version("kejin"),
        "load_at_start": load(),
    }


def load() -> float:
    """How many processes wanted to run during the last minute; well above this process's own, times are noisy."""
    return round(os.getloadavg()[0], 2)
