# Two commands matter: `make run` starts SmartLink, `make test` proves it. Everything they need they install.
.DELETE_ON_ERROR:
.PHONY: run test check build format bench faults audit lock
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# Half a dozen processes start at each run: none should compile everything anew.
unexport PYTHONDONTWRITEBYTECODE
python := .venv/bin/python
sources := $(shell find static/src -type f) build.mjs package.json package-lock.json tsconfig.json

run: ## SmartLink in this terminal; PORT, SMARTLINK_HOME, DATABASE_URL, REDIS_URL, SMARTLINK_DEMO=0
	@bin/setup run
	@$(MAKE) --no-print-directory build
	@exec $(python) manage.py up

test: dev build ## everything: units, API, browsers, quick faults
	@$(python) -m tests all

faults: dev build ## the long fault runs
	@$(python) -m tests faults

bench: dev build
	@$(python) -m bench

check: dev build ## what must hold before a commit, in a few minutes
	@$(python) -m tests check

build: static/dist/manifest.json

static/dist/manifest.json: $(sources)
	@bin/setup run
	@node build.mjs

format: dev
	@$(python) -m ruff check --fix --quiet . ; $(python) -m ruff format --quiet .

audit: dev ## known holes in what we depend on; needs the network
	@$(python) -m pip_audit --require-hashes -r requirements.txt
	@npm audit

lock: dev ## choose versions anew, within pyproject.toml's bounds
	@bin/lock

.PHONY: dev
dev:
	@bin/setup dev
