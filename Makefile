# Thin one-liners over commands that the documents show; PYTHON makes the environment, .venv holds it.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup test lint demo bench catalog

setup:
	$(PYTHON) -m venv .venv && $(BIN)/pip install -q -e '.[dev,bench]' && $(BIN)/pre-commit install

test:
	$(BIN)/pytest -q -n 3

lint:
	$(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/lint-imports --no-logo

demo:
	$(BIN)/cstui demo

bench:
	$(BIN)/python -m benchmarks

# Collect the messages, carry them into the Chinese catalog (new ones stand there empty), compile it.
catalog:
	$(BIN)/pybabel -q extract --no-default-keywords -k _ -k N_ -k ngettext:1,2 --add-location=file --sort-output \
		--omit-header --no-wrap -o cstui/locale/cstui.pot cstui
	$(BIN)/pybabel -q update -D cstui -i cstui/locale/cstui.pot -d cstui/locale -l zh --no-fuzzy-matching \
		--ignore-obsolete --ignore-pot-creation-date --no-wrap
	$(BIN)/pybabel -q compile -D cstui -d cstui/locale -l zh --statistics
