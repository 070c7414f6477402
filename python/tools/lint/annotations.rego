# METADATA
# title: Lint of the annotations
# description: >-
#   A decision carries ids. Their sentences and citations stand once, in the METADATA block of the
#   rule, so a rule without one is a decision that nobody can explain. The input is
#   {"modules": {file: what `opa parse --format json --json-include locations` prints}}.
# scope: package
# custom:
#   citation: OPA documentation, Annotations
package lint.annotations

import rego.v2

# Names of rules whose members are ids: each id is explained where it is given.
_given_by_id := {
	"applies",
	"exclusions",
	"flags",
	"license_requirements",
	"obligations",
	"requirements",
	"reviews",
	"unmet",
}

# Names of rules that are one answer together: the first one explains them all.
_given_as_one := {
	"available",
	"missing",
	"notices",
	"touches",
}

# METADATA
# title: What is wrong, in the order of files and lines
# custom:
#   citation: OPA documentation, Annotations
problems := [{"file": file, "row": row, "message": message} |
	some [file, row, message] in sort([[file, row, message] | some [file, row, message] in _found])
]

_found contains [file, 1, "`import rego.v2` is missing"] if {
	some file, module in input.modules
	not _imports_v2(module)
}

_found contains [file, 1, message] if {
	some file, module in input.modules
	not _is_test(file)
	blocks := [block | some block in object.get(module, "annotations", []); block.scope == "package"]
	some message in _problems_of_package(blocks)
}

_found contains [file, block.location.row, "METADATA without a title"] if {
	some file, module in input.modules
	some block in module.annotations
	block.scope != "package"
	not _text(block, ["title"])
}

_found contains [file, block.location.row, sprintf("custom.%s is not a string: quote it", [name])] if {
	some file, module in input.modules
	some block in module.annotations
	some name in ["citation", "symbol"]
	value := block.custom[name]
	not is_string(value)
}

_found contains [file, row, sprintf("%s gives %q without title and custom.citation", [name, id])] if {
	some [file, name, id, row, false] in _ids
	not _explained[[file, name, id]]
}

_found contains [file, row, sprintf("%s has no title and custom.citation", [name])] if {
	some file, module in input.modules
	not _is_test(file)
	some name in _given_as_one
	rules := [rule | some rule in module.rules; _name(rule) == name]
	every rule in rules {
		_complete(rule) == false
	}
	row := min([rule.location.row | some rule in rules])
}

# Every id that a rule gives, the row of the rule, and whether the rule itself explains it.
_ids contains [file, name, id, rule.location.row, _complete(rule)] if {
	some file, module in input.modules
	not _is_test(file)
	some rule in module.rules
	name := _name(rule)
	_given_by_id[name]
	some id in _id(rule.head)
}

# The same id by another way (a disjunction) needs no second block. What has no id of its own (a set
# handed on from another section) is explained where it comes from.
_explained contains [file, name, id] if some [file, name, id, _, true] in _ids

default _complete(_) := false

_complete(rule) if {
	some block in rule.annotations
	_text(block, ["title"])
	_text(block, ["custom", "citation"])
}

_text(block, path) if {
	text := object.get(block, path, "")
	is_string(text)
	trim_space(text) != ""
}

_problems_of_package(blocks) := {"the package has no METADATA block"} if count(blocks) == 0

_problems_of_package(blocks) := {"the package has more than one METADATA block"} if count(blocks) > 1

_problems_of_package([block]) := {sprintf("the package's METADATA has no %s", [concat(".", path)]) |
	some path in [["title"], ["description"], ["custom", "citation"]]
	not _text(block, path)
}

_imports_v2(module) if {
	some imported in module.imports
	[part.value | some part in imported.path.value] == ["rego", "v2"]
}

_is_test(file) if endswith(file, "_test.rego")

_name(rule) := rule.head.ref[0].value

# `unmet contains "id"`, `obligations contains {"id": "id", ...}`, `flags["id"] := ...`
_id(head) := {head.key.value} if head.key.type == "string"

_id(head) := {value.value |
	some [key, value] in head.key.value
	key.value == "id"
	value.type == "string"
} if {
	head.key.type == "object"
}

_id(head) := {head.ref[1].value} if {
	not head.key
	head.ref[1].type == "string"
}
