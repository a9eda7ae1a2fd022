.PHONY: demo test check docs bench clean
PYTHON ?= python3
BIN = .venv/bin

.venv/ready: pyproject.toml setup.py $(wildcard searcher/*/*.[ch])
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "searcher needs Python 3.11 or newer; write: make PYTHON=python3.12 ..." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@$(BIN)/python -m compileall -q searcher
	@touch $@

demo: .venv/ready
	@sh benchmarks/demo.sh $(BIN)/searcher

test: .venv/ready
	@$(BIN)/python -m pytest --numprocesses 2 --quiet

check: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest --numprocesses 2 --quiet --cov --cov-report=term:skip-covered --cov-fail-under=90

docs: .venv/ready
	$(BIN)/python -m searcher.cli.reference > docs/cli.md

bench: .venv/ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
ifdef DATA
	@for name in ingest search scale; do $(BIN)/python benchmarks/bench_$$name.py $(DATA) --work $(or $(WORK),build/bench) $(OPTIONS) || exit; done
else
	@cat benchmarks/README.md
endif

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
