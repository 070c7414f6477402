"""Requests as people and programs write them: what is read, what is refused, and in which words."""

import datetime
import json
import types
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest

from ai_export_policy.request import (
    MAX_BYTES,
    Problem,
    RequestInvalid,
    RequestUnreadable,
    read,
    validate,
)

MINIMAL = {"as_of": "2025-07-01", "activity": "export", "destination": "PL", "item": {}}


def refusal(text: str | bytes, source: str) -> RequestInvalid:
    """Read and validate; return the error that this raises."""
    try:
        for document in read(text, source=source):
            document.validate()
    except RequestInvalid as error:
        return error
    pytest.fail("the request was not refused")


def value_of(yaml_scalar: str) -> Any:
    return read(f"v: {yaml_scalar}\n", source="r.yaml")[0].request["v"]


# ---------------------------------------------------------------- all mistakes at once


def test_five_different_mistakes_are_all_reported_at_once_each_with_path_place_and_remedy() -> None:
    text = """\
as_of: 2025-02-30
activity: exprot
destination: PL
item:
  quantity: "5"
  tpp: -1
parties:
  recipient:
    headquaters: DE
"""
    error = refusal(text, "order.yaml")
    assert not isinstance(error, RequestUnreadable)
    assert error.source == "order.yaml"
    assert error.problems == [
        Problem(
            "as_of",
            '"2025-02-30" is not a day of the calendar',
            "a date as YYYY-MM-DD, e.g. 2025-07-01",
            1,
            8,
        ),
        Problem(
            "activity",
            '"exprot" is not known here, did you mean export?',
            "one of export, reexport, transfer_in_country, deemed_export, deemed_reexport, service",
            2,
            11,
        ),
        Problem(
            "item.quantity",
            'the text "5" stands where a whole number belongs',
            "a whole number, 1 or more, without quotes",
            5,
            13,
        ),
        Problem("item.tpp", "-1 is too small", "a number, 0 or more", 6, 8),
        Problem(
            "parties.recipient.headquaters",
            "unknown key, did you mean headquarters?",
            "one of name, kind, location, headquarters, ultimate_parent, "
            "ultimate_parent_headquarters, majority_owner_headquarters, government_controlled, "
            "listed",
            9,
            5,
        ),
    ]


def test_the_same_mistakes_have_the_same_words_in_json_and_in_memory() -> None:
    request = {"activity": "exprot", "item": {"quantity": "5"}, "parties": {"end_user": {"hq": 1}}}
    with pytest.raises(RequestInvalid) as in_memory:
        validate(request)
    from_json = refusal(json.dumps(request), "order.json")

    def words(error: RequestInvalid) -> list[tuple[str, str, str | None]]:
        return [(one.path, one.reason, one.expected) for one in error.problems]

    assert words(from_json) == words(in_memory.value)
    assert [one.path for one in from_json.problems] == [
        "as_of",
        "destination",
        "activity",
        "item.quantity",
        "parties.end_user.hq",
    ]
    assert {one.line for one in in_memory.value.problems} == {None}


def test_every_missing_key_is_named_and_nothing_else() -> None:
    with pytest.raises(RequestInvalid) as caught:
        validate({})
    assert [(one.path, one.reason) for one in caught.value.problems] == [
        ("as_of", "missing"),
        ("activity", "missing"),
        ("destination", "missing"),
        ("item", "missing"),
    ]


def test_a_key_at_the_wrong_place_is_told_where_it_belongs() -> None:
    (problem,) = refusal(json.dumps({**MINIMAL, "quantity": 3}), "r.json").problems
    assert (problem.path, problem.expected) == ("quantity", "it at item.quantity")


