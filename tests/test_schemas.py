"""The schemas hold what is listed here, and both validators and OPA read them alike."""

import copy
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_export_policy import opa
from ai_export_policy.request import RequestInvalid, validate
from ai_export_policy.wording import Explainer

SCHEMAS = Path(__file__).parents[1] / "schemas"
REQUEST: dict[str, Any] = json.loads((SCHEMAS / "request.json").read_text(encoding="utf-8"))
DECISION: dict[str, Any] = json.loads((SCHEMAS / "decision.json").read_text(encoding="utf-8"))

# Typed by hand, not read from the schemas: a field or value that comes or goes is meant to.
FIELDS = {
    "": "request_id as_of posture readings activity origin destination destination_region item "
    "shipment parties end_use facility documents veu employee ledger",
    "shipment": "aggregate_tpp lines aboard_carrier_on",
    "parties": "recipient exporter purchaser intermediate_consignee ultimate_consignee end_user",
    "parties.end_user": "name kind location headquarters ultimate_parent "
    "ultimate_parent_headquarters majority_owner_headquarters government_controlled listed",
    "end_use": "purpose part_744 part_746 bis_informed diversion_risk ultimate_customer training",
    "end_use.training": "model_4e091 location service customer fine_tuning_share bis_authorization",
    "facility": "location owner operator operator_veu new_location notified_on move_notified_on "
    "supplement_10 attested_on",
    "documents": "aia_certification lpp_certification lpp_applied_to_operator veu_certification "
    "purchase_order enc_requirements_met nac_notification license",
    "documents.aia_certification": "signed_on submitted_on",
    "documents.lpp_certification": "signed_on calendar_year",
    "documents.veu_certification": "signed_on",
    "documents.nac_notification": "submitted_on registered_on outcome covers_this_shipment",
    "documents.license": "issued_on expires_on covers_this_shipment",
    "veu": "type holder listed_or_letter status authorized_eccns authorized_destinations "
    "arrangements compute",
    "veu.compute": "total_tpp by_country",
    "employee": "permanent_regular_employee employer not_deemed_reexport",
    "ledger": "source as_of complete country country_licensed_tpp country_increase "
    "consignee_year_lpp_tpp consignee_year_all_tpp consignee_aia_tpp operator_year_lpp_tpp",
    "item": "kind eccn related_eccn quantity tpp performance_density datacenter designer "
    "integrated_circuits specification memory_bandwidth_gbps general_prohibition_10 "
    "note_1_presumption subject_to_ear developer for_production_of received_under "
    "other_controls_cleared model",
    "item.integrated_circuits[]": "count tpp performance_density datacenter designer",
    "item.specification": "peaks dies",
    "item.specification.peaks[]": "bits tera_operations sparse",
    "item.specification.dies[]": "area_mm2 non_planar",
    "item.subject_to_ear": "value basis",
    "item.model": "training_operations published derived_from_published additional_operations "
    "synthetic_data best_published_operations trained_in trained_on_ear_items",
    "item.model.synthetic_data[]": "share generator_published generation_operations "
    "generator_training_operations",
    "item.model.best_published_operations": "value source as_of",
}
ENUMERATIONS = {
    "posture": "codified enforced",
    "activity": "export reexport transfer_in_country deemed_export deemed_reexport service",
    "destination_region": "UA-crimea UA-donetsk UA-luhansk",
    "item.kind": "integrated_circuit computer electronic_assembly component equipment software "
    "technology model_weights",
    "item.designer": "approved authorized neither",
    "item.note_1_presumption": "not_applicable overcome not_overcome",
    "item.received_under": "AIA ACM LPP NAC ACA UVEU NVEU license none",
    "parties.recipient.kind": "individual commercial_firm government other",
    "parties.recipient.listed[]": "entity_list entity_list_fn5 unverified_list meu_list "
    "denied_persons sdn other",
    "end_use.purpose": "data_center model_training weights_storage development production "
    "storage_before_export consumer other",
    "end_use.part_744": "none concern",
    "end_use.part_746": "none concern",
    "end_use.training.service": "own iaas api inference",
    "documents.purchase_order": "held commercial_sample none",
    "documents.nac_notification.outcome": "confirmed license_required pending",
    "veu.type": "uveu nveu general",
    "veu.status": "active suspended revoked",
    "veu.holder": "recipient exporter purchaser intermediate_consignee ultimate_consignee end_user",
    "employee.not_deemed_reexport": "734.20(a) 734.20(b) 734.20(c) none",
}
DECISION_FIELDS = {
    "": "contract request_id as_of posture outcome eccn classification license_requirements "
    "exclusions authorization considered review_policy reviews pools counts obligations flags "
    "missing_facts open_questions regime valid_until destination_status policy",
    "classification": "source agrees level decided_by tpp performance_density counted_operations",
    "authorization": "symbol citation",
    "license_requirements[]": "id citation",
    "exclusions[]": "id citation",
    "considered[]": "symbol citation available unmet missing",
    "reviews[]": "requirement policy citation",
    "pools[]": "pool key period basis limit_tpp used_tpp requested_tpp remaining_tpp fits "
    "denominator_tpp ledger",
    "pools[].ledger": "source as_of complete",
    "counts[]": "sum key period tpp",
    "obligations[]": "id when due by citation",
    "flags[]": "id citation",
    "open_questions[]": "id reading",
    "regime": "codified enforced version compliance_due stale_after notices",
    "destination_status": "supplement_5 macau_or_d5 d1_d4_d5_set",
    "policy": "revision data_digest",
}
DECISION_ENUMERATIONS = {
    "outcome": "no_license_required not_subject_to_ear license_exception validated_end_user "
    "licensed license_required indeterminate out_of_scope",
    "classification.source": "stated derived",
    "classification.level": "a b c weights none",
    "authorization.symbol": "AIA ACM LPP NAC ACA UVEU NVEU LICENSE",
    "considered[].symbol": "AIA ACM LPP NAC ACA UVEU NVEU LICENSE TMP RPL GOV TSU HBM VEU",
    "considered[].available": "yes no unknown not_modelled",
    "review_policy": "policy_of_denial presumption_of_denial case_by_case not_stated "
    "presumption_of_approval indeterminate",
    "pools[].pool": "country_allocation consignee_year uveu nveu",
    "pools[].basis": "licensed received installed share",
    "counts[].sum": "country_licensed consignee_year_lpp consignee_year_all consignee_aia "
    "operator_year_lpp veu_installed",
    "obligations[].when": "application before_first before_each with_each after periodic on_event "
    "retention",
    "obligations[].by": "exporter consignee veu end_user",
    "destination_status.supplement_5": "a b none",
}

