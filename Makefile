# Every target is one a person types; `make help` lists them. What is downloaded or built lands in
# .venv and .cache and nowhere else. Nothing is set up twice: .venv/.ready is the stamp.
# No feature newer than GNU Make 3.81 is used: that is what macOS ships.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

export AI_EXPORT_CACHE := $(CURDIR)/.cache
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONPATH
unexport PYTHONHOME

# make PYTHON=/path/to/python chooses the interpreter; otherwise setup.sh looks for one.
PYTHON ?=
export PYTHON

PY := .venv/bin/python
OPA := .cache/opa

.PHONY: help run test check bench agree faults load fmt bundle docs lock clean opa revision

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/.ready opa revision ## decide the tour: real chips, real rules, every reason shown
	@.venv/bin/ai-export tour

test: .venv/.ready opa revision ## all tests: Rego, its coverage gate, the lint's own tests, then Python
	@$(PY) python/tools/rego_coverage.py
	@$(OPA) test python/tools/lint --fail-on-empty
	@$(PY) -m pytest -c python/pyproject.toml --rootdir . -q tests

check: .venv/.ready opa ## formats, lint, types, schemas, annotations, generated files; silent if all is well
	@bash python/tools/check.sh

bench: .venv/.ready opa revision ## measure rules, client, batches, ledger, load and command line side by side
	@$(PY) tests/bench

agree: .venv/.ready opa revision ## compare the policies with the second reading on COUNT=200000 drawn requests (minutes; resumable)
	@PYTHONPATH=tests $(PY) -m second_reading --count $${COUNT:-200000} --seed $${SEED:-1} \
		--state ".cache/agree-$$($(PY) python/tools/revision.py --print)-$${SEED:-1}.jsonl"

faults: .venv/.ready opa revision ## inject faults under COUNT=1000000 decisions, and kill KILLS=100 writers (an hour; resumable)
	@PYTHONPATH=tests:python/tools $(PY) -m fault_bench --count $${COUNT:-1000000} --kills $${KILLS:-100} --seed $${SEED:-1} \
		--state ".cache/faults-$$($(PY) python/tools/revision.py --print)-$${SEED:-1}.jsonl"

load: .venv/.ready opa revision ## measure memory over COUNT=2000000 decisions (an hour)
	@$(PY) tests/bench/load.py --count $${COUNT:-2000000}

fmt: .venv/.ready opa ## format Python and Rego in place
	@.venv/bin/ruff check --quiet --fix-only --config python/pyproject.toml python tests
	@.venv/bin/ruff format --quiet --config python/pyproject.toml python tests
	@$(OPA) fmt --write policies python/tools/lint

bundle: .venv/.ready opa revision ## build .cache/bundle.tar.gz, signed by a key for development, and check it
	@.venv/bin/ai-export bundle build --output .cache/bundle.tar.gz
	@.venv/bin/ai-export bundle verify .cache/bundle.tar.gz

docs: .venv/.ready opa revision ## write revision and indexes of the policies, and the generated pages of python/docs
	@$(PY) python/tools/docs.py
	@$(PY) python/tools/paragraphs.py

lock: .venv/.ready ## pin the Python dependencies anew, with hashes (UPGRADE=1: the newest versions)
	@bash python/requirements/lock.sh

clean: ## remove everything that set-up and tools made
	@rm -rf .venv .cache python/dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find python tests -name __pycache__ -type d -prune -exec rm -rf {} +

# What follows is no target to type.

# An OPA of the pinned version; asking takes a fraction of a second, so it is asked every time.
opa: .venv/.ready
	@path=$$($(PY) python/src/ai_export_policy/opa.py --print-path) && ln -sfn "$$path" $(OPA)

# Asked every time too: a rule that was removed leaves no newer file behind.
revision: .venv/.ready
	@$(PY) python/tools/revision.py

.venv/.ready: python/requirements/dev.txt python/pyproject.toml python/hatch_build.py
	@bash python/tools/setup.sh
	@touch $@
