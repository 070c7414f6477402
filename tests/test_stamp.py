"""Policies that were edited since their revision was written pass for that revision nowhere."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import other_rules
import pytest
import scratch_policies
from ledger_requests import lpp
from record_chains import fill

from ai_export_policy import Sidecar, bundle, cli, resources, stamp
from ai_export_policy.cli import main
from ai_export_policy.deployment import local
from ai_export_policy.errors import PoliciesEdited

EXAMPLE = str(Path(cli.__file__).parents[1] / "examples" / "request.yaml")
LPP, THRESHOLDS = "ear/part_740/lpp.rego", "reference/thresholds/data.json"


def _replaced(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def _rule(policies: Path) -> None:
    _replaced(policies / LPP, "import rego.v2\n", "import rego.v2\n\n_new := true\n")


def _table(policies: Path) -> None:
    _replaced(policies / THRESHOLDS, "26900000", "36900000")


def _added(policies: Path) -> None:
    (policies / "ear/more.rego").write_text("package ear.more\n")


def _data(policies: Path) -> None:
    (policies / "ear/data.yml").write_text("more: 1\n")


def _removed(policies: Path) -> None:
    (policies / "ear/flags.rego").unlink()


def _digest(policies: Path) -> None:
    document = json.loads((policies / stamp.TABLE).read_text())
    other = document | {"data_digest": f"sha256:{'0' * 64}"}
    (policies / stamp.TABLE).write_text(json.dumps(other))


def _test(policies: Path) -> None:
    (policies / "ear/more_test.rego").write_text("package ear.more_test\n")


EDITS = [_rule, _table, _added, _data, _removed, _digest]


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """A copy of the policies of this package."""
    return shutil.copytree(resources.policies(), tmp_path / "policies")


@pytest.fixture
def edited(
    policies: Path, opa_executable: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Path:
    """The policies that this package finds, with a rule and a table edited since."""
    _rule(policies)
    _table(policies)
    monkeypatch.setattr(resources, "policies", lambda: policies)
    monkeypatch.setenv("AI_EXPORT_CACHE", str(opa_executable.parent))
    monkeypatch.chdir(tmp_path)
    return policies


def test_the_policies_of_this_package_are_those_that_they_are_called() -> None:
    stamp.check(resources.policies())
    assert stamp.written(resources.policies()).revision == resources.revision()


@pytest.mark.parametrize("edit", EDITS)
def test_what_is_edited_builds_no_bundle(edit: Callable[[Path], None], policies: Path) -> None:
    edit(policies)
    out = policies.parent / "bundle.tar.gz"
    with pytest.raises(PoliciesEdited, match=r"edited since revision 0\."):
        bundle.build(policies, out, None)
    assert not out.exists()


def test_tests_of_rules_decide_nothing(policies: Path) -> None:
    _test(policies)
    stamp.check(policies)


def test_edited_policies_with_a_revision_of_their_own_are_theirs(tmp_path: Path) -> None:
    stamp.check(other_rules.write(tmp_path, "0.0.1"))


def test_a_revision_that_tells_no_digest_says_nothing_of_the_content(tmp_path: Path) -> None:
    policies = scratch_policies.write(tmp_path, "by hand")
    _added(policies)
    stamp.check(policies)


@pytest.mark.parametrize("command", [["decide"], ["trace"], ["advise"]])
@pytest.mark.usefixtures("edited")
def test_who_tries_an_edit_is_told_in_a_line(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, EXAMPLE]) in (0, 1)
    out, err = capsys.readouterr()
    (line,) = [one for one in err.splitlines() if not one.endswith("...")]
    assert f"edited since revision {resources.revision()}, which it still names" in line
    assert line.endswith("run `make docs`; an edited table decides nothing until then")
    assert "edited since" not in out


@pytest.mark.usefixtures("edited")
def test_who_starts_a_sidecar_on_edited_policies_is_warned() -> None:
    with pytest.warns(UserWarning, match="edited since .* run `make docs`") as told, Sidecar():
        pass
    assert [one.filename for one in told] == [__file__]


KEPT = [
    ["decide", "--record", "kept", EXAMPLE],
    ["trace", "--record", "kept", EXAMPLE],
    ["ledger", "reserve", "--ledger", "sqlite:book", "draw.json"],
    ["bundle", "build"],
    ["bundle", "build", "--unsigned"],
    ["sidecar"],
]


@pytest.mark.parametrize("command", KEPT, ids=lambda command: " ".join(command[:2]))
def test_what_is_kept_built_or_served_is_refused(
    command: list[str],
    edited: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path("draw.json").write_text(json.dumps(lpp("one")))
    assert main(["ledger", "init", "--ledger", "sqlite:book"]) == 0
    capsys.readouterr()
    monkeypatch.setattr(local, "Served", None)
    assert main(command) == 4
    out, err = capsys.readouterr()
    told = " ".join(err.split())
    assert f"{edited} was edited since revision {resources.revision()}" in told
    assert "run `make docs`" in told
    assert out == ""
    assert not Path("bundle.tar.gz").exists()
    assert not Path("kept").exists()


def test_a_bundle_is_not_verified_against_edited_sources(
    edited: Path, opa_executable: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not even one that was built of them, as long as nobody looked."""
    whole = bundle.development_key(opa_executable.parent / "keys")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stamp, "check", lambda _: None)
        bundle.build(edited, Path("edited.tar.gz"), whole[0], opa_executable)
    assert main(["bundle", "verify", "edited.tar.gz"]) == 4
    assert "was edited since" in capsys.readouterr().err


def test_records_are_not_replayed_on_edited_policies(
    edited: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(Path("kept"), 1)
    assert main(["records", "replay", "--revision", "package", "kept"]) == 4
    assert "was edited since" in capsys.readouterr().err
