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
	"excluded",
	"exclusions",
	"flags",
	"license_requirements",
	"obligations",
	"raised",
	"requirements",
	"unmet",
}

# Names of rules that are one answer together: the first one explains them all.
_given_as_one := {
	"available",
	"missing",
	"notices",
	"reviews",
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
	some files in _packages
	blocks := [block |
		some file in files
		some block in input.modules[file].annotations
		block.scope in {"package", "subpackages"}
	]
	some message in _problems_of_package(blocks)
	file := min(files)
}

_found contains [file, block.location.row, "METADATA without a title"] if {
	some file, module in input.modules
	some block in module.annotations
	not block.scope in {"package", "subpackages"}
	not _text(block, ["title"])
}

_found contains [file, block.location.row, sprintf("custom.%s is not a string: quote it", [name])] if {
	some file, module in input.modules
	some block in module.annotations
	some name in ["carries", "citation", "symbol"]
	value := block.custom[name]
	not is_string(value)
}

_found contains [file, row, sprintf("%s gives %q without title and custom.citation", [name, id])] if {
	some [file, package_name, name, id, row, false] in _ids
	not _explained[[package_name, name, id]]
}

_found contains [file, row, sprintf("%s has no title and custom.citation", [name])] if {
	some files in _packages
	some name in _given_as_one
	rules := [[file, rule.location.row, _complete(rule)] |
		some file in files
		some rule in input.modules[file].rules
		_name(rule) == name
	]
	every rule in rules {
		rule[2] == false
	}
	[file, row, _] := min(rules)
}

# The files of each package that are not tests; a package may be laid out in several.
_packages[_package(module)] contains file if {
	some file, module in input.modules
	not _is_test(file)
}

# Every id that a rule gives, the row of the rule, and whether the rule itself explains it.
_ids contains [file, _package(module), name, id, rule.location.row, _complete(rule)] if {
	some file, module in input.modules
	not _is_test(file)
	some rule in module.rules
	name := _name(rule)
	_given_by_id[name]
	some id in _id(rule.head)
}

# The same id by another way (a disjunction) needs no second block. What has no id of its own (a set
# handed on from another section) is explained where it comes from.
_explained contains [package_name, name, id] if some [_, package_name, name, id, _, true] in _ids

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

_package(module) := concat(".", [part.value | some part in module["package"].path])

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
