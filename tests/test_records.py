"""Records of decisions: on disk before the answer, each chain with one writer."""

import copy
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import scratch_policies
from record_chains import entry, faults, fill
from scratch_policies import REQUEST, REVISION, decision

from ai_export_policy import Client, Decision, RequestInvalid, Sidecar
from ai_export_policy.errors import NotRecorded
from ai_export_policy.records import Entry, RecordedClient, Records, lines, records, verify


def test_a_record_says_what_was_asked_answered_when_and_by_what(tmp_path: Path) -> None:
    with Records(tmp_path) as one:
        one.append([Entry(REQUEST, decision(REQUEST), "1.22.2", trace=b"how")])
        head = one.head
    (line,) = records(tmp_path)
    assert line.hash == head.hash
    record = line.record
    assert record.pop("time").endswith("Z")
    assert record == {
        "kind": "decision",
        "format": 1,
        "chain": "main",
        "sequence": 1,
        "previous": lines.START,
        "request": REQUEST,
        "decision": decision(REQUEST),
        "revision": REVISION,
        "data_digest": None,
        "engine": "1.22.2",
        "trace_digest": lines.digest(b"how"),
    }


def test_records_are_for_their_owner_alone(tmp_path: Path, key_pair: tuple[Path, Path]) -> None:
    before = os.umask(0)
    try:
        folder = fill(tmp_path, 2, key=key_pair[0], segment_bytes=1)
    finally:
        os.umask(before)
    made = [folder, *folder.iterdir()]
    assert len(made) == 5
    assert [one.name for one in made if one.stat().st_mode & 0o077] == []


def test_the_hash_is_over_bytes_that_stand_in_the_line(tmp_path: Path) -> None:
    content = (fill(tmp_path, 1) / "00000001.jsonl").read_bytes()
    body = content[content.index(b'"record":') + len(b'"record":') : -2]
    assert json.loads(content)["hash"] == lines.digest(body)


def test_a_chain_goes_on_where_it_was_left(tmp_path: Path) -> None:
    for count in range(3):
        fill(tmp_path, 2, segment_bytes=1 + 2000 * count)
    found = verify(tmp_path / "main")
    assert found.whole
    assert found.records == found.head.sequence == 6
    assert [line.record["sequence"] for line in records(tmp_path)] == [1, 2, 3, 4, 5, 6]


def test_segments_follow_each_other(tmp_path: Path) -> None:
    folder = fill(tmp_path, 5, segment_bytes=1)
    assert len(list(folder.glob("*.jsonl"))) == 5
    assert verify(folder).records == 5
    (folder / "00000003.jsonl").unlink()
    assert faults(folder) == ["record 4 follows record 2"]


def test_a_chain_has_one_writer_and_a_store_has_many(tmp_path: Path) -> None:
    with Records(tmp_path) as one, Records(tmp_path, chain="other") as other:
        with pytest.raises(NotRecorded, match="another writer"):
            Records(tmp_path)
        one.append([entry()])
        other.append([entry()])
    with pytest.raises(NotRecorded, match="closed"):
        one.append([entry()])
    assert [line.record["chain"] for line in records(tmp_path)] == ["main", "other"]


@pytest.mark.parametrize("name", ["", "..", "a/b", ".hidden", "x" * 65])
def test_a_chain_is_no_path(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a chain's name"):
        Records(tmp_path, chain=name)


def test_a_child_does_not_write_into_its_parents_chain(tmp_path: Path) -> None:
    with Records(tmp_path) as one:
        child = os.fork()
        if child == 0:
            try:
                one.append([entry()])
            except NotRecorded:
                os._exit(7)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
        one.append([entry()])
    assert verify(tmp_path / "main").records == 1


def test_a_store_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotRecorded, match="cannot be written"):
        Records(tmp_path / "file")


def test_what_is_no_json_is_not_recorded(tmp_path: Path) -> None:
    with Records(tmp_path) as one:
        with pytest.raises(NotRecorded, match="no JSON"):
            one.append([Entry({"x": float("nan")}, {}, None)])
        one.append([entry()])
    assert verify(tmp_path / "main").records == 1


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    policies = scratch_policies.write(tmp_path_factory.mktemp("policies"))
    with Sidecar(policies) as sidecar, Client(sidecar.url, expected_revisions={REVISION}) as one:
        yield one