PARTY = {
    "name": "Consignee SA",
    "kind": "commercial_firm",
    "location": "PL",
    "headquarters": "PL",
    "ultimate_parent": "Consignee SA",
    "ultimate_parent_headquarters": "PL",
    "majority_owner_headquarters": "PL",
    "government_controlled": False,
    "listed": ["sdn", "other"],
}
FULL: dict[str, Any] = {
    "request_id": "a-1",
    "as_of": "2025-07-01",
    "posture": "codified",
    "readings": {"C1": "lpp_not_listed", "N26": "after"},
    "activity": "reexport",
    "origin": "DE",
    "destination": "PL",
    "destination_region": None,
    "item": {
        "kind": "computer",
        "eccn": "4A090.a",
        "quantity": 8,
        "tpp": 15832,
        "performance_density": 19.45,
        "datacenter": True,
        "designer": "approved",
        "integrated_circuits": [{"count": 8, "tpp": 15832, "performance_density": None}],
        "specification": {
            "peaks": [{"bits": 16, "tera_operations": 989.5, "sparse": False}],
            "dies": [{"area_mm2": 814, "non_planar": True}],
        },
        "subject_to_ear": {"value": True, "basis": "734.9(l)"},
        "developer": PARTY,
        "model": {
            "training_operations": 2e26,
            "synthetic_data": [{"share": 0.1, "generator_published": True}],
            "best_published_operations": {"value": 5e25, "source": "s", "as_of": "2025-01-01"},
        },
    },
    "shipment": {"aggregate_tpp": 1e6, "lines": 2, "aboard_carrier_on": "2025-05-14"},
    "parties": {"recipient": PARTY, "exporter": PARTY, "intermediate_consignee": None},
    "end_use": {
        "purpose": "data_center",
        "training": {"service": "iaas", "fine_tuning_share": 0.25, "customer": PARTY},
    },
    "facility": {"location": "PL", "owner": PARTY, "supplement_10": [14, 15, 18]},
    "documents": {
        "lpp_certification": {"signed_on": "2025-06-20", "calendar_year": 2025},
        "purchase_order": "held",
        "license": {"issued_on": "2025-06-01", "covers_this_shipment": True},
    },
    "veu": {
        "type": "uveu",
        "holder": "end_user",
        "authorized_eccns": ["3A090.a", "4A090.a"],
        "arrangements": {"PL": True},
        "compute": {"total_tpp": 1e9, "by_country": {"PL": 1e7}},
    },
    "employee": {"permanent_regular_employee": True, "not_deemed_reexport": "none"},
    "ledger": {"source": "own records", "as_of": "2025-06-30", "country_increase": 1},
}


