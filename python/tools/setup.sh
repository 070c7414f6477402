#!/usr/bin/env bash
# Makes .venv with the pinned dependencies and the package of this checkout. `make` runs it when
# .venv/.ready is missing or older than what it installs. PYTHON names the interpreter to use.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

candidates=${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}
python=
for candidate in $candidates; do
	if recent "$candidate"; then
		python=$candidate
		break
	fi
done
if [[ -z $python ]]; then
	echo "Python 3.11 or newer is needed; tried: $candidates." >&2
	echo "Install it, or name it: make PYTHON=/path/to/python ..." >&2
	exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
	echo "$python has no venv module; install it (Debian, Ubuntu: apt install python3-venv)." >&2
	exit 1
fi

mkdir -p .cache
if ! recent .venv/bin/python; then
	echo "setting up .venv with $("$python" --version)"
	"$python" -m venv --clear .venv
fi
echo "installing the pinned dependencies, about half a minute"
.venv/bin/python -m pip install --quiet --require-hashes -r python/requirements/dev.txt
echo "installing the package of this checkout"
.venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable python
