#!/usr/bin/env bash
# Pins the dependencies of ../pyproject.toml and dev.in, with the hashes of every wheel and sdist, so
# that other platforms and Pythons install from the same files. Run with the oldest Python supported.
# `make lock` keeps what is pinned where it still fits; `make lock UPGRADE=1` takes the newest versions.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
tools=.cache/pip-tools
if [[ ! -x $tools/bin/pip-compile ]]; then
	.venv/bin/python -m venv "$tools"
	"$tools/bin/pip" install --quiet 'pip-tools==7.6.2'
fi
compile() {
	local target=python/requirements/$1
	shift
	echo "pinning $target"
	cp "$target" "$target.pinned"
	"$tools/bin/pip-compile" --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host ${UPGRADE:+--upgrade} \
		--output-file "$target.pinned" "$@"
	{
		echo "# Pinned by \`make lock\` for Python 3.11 and newer; edit ../pyproject.toml or dev.in instead."
		grep -v '^# Pinned by' "$target.pinned"
	} > "$target.new"
	rm "$target.pinned"
	# Unchanged pins keep their date, so that nothing is installed again.
	if cmp -s "$target.new" "$target"; then rm "$target.new"; else mv "$target.new" "$target"; fi
}
compile runtime.txt python/pyproject.toml
compile dev.txt --all-extras python/pyproject.toml python/requirements/dev.in