@pytest.mark.parametrize(
    ("change", "path", "reason"),
    [
        ({"destination": "pl"}, "destination", '"pl" does not fit'),
        ({"destination": "PL\n"}, "destination", '"PL\\n" does not fit'),
        ({"destination": 5}, "destination", "the number 5 stands where a text belongs"),
        ({"as_of": "20250701"}, "as_of", '"20250701" does not fit'),
        ({"as_of": "2025-13-01"}, "as_of", '"2025-13-01" is not a day of the calendar'),
        ({"as_of": None}, "as_of", "null stands where a text belongs"),
        ({"item": None}, "item", "null stands where an object belongs"),
        ({"item": []}, "item", "a list stands where an object belongs"),
        ({"item": {"eccn": "3a090.a"}}, "item.eccn", '"3a090.a" does not fit'),
        ({"item": {"quantity": 0}}, "item.quantity", "0 is too small"),
        (
            {"item": {"quantity": 1.5}},
            "item.quantity",
            "the number 1.5 stands where a whole number belongs",
        ),
        ({"item": {"quantity": True}}, "item.quantity", "true stands where a whole number belongs"),
        ({"readings": {"C7": "x"}}, "readings.C7", "unknown key"),
        ({"ledger": {"country_increase": 1.1}}, "ledger.country_increase", "1.1 is too large"),
        ({"facility": {"supplement_10": [20]}}, "facility.supplement_10[0]", "20 is too large"),
        (
            {"facility": {"supplement_10": [14, 14]}},
            "facility.supplement_10",
            "the same value stands twice in the list",
        ),
        (
            {"veu": {"arrangements": {"de": True}}},
            "veu.arrangements.de",
            '"de" does not fit as a key',
        ),
        ({"request_id": ""}, "request_id", "the text is empty"),
        ({"a.b": 1}, '["a.b"]', "unknown key"),
        (
            {"parties": {"recipient": {"listed": ["sdn", "SND"]}}},
            "parties.recipient.listed[1]",
            '"SND" is not known here, did you mean sdn?',
        ),
    ],
)
def test_a_wrong_value_is_named_by_its_path_and_reason(
    change: dict[str, Any], path: str, reason: str
) -> None:
    with pytest.raises(RequestInvalid) as caught:
        validate({**MINIMAL, **change})
    assert [(one.path, one.reason) for one in caught.value.problems] == [(path, reason)]


def test_null_says_there_is_none_where_the_schema_lets_it() -> None:
    validate(
        {
            **MINIMAL,
            "destination_region": None,
            "readings": None,
            "shipment": None,
            "veu": {"authorized_eccns": None, "compute": {"by_country": None}},
            "parties": {"recipient": {"listed": None}, "intermediate_consignee": None},
            "item": {"performance_density": None, "integrated_circuits": None, "model": None},
            "documents": {
                "aia_certification": None,
                "lpp_certification": None,
                "lpp_applied_to_operator": None,
                "veu_certification": None,
                "purchase_order": None,
                "enc_requirements_met": None,
                "nac_notification": None,
                "license": None,
            },
        }
    )


# ---------------------------------------------------------------- values that JSON does not have


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (float("nan"), "the number is not a finite number"),
        (float("inf"), "the number is not a finite number"),
        (10**400, "the number is too large to be meant"),
        (Decimal("4800"), "a Python Decimal is not JSON"),
        ((4800,), "a Python tuple is not JSON"),
        (b"4800", "a Python bytes is not JSON"),
    ],
)
def test_a_python_value_that_json_does_not_have_is_refused(value: object, reason: str) -> None:
    with pytest.raises(RequestInvalid) as caught:
        validate({**MINIMAL, "item": {"tpp": value}})
    (problem,) = caught.value.problems
    assert problem.path == "item.tpp"
    assert problem.reason.startswith(reason)


LARGE = 10**5000  # more digits than Python writes


@pytest.mark.parametrize(
    "value",
    [LARGE, -LARGE, [LARGE], {"a": LARGE}, (LARGE,), {LARGE: 1}],
    ids=["itself", "below", "in a list", "in an object", "in a tuple", "as a key"],
)
@pytest.mark.parametrize("name", ["as_of", "item", "parties", "request_id", "of_no_meaning"])
def test_a_number_that_is_too_long_to_be_written_is_refused_wherever_it_stands(
    name: str, value: object
) -> None:
    with pytest.raises(RequestInvalid) as caught:
        validate({**MINIMAL, name: value})
    assert any(one.path.startswith(name) for one in caught.value.problems)
    assert str(caught.value)


