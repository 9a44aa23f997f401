# Everything a person does here starts with one of these; `make help` lists them.
# They find a Python, make .venv and install what uv.lock names. Nothing outside this folder is changed,
# except that `make test` installs a Chromium where there is none.

UV := .venv/bin/uv
PY := .venv/bin/python
UV_PACKAGE := uv==0.13.9

.DEFAULT_GOAL := run
.PHONY: run test check crash bench manage translations help

run: .venv/run  ## NxtChat with its own database and worker, on http://127.0.0.1:8000 (PORT=8001 make run for another)
	@exec $(PY) -m nxtchat.local up

test: .venv/dev  ## every test, on real Postgres, Redis and Chromium (make test T='-k reply' for some)
	@$(PY) -m nxtchat.local browser
	@exec $(PY) -m nxtchat.local exec $(PY) -m tests $(T)

check: .venv/dev  ## style, types, import rules, migrations
	@exec $(PY) -m tests.checks

crash: .venv/dev  ## kill every process under load and look for what is lost or doubled (make crash C='--seed 5 --kills 20')
	@exec $(PY) -m tests.crash $(C)

bench: .venv/dev  ## how fast it is on this machine: prints a table, writes bench.json
	@exec $(PY) -m nxtchat.local exec --durable $(PY) -m tests.bench $(B)

manage: .venv/run  ## a command of manage.py on your data: make manage ARGS='checkup'
	@exec $(PY) -m nxtchat.local manage $(ARGS)

translations: .venv/dev  ## take new texts into locale/ and compile it (needs gettext)
	@$(PY) manage.py makemessages --all --no-location --no-wrap --no-obsolete --ignore=.venv --ignore=var --ignore=tests
	@$(PY) manage.py compilemessages --ignore=.venv --verbosity=0

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*  ## \(.*\)/make \1	\2/p' Makefile | expand -t 14

# `make run` leaves out the tools of the tests. Compiled once here, everything starts faster ever after.
.venv/run: uv.lock $(UV)
	@echo "Installing what NxtChat needs into .venv (once) ..."
	@$(UV) sync --quiet --locked --compile-bytecode --no-group dev
	@touch $@

.venv/dev: uv.lock $(UV)
	@echo "Installing NxtChat and its test tools into .venv (once) ..."
	@$(UV) sync --quiet --locked --compile-bytecode
	@touch $@ .venv/run

# A Python on the path may be a shim that does not run, or lack venv: try each, newest first. A Python that is
# too old for us can still run uv, and uv can fetch a newer one.
$(UV):
	@mkdir -p .venv 2>/dev/null && test -w .venv || { echo "This folder is not yours to write to, so .venv cannot be made: check it out as the user you are."; exit 1; }
	@will_do() { $$1 -c "import sys, venv, ensurepip; sys.exit(sys.version_info < ($$2))" 2>/dev/null; }; \
	for each in $(PYTHON) python3.14 python3.13 python3.12 python3 $$(ls -dr $$HOME/.pyenv/versions/3.1[2-4].*/bin/python3 2>/dev/null); do \
	  will_do $$each "3, 12" && { $$each -m venv .venv; break; }; \
	done; \
	test -x $(PY) || for each in python3 python3.11 python3.10 python3.9; do \
	  will_do $$each "3, 9" && { echo "No Python 3.12 or newer here: trying to fetch one ..."; \
	    $$each -m venv .venv/old && .venv/old/bin/pip install -q $(UV_PACKAGE) && .venv/old/bin/uv venv -q --allow-existing --seed --python 3.13 .venv; break; }; \
	done; \
	test -x $(PY) || { echo "NxtChat needs Python 3.12, 3.13 or 3.14 with its venv module (on Debian: apt install python3 python3-venv). Have one elsewhere? make PYTHON=/path/to/python3"; exit 1; }
	@$(PY) -m pip install --quiet --disable-pip-version-check $(UV_PACKAGE) || { echo "uv could not be installed from PyPI: is there a network?"; exit 1; }
