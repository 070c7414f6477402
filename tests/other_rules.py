"""The policies of this package with one threshold changed, of another revision therefore."""

import json
import shutil
from pathlib import Path

import indexes

from ai_export_policy import resources, stamp


def write(folder: Path, version: str) -> Path:
    """Write them below `folder`: License Exception LPP allows next to nothing. Their folder."""
    policies = shutil.copytree(resources.policies(), folder / "policies")
    thresholds = policies / "reference/thresholds/data.json"
    document = json.loads(thresholds.read_text())
    for row in document["rows"]["lpp_consignee_year_tpp"]:
        row["value"] = 1
    thresholds.write_text(json.dumps(document))
    for index, content in indexes.generated(folder).items():
        index.write_text(json.dumps(content))
    made = stamp.of(policies, version)
    manifest = policies / stamp.MANIFEST
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"revision": made.revision}))
    (policies / stamp.TABLE).write_text(json.dumps(made._asdict()))
    return policies