def test_a_number_that_is_too_long_to_be_written_is_told_with_what_belongs_there() -> None:
    wrong: dict[Any, Any] = {**MINIMAL, "as_of": LARGE, LARGE: 1, "item": {"quantity": LARGE}}
    with pytest.raises(RequestInvalid) as caught:
        validate(wrong)
    told = {one.path: (one.reason, one.expected) for one in caught.value.problems}
    reason = "the number is too large to be meant"
    assert told["as_of"] == (reason, "a date as YYYY-MM-DD, e.g. 2025-07-01, in quotes")
    assert told["item.quantity"][0] == reason
    (key,) = (reason for reason, _ in told.values() if reason.startswith("a key is a text"))
    assert key == "a key is a text, not a value of type int that is too long to be written"


def test_a_date_object_is_refused_with_the_text_to_write_instead() -> None:
    with pytest.raises(RequestInvalid) as caught:
        validate({**MINIMAL, "as_of": datetime.date(2025, 7, 1)})
    assert caught.value.problems == [
        Problem("as_of", "a date object is not JSON", 'the day as text: "2025-07-01"')
    ]


def test_a_key_that_is_no_text_and_half_a_character_are_refused() -> None:
    with pytest.raises(RequestInvalid) as caught:
        validate({**MINIMAL, "request_id": "\ud800", 1: 2})  # type: ignore[dict-item]
    assert [(one.path, one.reason) for one in caught.value.problems] == [
        ("request_id", "the text has half a surrogate pair in it"),
        ('["1"]', "a key is a text, not 1"),
    ]


def test_a_request_that_contains_itself_is_refused_at_once() -> None:
    request: dict[str, Any] = {}
    request["item"] = request["parties"] = request
    with pytest.raises(RequestInvalid) as caught:
        validate(request)
    assert [one.reason for one in caught.value.problems] == ["nested deeper than 32 levels"]


def test_any_mapping_is_a_request_and_nothing_else_is() -> None:
    validate(types.MappingProxyType(MINIMAL))
    with pytest.raises(RequestInvalid, match="a request is a mapping"):
        validate([MINIMAL])  # type: ignore[arg-type]


# ---------------------------------------------------------------- YAML


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2e26", 2e26),
        ("1E26", 1e26),
        ("1.5e+26", 1.5e26),
        ("-.5", -0.5),
        ("15832", 15832),
        ("+5", 5),
        ("0", 0),
        ("0.25", 0.25),
        ("2025-07-01", "2025-07-01"),
        ("2025-07-01T00:00:00Z", "2025-07-01T00:00:00Z"),
        ("3E001", "3E001"),
        ("4E091", "4E091"),
        ("5E992", "5E992"),
        ("3A090.a", "3A090.a"),
        ("5A992.z.1", "5A992.z.1"),
        ("PL", "PL"),
        ('"NO"', "NO"),
        ("'0777'", "0777"),
        ("null", None),
        ("~", None),
        ("true", True),
        ("False", False),
        ("|\n  two\n  lines", "two\nlines\n"),
    ],
)
def test_yaml_scalars_are_what_they_look_like(written: str, value: Any) -> None:
    got = value_of(written)
    assert got == value
    assert type(got) is type(value)


@pytest.mark.parametrize(
    "written",
    [
        *("NO", "no", "Yes", "on", "OFF", "y", "N"),
        *("0777", "08", "0o17", "0x1F", "0b101", "1_000", "1_000.5", "007.5", "-.5_0", "1_0e5"),
        *("12:30", "12:30:00", "190:20:30.15"),
        *(".inf", "-.INF", ".nan", "1e400", "12E345"),
        *("=", "", "&a 5", "*a", "!!str 5", "!own 5", "!!float 5"),
    ],
)
def test_a_yaml_scalar_with_two_readings_is_refused_with_path_reason_and_line(written: str) -> None:
    text = (
        f"as_of: 2025-07-01\nactivity: export\ndestination: PL\nitem:\n  memory_bandwidth_gbps: "
        f"{written}\n"
    )
    (problem,) = refusal(text, "r.yaml").problems
    assert problem.path == "item.memory_bandwidth_gbps"
    assert problem.line == 5
    assert problem.expected
    assert "stands where" not in problem.reason  # the writing is at fault, not the type