def test_a_decision_is_on_record_before_it_is_given(client: Client, tmp_path: Path) -> None:
    with Records(tmp_path) as store:
        recorded = RecordedClient(client, store)
        answer = recorded.decide(REQUEST)
        with pytest.raises(RequestInvalid):
            recorded.decide({})
        (line,) = records(tmp_path)
        assert line.record["request"] == REQUEST
        assert line.record["decision"] == answer.document
        assert line.record["engine"] == answer.engine == "1.22.2"
        many = recorded.decide_many({"a": REQUEST, "b": {}, "c": REQUEST | {"request_id": "2"}})
    assert [type(one).__name__ for one in many.values()] == [
        "Decision",
        "RequestInvalid",
        "Decision",
    ]
    ids = [line.record["decision"]["request_id"] for line in records(tmp_path)]
    assert ids == ["line 1", "line 1", "2"]


class Meddling:
    """A client whose caller changes the request once it was asked."""

    def __init__(self, client: Client, request: dict[str, Any]) -> None:
        self._client, self._request = client, request

    def decide(self, request: Any) -> Decision:
        answer = self._client.decide(request)
        self._request["parties"]["recipient"]["name"] = "another"
        return answer


def test_what_is_on_record_is_what_was_sent(client: Client, tmp_path: Path) -> None:
    request = copy.deepcopy(REQUEST)
    request["parties"] = {"recipient": {"name": "one", "headquarters": "CN"}}
    with Records(tmp_path) as store:
        asked: Any = Meddling(client, request)
        RecordedClient(asked, store).decide(request)
        with pytest.raises(RequestInvalid):
            RecordedClient(client, store).decide(None)  # type: ignore[arg-type]
    assert next(records(tmp_path)).record["request"]["parties"]["recipient"]["name"] == "one"
    assert request["parties"]["recipient"]["name"] == "another"


class MeddlingWithMany:
    """Changes what it was asked, once it has the answers."""

    def __init__(self, client: Client, requests: dict[str, Any]) -> None:
        self._client = client
        self._requests = requests

    def decide_many(self, requests: Any, *, batch: int) -> Any:
        self._requests["a"]["parties"]["recipient"]["name"] = "another"
        answers = self._client.decide_many(requests, batch=batch)
        self._requests["b"]["item"]["quantity"] = 1
        self._requests["b"] = {}
        return answers


def test_of_many_on_record_is_what_they_were_when_they_were_asked(
    client: Client, tmp_path: Path
) -> None:
    asked = {name: copy.deepcopy(REQUEST) | {"request_id": name} for name in ("a", "b")}
    for one in asked.values():
        one["parties"] = {"recipient": {"name": "one", "headquarters": "CN"}}
    before = copy.deepcopy(asked)
    with Records(tmp_path) as store:
        meddling: Any = MeddlingWithMany(client, asked)
        answers = RecordedClient(meddling, store).decide_many(asked)
        assert all(isinstance(one, Decision) for one in answers.values())
        odd: dict[str, Any] = {}
        odd["item"] = odd
        dated = REQUEST | {"as_of": (2025, 7, 1)}
        refused = RecordedClient(client, store).decide_many({"itself": odd, "date": dated})
        assert {type(one) for one in refused.values()} == {RequestInvalid}
    assert [one.record["request"] for one in records(tmp_path)] == list(before.values())


def test_no_record_no_answer(client: Client, tmp_path: Path) -> None:
    store = Records(tmp_path)
    recorded = RecordedClient(client, store)
    store.close()
    with pytest.raises(NotRecorded):
        recorded.decide(REQUEST)
    answers = recorded.decide_many({"a": REQUEST, "b": {}})
    assert isinstance(answers["a"], NotRecorded)
    assert isinstance(answers["b"], RequestInvalid)
    assert not any(isinstance(one, Decision) for one in answers.values())


def test_a_key_that_fails_takes_the_answers_of_one_call_alone(
    client: Client, tmp_path: Path
) -> None:
    key = tmp_path / "key.pem"
    key.write_text("no key")
    fill(tmp_path, 1)
    store = Records(tmp_path, key=key, segment_bytes=1)
    answers = RecordedClient(client, store).decide_many({"a": REQUEST, "b": {}})
    assert [type(one) for one in answers.values()] == [NotRecorded, RequestInvalid]
    store.close()
