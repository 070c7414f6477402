#!/usr/bin/env bash
# Everything that can be checked without running a decision. All steps run, so that one pass shows
# all that is wrong; silent and 0 if nothing is.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

failed=0
step() {
	local name=$1
	shift
	if ! "$@"; then
		echo "check: $name failed" >&2
		failed=1
	fi
}

py=.venv/bin/python
opa=.cache/opa
config=python/pyproject.toml
step "ruff format" .venv/bin/ruff format --quiet --check --config $config python tests
step "ruff" .venv/bin/ruff check --quiet --config $config python tests
step "mypy" .venv/bin/mypy --no-error-summary --config-file $config python tests
step "opa fmt" $opa fmt --fail --list policies python/tools/lint
step "opa check, rules" $opa check --strict --schema schemas policies
step "opa check, lint" $opa check --strict python/tools/lint
step "annotations" $py python/tools/annotations.py
step "schemas and tables" $py python/tools/documents.py
step "revision" $py python/tools/revision.py --check
step "pages of rules, commands, OpenAPI" $py python/tools/docs.py --check
step "table of paragraphs" $py python/tools/paragraphs.py --check
step "allocations" $py tests/bench --allocations check
exit $failed