def test_norway_is_refused_as_a_plain_word_and_told_the_remedy() -> None:
    text = "as_of: 2025-07-01\nactivity: export\ndestination: NO\nitem: {}\n"
    assert refusal(text, "r.yaml").problems == [
        Problem(
            "destination",
            "NO is a boolean in YAML 1.1 and a text in YAML 1.2",
            '"NO" in quotes for the text, true or false for a boolean',
            3,
            14,
        )
    ]


def test_an_eccn_is_never_the_number_that_yaml_makes_of_it() -> None:
    text = "as_of: 2025-07-01\nactivity: export\ndestination: PL\nitem: {eccn: %s}\n"
    (document,) = read(text % "3E001", source="r.yaml")
    document.validate()
    assert document.request["item"] == {"eccn": "3E001"}
    (problem,) = refusal(text % "3e001", "r.yaml").problems
    assert problem.reason == "the number 30.0 stands where a text belongs"
    assert problem.expected == "an ECCN with its paragraph, e.g. 3A090.a, in quotes"
    in_a_number_field = text.replace("eccn", "tpp") % "3E001"
    assert refusal(in_a_number_field, "r.yaml").problems[0].reason == (
        'the text "3E001" stands where a number belongs'
    )


@pytest.mark.parametrize(
    ("written", "path", "reason"),
    [
        ("item: {tpp: 1, tpp: 2}", "item.tpp", "the key stands twice in the same object"),
        ("item: {<<: {tpp: 1}}", 'item["<<"]', "merge keys are not read"),
        ("item: {1: 2}", 'item["1"]', "the key 1 is not a text in YAML"),
        ("item: {null: 2}", "item.null", "the key null is not a text in YAML"),
        (
            "item: {}\nveu: {arrangements: {NO: true}}",
            "veu.arrangements.NO",
            "as a key, NO is a boolean in YAML 1.1 and a text in YAML 1.2",
        ),
        ("item: &x {}", "item", "&x is an anchor"),
        ("item: {? [a] : b}", 'item["? at 4:10"]', "a key has to be a text"),
        ("item: {!!str tpp: 1}", "item.tpp", "the key has an anchor or a tag"),
    ],
)
def test_yaml_keys_and_nodes_with_a_second_meaning_are_refused(
    written: str, path: str, reason: str
) -> None:
    text = f"as_of: 2025-07-01\nactivity: export\ndestination: PL\n{written}\n"
    problems = refusal(text, "r.yaml").problems
    assert [(one.path, one.reason) for one in problems] == [(path, reason)]
    assert problems[0].line in (4, 5)


def test_what_is_doubtful_and_what_is_wrong_are_reported_together() -> None:
    text = "as_of: 2025-07-01\nactivity: exprot\ndestination: NO\nitem: {}\n"
    assert [one.path for one in refusal(text, "r.yaml").problems] == ["activity", "destination"]


def test_a_doubtful_value_is_never_valid_even_if_its_place_is_forgotten() -> None:
    (document,) = read("as_of: 2025-07-01\nactivity: export\ndestination: NO\nitem: {}\n")
    with pytest.raises(RequestInvalid, match="boolean in YAML"):
        validate(document.request)


def test_yaml_documents_are_read_one_by_one_and_keep_their_lines() -> None:
    text = "request_id: a\n---\n# only a comment\n---\nrequest_id: b\nitem: 5\n"
    first, second = read(text, source="r.yaml")
    assert (first.request, first.line) == ({"request_id": "a"}, 1)
    assert (second.request["request_id"], second.line) == ("b", 5)
    with pytest.raises(RequestInvalid) as caught:
        second.validate()
    assert ("item", 6) in [(one.path, one.line) for one in caught.value.problems]


