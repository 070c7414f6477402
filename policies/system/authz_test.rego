package system.authz_test

import rego.v2

import data.system.authz

_asked(method, path, params) := {
	"method": method,
	"path": split(path, "/"),
	"params": params,
	"headers": {},
}

_usual := {"provenance": ["true"], "strict-builtin-errors": ["true"]}

_allowed := {
	"one decision": ["POST", "v1/data/ear/decision", _usual],
	"many decisions": ["POST", "v1/data/ear/decisions", _usual],
	"alternatives": ["POST", "v1/data/ear/alternatives", _usual],
	"without parameters": ["POST", "v1/data/ear/decision", {}],
	"metrics and pretty": ["POST", "v1/data/ear/decision", {"metrics": ["true"], "pretty": ["true"]}],
	"health": ["GET", "health", {}],
	"health of plugins": ["GET", "health", {"bundles": [""], "plugins": [""]}],
	"metrics": ["GET", "metrics", {}],
	"status": ["GET", "v1/status", {}],
}

test_allowed[name] if {
	some name, [method, path, params] in _allowed
	authz.allow with input as _asked(method, path, params)
}

# Every route of the server and some that look like one; each with every verb.
_paths := {
	"",
	"debug/pprof",
	"debug/pprof/cmdline",
	"debug/pprof/heap",
	"health",
	"health/live",
	"health/ready",
	"metrics",
	"metrics/",
	"v0/data",
	"v0/data/ear/decision",
	"v1",
	"v1/",
	"v1/batch/data/ear/decision",
	"v1/compile",
	"v1/compile/ear/decision",
	"v1/config",
	"v1/data",
	"v1/data/",
	"v1/data/ear",
	"v1/data/ear/",
	"v1/data/ear/decision",
	"v1/data/ear/decision/",
	"v1/data/ear/decision/outcome",
	"v1/data/ear/decisions",
	"v1/data/ear/Decision",
	"v1/data/ear/alternatives",
	"v1/data/ear/outcome",
	"v1/data/operator",
	"v1/data/reference",
	"v1/data/reference/countries",
	"v1/data/system/authz/allow",
	"v1/policies",
	"v1/policies/ear/decision.rego",
	"v1/query",
	"v1/status",
	"v1/status/",
}

_verbs := {"", "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE", "post"}

_open := {[method, path] | some [method, path, _] in _allowed}

test_refused[name] if {
	some path in _paths
	some method in _verbs
	not [method, path] in _open
	name := sprintf("%s /%s", [method, path])
	not authz.allow with input as _asked(method, path, {})
}

test_an_encoded_slash_parts_nothing if {
	asked := object.union(_asked("POST", "", {}), {"path": ["v1", "data", "ear/decision"]})
	not authz.allow with input as asked
}

_closed := {
	"explain=full": {"explain": ["full"]},
	"explain=off": {"explain": ["off"]},
	"explain without a value": {"explain": [""]},
	"instrument": {"instrument": ["true"]},
	"both": {"explain": ["notes"], "instrument": ["true"]},
}

test_looking_inside_is_refused[name] if {
	some name, params in _closed
	not authz.allow with input as _asked("POST", "v1/data/ear/decision", params)
}

test_the_operator_opens_what_he_names[name] if {
	some name in ["explain", "instrument"]
	asked := _asked("POST", "v1/data/ear/decision", {name: ["true"]})
	authz.allow with input as asked with data.operator as {name: true}
}

test_the_operator_opens_nothing_by_another_word[name] if {
	some name, operator in {
		"a string": {"explain": "true"},
		"the other": {"instrument": true},
		"closed": {"explain": false},
		"nothing": {},
	}
	asked := _asked("POST", "v1/data/ear/decision", {"explain": ["full"]})
	not authz.allow with input as asked with data.operator as operator
}

test_nothing_asked_is_refused if {
	not authz.allow with input as {}
}
