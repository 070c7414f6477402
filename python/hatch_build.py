"""Build hook: policies and schemas travel in the package, so that installing it is enough.

They live beside `python/`, where a plain force-include finds them from the checkout but not from an
unpacked sdist. So the sdist carries its own copy, and the wheel is built from whichever is there.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COPY = "_bundled"  # in the sdist; in the wheel it lies inside the package


def shipped(checkout: Path) -> dict[str, str]:
    """What to ship: path in the checkout to path below the copy. Tests and notes stay at home."""
    files = [checkout / "LICENSE", checkout / "policies" / ".manifest"]
    files += (checkout / "policies").rglob("*.rego")
    files += (checkout / "policies").rglob("data.json")
    files += (checkout / "schemas").rglob("*.json")
    return {
        str(path): path.relative_to(checkout).as_posix()
        for path in sorted(files)
        if not path.name.endswith("_test.rego")
    }


class CustomBuildHook(BuildHookInterface[Any]):
    """Adds the copy to sdists and wheels; an editable install reads the checkout itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it writes; `version` is `standard` or `editable`."""
        if version == "editable":
            return
        root = Path(self.root)
        unpacked = root / COPY
        source = unpacked if unpacked.is_dir() else root.parent
        below = COPY if self.target_name == "sdist" else f"ai_export_policy/{COPY}"
        build_data["force_include"].update(
            {path: f"{below}/{name}" for path, name in shipped(source).items()}
        )