def resolved(root: dict[str, Any], rule: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in rule:
        rule = root["$defs"][rule["$ref"].removeprefix("#/$defs/")]
    return rule


def at(root: dict[str, Any], path: str) -> dict[str, Any]:
    """Return the subschema at a dotted path; `[]` is the element of a list."""
    rule = root
    for step in path.replace("[]", ".[]").split(".") if path else []:
        rule = resolved(root, rule["items"] if step == "[]" else rule["properties"][step])
    return rule


def subschemas(root: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []

    def visit(rule: dict[str, Any], path: str) -> None:
        found.append((path, rule))
        for name, inner in rule.get("properties", {}).items():
            visit(inner, f"{path}.{name}")
        for part in ("items", "additionalProperties", "propertyNames"):
            if isinstance(rule.get(part), dict):
                visit(rule[part], f"{path}.{part}")
        for name, inner in rule.get("$defs", {}).items():
            visit(inner, f"{path}.$defs.{name}")

    visit(root, "")
    return found


# ---------------------------------------------------------------- against the lists


@pytest.mark.parametrize(("path", "names"), FIELDS.items())
def test_the_request_has_the_fields_listed_and_no_others(path: str, names: str) -> None:
    rule = at(REQUEST, path)
    assert set(rule["properties"]) == set(names.split())
    assert rule["additionalProperties"] is False


def test_four_fields_are_required_and_no_others_anywhere() -> None:
    required = {path: rule["required"] for path, rule in subschemas(REQUEST) if "required" in rule}
    assert required == {"": ["as_of", "activity", "destination", "item"]}


@pytest.mark.parametrize(("path", "names"), ENUMERATIONS.items())
def test_the_request_enumerates_what_is_listed(path: str, names: str) -> None:
    assert [one for one in at(REQUEST, path)["enum"] if one is not None] == names.split()


@pytest.mark.parametrize(("path", "names"), DECISION_FIELDS.items())
def test_the_decision_has_the_fields_listed_all_required(path: str, names: str) -> None:
    rule = at(DECISION, path)
    assert set(rule["properties"]) == set(rule["required"]) == set(names.split())
    assert rule["additionalProperties"] is False


@pytest.mark.parametrize(("path", "names"), DECISION_ENUMERATIONS.items())
def test_the_decision_enumerates_what_is_listed(path: str, names: str) -> None:
    assert [one for one in at(DECISION, path)["enum"] if one is not None] == names.split()


def test_null_is_allowed_where_it_means_something_and_nowhere_else() -> None:
    nullable = {
        path
        for path, rule in subschemas(REQUEST)
        if "null" in rule.get("type", ()) and rule["type"][0] not in ("object", "array")
    }
    assert nullable == {
        ".destination_region",
        ".documents.lpp_applied_to_operator",
        ".documents.purchase_order",
        ".documents.enc_requirements_met",
        ".$defs.integrated_circuit.performance_density",
        ".$defs.item.performance_density",
    }
    # The item itself and the elements of lists are there or they are not.
    not_nullable = {path for path, rule in subschemas(REQUEST) if rule.get("type") == "object"}
    assert not_nullable == {
        "",
        ".$defs.item",
        ".$defs.integrated_circuit",
        ".$defs.item.specification.peaks.items",
        ".$defs.item.specification.dies.items",
        ".$defs.model.synthetic_data.items",
    }


def test_readings_are_those_of_the_table_of_readings_that_leave_a_choice() -> None:
    table = SCHEMAS.parent / "policies" / "reference" / "readings" / "data.json"
    rows = json.loads(table.read_text(encoding="utf-8"))["rows"]
    choices = {one: row for one, row in rows.items() if row["readings"] != ["reported"]}
    properties = at(REQUEST, "readings")["properties"]
    assert {one: rule["enum"] for one, rule in properties.items()} == {
        one: row["readings"] for one, row in choices.items()
    }
    # The question in the words of the table, then what each choice means, the default first.
    for one, row in choices.items():
        default, *others = row["readings"]
        said = [f"{default} \\(the default\\)", *others]
        meant = " ".join([re.escape(row["title"]), *(f"{name}: [A-Z].+\\." for name in said)])
        assert re.fullmatch(meant, properties[one]["description"]), one


# ---------------------------------------------------------------- as schemas


@pytest.mark.parametrize("schema", [REQUEST, DECISION], ids=["request", "decision"])
def test_a_schema_fits_its_meta_schema_and_compiles(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    assert jsonschema_rs.meta.is_valid(schema)
    jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


@pytest.mark.parametrize("schema", [REQUEST, DECISION], ids=["request", "decision"])
def test_every_object_is_closed_and_every_property_says_what_it_means(
    schema: dict[str, Any],
) -> None:
    for path, rule in subschemas(schema):
        if "properties" in rule:
            assert rule["additionalProperties"] is False, path
        for name, inner in rule.get("properties", {}).items():
            assert resolved(schema, inner).get("description") or inner.get("description"), (
                path,
                name,
            )


def test_a_request_with_nearly_everything_is_valid() -> None:
    validate(FULL)


# ---------------------------------------------------------------- the two validators agree

STRANGE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 21),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from(
        ["PL\n", "2025-02-29", "2024-02-29", "0000-01-01", "٢٠٢٥-٠١-٠١", "PL", "EAR99"]
    ),
    st.dates().map(str),
    st.lists(st.integers(0, 20), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
    st.just({}),
    st.just([]),
)


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path] if path else []
    if not isinstance(value, dict | list):
        return found
    for step, one in value.items() if isinstance(value, dict) else enumerate(value):
        found += places(one, (*path, step))
    return found


@st.composite
def mutated_requests(draw: st.DrawFn) -> dict[str, Any]:
    request = copy.deepcopy(FULL)
    for _ in range(draw(st.integers(1, 4))):
        *front, last = draw(st.sampled_from(places(request)))
        holder: Any = request
        for step in front:
            holder = holder[step]
        match draw(st.sampled_from(["replace", "remove", "add"])):
            case "replace":
                holder[last] = draw(STRANGE)
            case "remove":
                del holder[last]
            case _:
                if isinstance(holder, dict):
                    holder[draw(st.sampled_from(["tpp", "listed", "PL", "x", "\n"]))] = draw(
                        STRANGE
                    )
                else:
                    holder.append(copy.deepcopy(holder[last]))
    return request


FAST = jsonschema_rs.Draft202012Validator(REQUEST, validate_formats=True)
EXPLAINER = Explainer(REQUEST)


@settings(max_examples=400, deadline=None)
@given(mutated_requests())
def test_the_validator_that_decides_and_the_one_that_explains_agree(
    request: dict[str, Any],
) -> None:
    explained = EXPLAINER.explain(request)
    assert FAST.is_valid(request) == (not explained)
    if explained:
        with pytest.raises(RequestInvalid) as caught:
            validate(request)
        assert len(caught.value.problems) == len(explained)
        assert all(one.path and one.expected for one in caught.value.problems)
    else:
        validate(request)


# ---------------------------------------------------------------- OPA types rules against them

MODULE = """
# METADATA
# scope: subpackages
# schemas:
#   - input: schema.request
package ear

import rego.v2

found if {{
	{body}
}}
"""


def check(tmp_path: Path, body: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / "scratch.rego").write_text(MODULE.format(body=body), encoding="utf-8")
    schemas = tmp_path / "schemas"
    schemas.mkdir()
    (schemas / "request.json").write_text(json.dumps(REQUEST), encoding="utf-8")
    options = ["check", "--strict", "--schema", str(schemas), str(tmp_path / "scratch.rego")]
    return subprocess.run([opa.ensure(), *options], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "body",
    [
        'input.parties.recipient.headquaters == "DE"',
        'some role in ["end_user"]\n\tinput.parties[role].locaton == "DE"',
        'input.documents.lpp_certification.signd_on < "2025-01-01"',
        "input.item.integrated_circuits[_].tppp > 0",
        'input.end_use.training.customer.hq == "DE"',
        'input.readings.C7 == "x"',
        'input.item.tpp == "4800"',
        "input.item.designer == 3",
    ],
)
def test_opa_finds_a_misspelt_fact_and_a_wrong_type_in_a_rule(tmp_path: Path, body: str) -> None:
    assert "rego_type_error" in check(tmp_path, body).stderr


@pytest.mark.parametrize(
    "body",
    [
        'input.parties.recipient.headquarters == "DE"',
        'some role in ["end_user"]\n\tinput.parties[role].location == "DE"',
        "is_null(input.documents.lpp_certification)",
        "is_null(input.item.performance_density)",
        "is_null(input.parties.intermediate_consignee)",
        "input.veu.arrangements[input.destination] == true",
        "18 in input.facility.supplement_10",
    ],
)
def test_opa_accepts_a_rule_that_names_facts_as_they_are(tmp_path: Path, body: str) -> None:
    result = check(tmp_path, body)
    assert (result.returncode, result.stderr) == (0, "")