# ---------------------------------------------------------------- what cannot be read at all


def test_a_syntax_error_is_another_error_than_a_wrong_value_and_shows_line_column_and_caret() -> (
    None
):
    error = refusal("as_of: 2025-07-01\nitem: [1\nactivity: export\n", "r.yaml")
    assert isinstance(error, RequestUnreadable)
    (problem,) = error.problems
    assert (problem.path, problem.line, problem.column) == ("", 3, 9)
    assert problem.reason.startswith("not YAML: ")
    assert error.excerpt == "3 | activity: export\n            ^"
    assert str(error).startswith("r.yaml:3:9: not YAML: ")

    error = refusal('{"as_of": "2025-07-01",\n "item": {,}}', "r.json")
    assert isinstance(error, RequestUnreadable)
    (problem,) = error.problems
    assert (problem.path, problem.line, problem.column) == ("", 2, 11)
    assert problem.reason.startswith("not JSON: ")


@pytest.mark.parametrize(
    ("text", "source", "line", "reason"),
    [
        ('{"a": 1} {"b": 2}', "r.json", 1, "not JSON: extra data"),
        ('{"a": 1}\n{"b": 2}', "r.json", 2, "not JSON: extra data"),
        ('{"a": 1} x', "r.jsonl", 1, "not JSON: extra data"),
        ("[]", "r.json", 1, "a request is an object of keys and values, not a list"),
        ("- a\n", "r.yaml", 1, "a request is an object of keys and values, not a list"),
        ("just words\n", "r.yaml", 1, "a request is an object of keys and values, not a text"),
        ("null", "r.json", 1, "a request is an object of keys and values, not null"),
        ("a: 1\n\tb: 2\n", "r.yaml", 2, "not YAML: "),
        ("a: \x07", "r.yaml", 1, "not YAML: the character U+0007 is not allowed"),
        ('a: 1\nb: "\\UFFFFFFFF"', "r.yaml", 2, "not YAML: an escape that is no character"),
        ('b: "\\U00110000"', "r.yaml", 1, "not YAML: an escape that is no character"),
        ("%YAML 1.1\n---\na: 1\n", "r.yaml", 1, "YAML directives are not read"),
        (b"a: 1\nb: \xff\n", "r.yaml", 2, "byte 0xff is not UTF-8"),
        ("[" * 100_000, "r.json", 1, "nested deeper than 32 levels"),
        ("[" * 1_000, "r.yaml", 1, "nested deeper than 32 levels"),
        ("", "r.yaml", None, "there is no request in it"),
        ("# nothing yet\n", "r.yaml", None, "there is no request in it"),
        (" \n", "r.json", None, "there is no request in it"),
        ("\n\n", "r.jsonl", None, "there is no request in it"),
    ],
)
def test_what_cannot_be_read_is_refused_as_a_whole(
    text: str | bytes, source: str, line: int | None, reason: str
) -> None:
    error = refusal(text, source)
    assert isinstance(error, RequestUnreadable)
    (problem,) = error.problems
    assert problem.path == ""
    assert problem.line == line
    assert problem.reason.lower().startswith(reason.lower())


def test_every_broken_line_of_json_lines_is_named() -> None:
    error = refusal('{"a": 1}\n\n{"b":}\n{"c": 1}\n[1]\n', "r.jsonl")
    assert isinstance(error, RequestUnreadable)
    assert [(one.line, one.column) for one in error.problems] == [(3, 6), (5, 1)]


def test_a_wrong_value_in_json_lines_names_its_line_and_column() -> None:
    good = json.dumps(MINIMAL)
    wrong = json.dumps({**MINIMAL, "item": {"tpp": "5"}})
    first, second = read(f"{good}\n\n{wrong}\n", source="r.jsonl")
    first.validate()
    with pytest.raises(RequestInvalid) as caught:
        second.validate()
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == ("item.tpp", 3)
    assert problem.column == wrong.index('"5"') + 1


