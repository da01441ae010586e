"""How much memory this process has taken at most."""

import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")


def peak_bytes() -> int:
    """Return the most memory that this process ever had at once, in bytes.

    Linux tells it in a file. What `getrusage` tells there begins with what the parent had, and would hide all below it.
    """
    if _STATUS.exists():
        line = next(
            one for one in _STATUS.read_text(encoding="ascii").splitlines() if one.startswith("VmHWM:")
        )
        return int(line.split()[1]) * 1_024
    import resource

    unit = 1 if sys.platform == "darwin" else 1_024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
