"""What is never true, over thousands of generated requests and a real OPA.

Each example is one request with all that it is compared with, decided in one call.
"""

import random
from collections import Counter
from typing import Any

import consistency
import generate
from examples import decided, examples
from generate import FIRST_DAY, UNKNOWN_COUNTRIES, days, requests, tell
from hypothesis import Phase, assume, given, seed, settings
from hypothesis import strategies as st
from removal import REQUIRED, dotted, exemption, paths, permits, without
from removal import Path as Steps
from scenarios import scenarios

from ai_export_policy import Client


@examples
@given(request=requests(most=12))
def test_a_decision_is_never_undefined_and_agrees_with_itself(
    client: Client, request: dict[str, Any]
) -> None:
    (decision,) = decided(client, request)
    assert consistency.faults(request, decision) == []


@examples
@given(data=st.data(), request=requests())
def test_a_missing_fact_is_never_taken_for_its_favourable_value(
    client: Client, data: st.DataObject, request: dict[str, Any]
) -> None:
    removable = [path for path in paths(request) if path not in REQUIRED]
    removed = data.draw(st.lists(st.sampled_from(removable), min_size=1, max_size=5, unique=True))
    told, *lacking = decided(client, request, *[without(request, path) for path in removed])
    if permits(told):
        return
    for path, decision in zip(removed, lacking, strict=True):
        if not exemption(request, path, told):
            assert not permits(decision), f"without {dotted(path)}: {decision['outcome']}"


@examples
@given(data=st.data(), request=requests())
def test_an_unknown_country_is_worth_no_more_than_none(
    client: Client, data: st.DataObject, request: dict[str, Any]
) -> None:
    """A permission that survives it does so without the fact, too: it rested on something else."""
    code = data.draw(st.sampled_from(UNKNOWN_COUNTRIES))
    places = [path for path in paths(request) if _is_country(path) and path not in REQUIRED]
    changed = (
        data.draw(st.lists(st.sampled_from(places), max_size=4, unique=True)) if places else []
    )
    elsewhere, *pairs = decided(
        client,
        tell(request, ("destination",), code),
        *[tell(request, path, code) for path in changed],
        *[without(request, path) for path in changed],
    )
    assert not permits(elsewhere), f"to {code}: {elsewhere['outcome']}"
    half = len(changed)
    for path, unknown, lacking in zip(changed, pairs[:half], pairs[half:], strict=True):
        assert not permits(unknown) or permits(lacking), f"{dotted(path)} {code} permits"


def test_null_wherever_it_is_allowed_leaves_a_decision(client: Client) -> None:
    nullable = [path for path, schema in generate.fields() if generate.is_nullable(schema)]
    told = [tell(request, path, None) for request in scenarios() for path in nullable]
    faults = [
        fault
        for request, decision in zip(told, decided(client, *told), strict=True)
        for fault in consistency.faults(request, decision)
    ]
    assert faults == []


def test_no_country_of_a_scenario_may_be_unknown(client: Client) -> None:
    """The same as above for each place at which a permission may look."""
    places = [
        (request, path)
        for request in scenarios()
        for path in paths(request)
        if _is_country(path) and path not in REQUIRED
    ]
    unknown = decided(client, *[tell(request, path, "QQ") for request, path in places])
    lacking = decided(client, *[without(request, path) for request, path in places])
    kinder = [
        dotted(path)
        for (_, path), one, other in zip(places, unknown, lacking, strict=True)
        if permits(one) and not permits(other)
    ]
    assert kinder == []


@examples
@given(data=st.data(), request=requests())
def test_an_unknown_eccn_is_worth_no_more_than_none(
    client: Client, data: st.DataObject, request: dict[str, Any]
) -> None:
    code = data.draw(st.sampled_from(["0A000", "3A099.a", "3A090.q", "9E999.z"]))
    # Of a model told beside a circuit the code says that it is no circuit of the rule: the model.
    assume(not (request["item"].get("model") and request["item"].get("kind") != "model_weights"))
    unknown, lacking = decided(
        client,
        tell(request, ("item", "eccn"), code),
        without(tell(request, ("item", "eccn"), code), ("item", "eccn")),
    )
    assert not permits(unknown) or permits(lacking)


@examples
@given(data=st.data(), request=requests())
def test_a_day_before_the_first_text_seen_never_permits(
    client: Client, data: st.DataObject, request: dict[str, Any]
) -> None:
    early = [day for day in ("1999-12-31", "2022-10-07", *days()) if day < FIRST_DAY]
    (decision,) = decided(client, tell(request, ("as_of",), data.draw(st.sampled_from(early))))
    assert decision["outcome"] in {"indeterminate", "out_of_scope"}


@examples
@given(request=requests(), order=st.integers(0, 2**32), name=st.text(min_size=1))
def test_key_order_and_request_id_change_nothing(
    client: Client, request: dict[str, Any], order: int, name: str
) -> None:
    other = {**_shuffled(request, random.Random(order)), "request_id": name}
    one, two = decided(client, request, other)
    assert two["request_id"] == name
    assert one | {"request_id": None} == two | {"request_id": None}


@examples
@given(data=st.data(), request=requests())
def test_a_permission_holds_until_the_day_it_names(
    client: Client, data: st.DataObject, request: dict[str, Any]
) -> None:
    (told,) = decided(client, request)
    last = told["valid_until"]
    if not permits(told) or last is None:
        return
    between = [day for day in days() if told["as_of"] < day < last]
    day = data.draw(st.sampled_from([*between, last]))
    (later,) = decided(client, tell(request, ("as_of",), day))
    assert (later["outcome"], later["authorization"]) == (told["outcome"], told["authorization"])


def test_every_outcome_and_every_way_to_one_is_generated(client: Client) -> None:
    """Else the properties above would hold of requests that meet nothing."""
    told: list[dict[str, Any]] = []

    @seed(20250701)
    @settings(max_examples=2_000, database=None, deadline=None, phases=[Phase.generate])
    @given(requests())
    def collect(request: dict[str, Any]) -> None:
        told.append(request)

    collect()
    decisions = decided(client, *told)
    outcomes = Counter(decision["outcome"] for decision in decisions)
    symbols = Counter(
        decision["authorization"]["symbol"] for decision in decisions if decision["authorization"]
    )
    kinds = Counter(
        decision["classification"]["level"]
        if request["item"].get("kind") == "model_weights"
        else request["item"].get("kind")
        for request, decision in zip(told, decisions, strict=True)
        if decision["authorization"]
    )
    assert {name for name, number in outcomes.items() if number >= 5} == {
        "no_license_required",
        "not_subject_to_ear",
        "license_exception",
        "validated_end_user",
        "licensed",
        "license_required",
        "indeterminate",
        "out_of_scope",
    }
    assert {name for name, number in symbols.items() if number >= 5} == {
        *consistency.EXCEPTIONS,
        "UVEU",
        "NVEU",
        "LICENSE",
    }
    assert {"software", "technology", "weights"} <= {
        name for name, number in kinds.items() if number >= 5
    }


def _is_country(path: Steps) -> bool:
    schema = generate.schema_of(path)
    return schema is not None and schema.get("title", "").startswith("country code")


def _shuffled(value: Any, shuffle: random.Random) -> Any:
    if isinstance(value, dict):
        names = list(value)
        shuffle.shuffle(names)
        return {name: _shuffled(value[name], shuffle) for name in names}
    return [_shuffled(each, shuffle) for each in value] if isinstance(value, list) else value
