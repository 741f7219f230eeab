# 侨都通: every task by name. Python 3.9 or newer starts the builder; it finds or makes everything else.
PYTHON ?= python3
BUILD = $(PYTHON) -m scripts.build
.DEFAULT_GOAL := help
.PHONY: help setup run test check bench evaluate conformance docs clean

help: ## list the targets
	@grep -E '^[a-z]+: .*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

setup: ## build environments, encoder, widget, knowledge release and Rasa model, each only if its inputs changed
	@$(BUILD) setup

run: ## setup, then start both processes and print the address
	@$(BUILD) run

test: ## setup, then every test of both runtimes and of the widget, in a browser too
	@$(BUILD) test

check: ## lint, types, import contracts, generated docs and schema fresh, knowledge linted
	@$(BUILD) python -m scripts.check

bench: ## answered turns beside stock Rasa, encoder beside torch: ratios in one run
	@$(BUILD) python -m benchmarks

evaluate: ## quality beside its bars: writes docs/scorecard.md; `python -m scripts.evaluate --help` names the parts
	@$(BUILD) python -m scripts.evaluate

conformance: ## what a petition system at URL=… lacks (SYSTEM=notary for the other): docs/connecting.md
	@$(BUILD) python -m scripts.conformance --system $(or $(SYSTEM),petition) --url "$(URL)" $(ARGS)

docs: ## make the generated pages of docs/ afresh
	@$(BUILD) python -m scripts.docs

clean: ## remove what was built (environments and var/), keep the sources
	rm -rf .venv var web/node_modules assistant/gateway/static/app
