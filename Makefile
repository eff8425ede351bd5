# Each target works as the first command in a fresh clone: it installs what is missing, once.
# Everything runs under the Node that package-lock.json pins; the system's Node only starts npm.
.DEFAULT_GOAL := help
.PHONY: help preview test check lint format integration bench docs build clean

INSTALLED := node_modules/.installed
ARGS ?=

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Install scripts stay off: the only one needed is the one that puts the pinned Node in place.
$(INSTALLED): package.json package-lock.json .npmrc
	@command -v npm >/dev/null || { echo "rampart: npm is not on PATH; install Node 20 or newer, then run this again" >&2; exit 3; }
	@echo "Installing dependencies (once)…" >&2
	@npm ci --ignore-scripts --loglevel=error >&2
	@npm rebuild node --loglevel=error >&2
	@node_modules/.bin/node -e 'if (process.versions.node.split(".")[0] < 24) throw new Error("the pinned Node is missing")'
	@touch $@

preview: $(INSTALLED) ## Preview staging and prod offline, through the policy pack
	@npm run --silent rampart -- preview $(ARGS)

test: $(INSTALLED) ## Run the unit tests
	@npm test --silent -- $(ARGS)

check: $(INSTALLED) ## Type-check
	@npm run --silent check

lint: $(INSTALLED) ## Lint, formatting, dead code
	@npm run --silent lint

format: $(INSTALLED) ## Format
	@npm run --silent format

integration: $(INSTALLED) ## Run the tests against the real engine and real servers
	@npm run --silent test:integration

bench: $(INSTALLED) ## Run the paired benchmarks
	@npm run --silent bench

docs: $(INSTALLED) ## Regenerate the generated documentation
	@npm run --silent docs

build: $(INSTALLED) ## Build the installable package into dist/
	@npm run --silent build

clean: ## Remove everything that was installed or built
	rm -rf node_modules dist
