"""What the figures were taken on."""

import datetime
import json
import os
import platform
from pathlib import Path
from typing import Any

from ai_export_policy.opa import OPA_VERSION


def described(policies: Path) -> dict[str, Any]:
    """Date, size of the machine, versions, and how busy it was with other things."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    manifest = json.loads((policies / ".manifest").read_text(encoding="utf-8"))
    return {
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "cores": os.cpu_count(),
        "memory_gib": round(memory / 2**30, 1),
        "machine": f"{platform.system()} {platform.machine()}",
        "load_before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "opa": OPA_VERSION,
        "policies": manifest["revision"],
    }
