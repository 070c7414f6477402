"""The policies of this package with one threshold changed, under another revision."""

import json
import shutil
from pathlib import Path

import indexes

from ai_export_policy import resources


def write(folder: Path, revision: str) -> Path:
    """Write them below `folder`: License Exception LPP allows next to nothing. Their folder."""
    policies = shutil.copytree(resources.policies(), folder / "policies")
    for path in (policies / ".manifest", policies / "reference/policy/data.json"):
        path.write_text(json.dumps(json.loads(path.read_text()) | {"revision": revision}))
    thresholds = policies / "reference/thresholds/data.json"
    document = json.loads(thresholds.read_text())
    for row in document["rows"]["lpp_consignee_year_tpp"]:
        row["value"] = 1
    thresholds.write_text(json.dumps(document))
    for index, content in indexes.generated(folder).items():
        index.write_text(json.dumps(content))
    return policies
