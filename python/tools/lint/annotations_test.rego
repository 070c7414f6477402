package lint.annotations_test

import rego.v2

import data.lint.annotations

_import := {"path": {"type": "ref", "value": [{"value": "rego"}, {"value": "v2"}]}}

_citation := {"citation": "740.29(a)"}

_package := {
	"scope": "package",
	"title": "A section",
	"description": "What it is about.",
	"custom": _citation,
	"location": {"row": 1},
}

_block := {"scope": "rule", "title": "A rule", "custom": _citation, "location": {"row": 7}}

_path := {"path": [{"value": "data"}, {"value": "section"}]}

_module := {"package": _path, "imports": [_import], "annotations": [_package], "rules": []}

_set(name, id) := {"ref": [{"value": name}], "key": {"type": "string", "value": id}}

_set_of_objects(name, id) := {
	"ref": [{"value": name}],
	"key": {"type": "object", "value": [
		[{"type": "string", "value": "due"}, {"type": "null", "value": {}}],
		[{"type": "string", "value": "id"}, {"type": "string", "value": id}],
	]},
}

_object(name, id) := {"ref": [{"value": name}, {"type": "string", "value": id}]}

_handed_on(name) := {"ref": [{"value": name}], "key": {"type": "var", "value": "id"}}

_rule(head, blocks) := {"head": head, "annotations": blocks, "location": {"row": 9}}

_found(file, module) := found if {
	found := annotations.problems with input as {"modules": {file: module}}
}

_messages(module) := [one.message | some one in _found("a.rego", module)]

test_a_file_in_order_is_silent if {
	rules := [
		_rule(_set("unmet", "740.29(a)/limit"), [_block]),
		_rule(_set_of_objects("obligations", "740.29(f)/certification"), [_block]),
		_rule(_object("flags", "732.S3/28"), [_block]),
		_rule(_set("missing", "origin"), [_block]),
		_rule(_set("missing", "destination"), []),
		_rule(_handed_on("unmet"), []),
		_rule(_set("_helper", "x"), []),
	]
	_found("a.rego", object.union(_module, {"rules": rules})) == []
}

test_an_id_without_its_block_is_named[title] if {
	some title, head in {
		"in a set": _set("unmet", "740.29(a)/limit"),
		"in a set of objects": _set_of_objects("unmet", "740.29(a)/limit"),
		"in an object": _object("unmet", "740.29(a)/limit"),
	}
	_found("a.rego", object.union(_module, {"rules": [_rule(head, [])]})) == [{
		"file": "a.rego",
		"row": 9,
		"message": `unmet gives "740.29(a)/limit" without title and custom.citation`,
	}]
}

test_exclusions_and_flags_are_explained_each[name] if {
	some name in ["excluded", "raised"]
	rules := [_rule(_object(name, "732.S3/28"), [_block]), _rule(_object(name, "732.S3/29"), [])]
	told := sprintf(`%s gives "732.S3/29" without title and custom.citation`, [name])
	_messages(object.union(_module, {"rules": rules})) == [told]
}

test_an_incomplete_block_explains_nothing[path] if {
	some path in ["/title", "/custom/citation"]
	block := json.remove(_block, [path])
	rules := [_rule(_set("unmet", "740.29(a)/limit"), [block])]
	_messages(object.union(_module, {"rules": rules})) == [`unmet gives "740.29(a)/limit" without title and custom.citation`]
}

test_one_block_serves_every_way_to_the_same_id if {
	rules := [
		_rule(_set("unmet", "740.29(a)/limit"), [_block]),
		_rule(_set("unmet", "740.29(a)/limit"), []),
	]
	_messages(object.union(_module, {"rules": rules})) == []
}

test_what_is_missing_is_explained_at_least_once if {
	rules := [_rule(_set("missing", "origin"), []), _rule(_set("missing", "destination"), [])]
	_messages(object.union(_module, {"rules": rules})) == ["missing has no title and custom.citation"]
}

test_every_file_imports_v2[file] if {
	some file in ["a.rego", "a_test.rego"]
	module := object.union(_module, {"imports": [{"path": {"value": [{"value": "data"}, {"value": "v2"}]}}]})
	_found(file, module) == [{"file": file, "row": 1, "message": "`import rego.v2` is missing"}]
}

test_every_package_says_what_it_is_about[path] if {
	some path, name in {
		"/title": "title",
		"/description": "description",
		"/custom/citation": "custom.citation",
	}
	module := object.union(_module, {"annotations": [json.remove(_package, [path])]})
	_messages(module) == [sprintf("the package's METADATA has no %s", [name])]
}

test_a_package_has_one_block if {
	_messages(object.union(_module, {"annotations": []})) == ["the package has no METADATA block"]
	two := object.union(_module, {"annotations": [_package, _package]})
	_messages(two) == ["the package has more than one METADATA block"]
}

test_a_package_of_several_files_is_explained_once if {
	first := object.union(_module, {"rules": [
		_rule(_set("unmet", "740.29(a)/limit"), [_block]),
		_rule(_set("missing", "origin"), [_block]),
	]})
	second := object.union(_module, {"annotations": [], "rules": [
		_rule(_set("unmet", "740.29(a)/limit"), []),
		_rule(_set("missing", "destination"), []),
	]})
	silent := annotations.problems with input as {"modules": {"a.rego": first, "b.rego": second}}
	silent == []
	loud := annotations.problems with input as {"modules": {"b.rego": second, "c.rego": second}}
	[one.file | some one in loud] == ["b.rego", "b.rego", "b.rego", "c.rego"]
}

test_the_block_of_a_package_may_be_for_those_below if {
	block := object.union(_package, {"scope": "subpackages"})
	_messages(object.union(_module, {"annotations": [block]})) == []
}

test_a_block_has_a_title if {
	module := object.union(_module, {"annotations": [_package, json.remove(_block, ["/title"])]})
	_messages(module) == ["METADATA without a title"]
}

test_a_citation_is_a_string if {
	block := object.union(_block, {"custom": {"citation": 740.2}})
	module := object.union(_module, {"annotations": [_package, block]})
	_messages(module) == ["custom.citation is not a string: quote it"]
}

test_tests_need_no_blocks if {
	rules := [_rule(_set("unmet", "740.29(a)/limit"), [])]
	_found("a_test.rego", {"package": _path, "imports": [_import], "rules": rules}) == []
}