@pytest.mark.parametrize(
    ("text", "path", "reason"),
    [
        ('{"item": {"tpp": 1, "tpp": 1}}', "item.tpp", "the key stands twice in the same object"),
        ('{"item": {"tpp": NaN}}', "item.tpp", "NaN is not a number of JSON"),
        ('{"item": {"tpp": -Infinity}}', "item.tpp", "-Infinity is not a number of JSON"),
        ('{"item": {"tpp": 1e999}}', "item.tpp", "the number is too large to be meant"),
        (
            '{"item": {"tpp": 1%s}}' % ("0" * 5000),
            "item.tpp",
            "the number is too large to be meant",
        ),
    ],
)
def test_json_that_others_read_in_their_own_way_is_refused(
    text: str, path: str, reason: str
) -> None:
    problems = refusal(text, "r.json").problems
    (problem,) = [one for one in problems if one.reason != "missing"]
    assert (problem.path, problem.reason, problem.line) == (path, reason, 1)


def test_places_in_json_are_exact_whatever_stands_between() -> None:
    text = '{\t"as_of" :"x\\"}",\r\n  "item":{"designer" : [ 1,{"a\\u0041":[]} ,"}"],"tpp":"é"}}'
    places = {one.path: (one.line, one.column) for one in refusal(text, "r.json").problems}
    line = text.split("\n")[1]
    assert places["as_of"] == (1, text.index('"x') + 1)
    assert places["item.designer"] == (2, line.index("[") + 1)
    assert places["item.tpp"] == (2, line.index('"é') + 1)


def test_a_request_may_have_a_mebibyte_and_not_a_byte_more() -> None:
    frame = json.dumps({**MINIMAL, "request_id": ""})
    room = MAX_BYTES - len(frame)
    (document,) = read(frame.replace('""', f'"{"x" * room}"'), source="r.json")
    document.validate()
    error = refusal(frame.replace('""', f'"{"x" * (room + 1)}"'), "r.json")
    assert isinstance(error, RequestUnreadable)
    assert error.problems == [
        Problem("", "the request has 1,048,577 bytes", "at most 1,048,576 bytes", 1, 1)
    ]


def test_the_limit_is_for_each_request_not_for_the_file() -> None:
    line = json.dumps({**MINIMAL, "request_id": "x" * 700_000})
    assert len(read(f"{line}\n{line}\n", source="r.jsonl")) == 2
    assert len(read(f"---\n{line}\n---\n{line}\n", source="r.yaml")) == 2


@pytest.mark.parametrize(
    ("text", "source", "ids"),
    [
        ("request_id: a\n", None, ["a"]),
        ("\ufeffrequest_id: a\n", "-", ["a"]),
        ('\ufeff{"request_id": "a"}'.encode(), None, ["a"]),
        ('{"request_id":\n"a"}', "-", ["a"]),
        ('{"request_id": "a"}\n\n{"request_id": "b"}\n', "-", ["a", "b"]),
        ('{"request_id": "a"}\n', "R.JSONL", ["a"]),
        ("{request_id: a}\n", "r.yml", ["a"]),
    ],
)
def test_the_format_is_told_by_suffix_or_by_the_first_sign(
    text: str | bytes, source: str | None, ids: list[str]
) -> None:
    assert [one.request["request_id"] for one in read(text, source=source)] == ids


def test_a_message_holds_no_sign_that_moves_a_terminal() -> None:
    key = "\x1b[2J\u202e" + "k" * 500
    error = refusal(json.dumps({**MINIMAL, key: key}), "r.json")
    assert all(one.isprintable() for one in str(error).split("\n"))
    assert len(error.problems[0].path) < 80


def test_the_example_to_start_from_is_a_valid_short_request() -> None:
    text = (files("ai_export_policy") / "examples" / "request.yaml").read_text(encoding="utf-8")
    (document,) = read(text, source="request.yaml")
    document.validate()
    assert 10 <= len(text.splitlines()) <= 15
