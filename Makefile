# The doors of a checkout. `make serve` and `make test` need Python 3.11 or later and the package registries, no more.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
# Query workers step back to 19 behind everything else; behind tests at 0 they would starve.
NICE   := 18

# The suites of the W3C are not ours to pass on, so they are fetched: they are in what rdflib's makers publish.
SUITES  := tests/w3c-suites
CARRIER := rdflib-7.6.0
CARRIED := $(addprefix $(CARRIER)/test/data/suites/w3c/,dawg-data-r2 sparql11 turtle trig ntriples nquads rdf-xml)

.PHONY: serve test suites clients lint bench soak pins clean

serve: $(READY)  ## serve the shipped graph on http://127.0.0.1:8000
	$(BIN)/nodverk serve

# Tests start many commands, and each would compile the code anew where no bytecode is kept.
test: export PYTHONDONTWRITEBYTECODE =
test: $(READY)  ## run every test, a file on each core at a time
	nice -n $(NICE) $(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

suites: $(SUITES)/.ready  ## fetch the test suites of the W3C, with which `make test` tries the endpoint and the readers

clients:  ## install the clients in JavaScript that tests ask with; needs Node and npm
	npm ci --prefix tests/clients --ignore-scripts --no-audit --no-fund

lint: $(READY)  ## style, types, floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(READY)  ## measure and report; never a gate
	$(BIN)/python -m bench

soak: $(READY)  ## do harm for half an hour and judge; SIZE=--quick for minutes, SIZE=--smoke for one, SIZE="--only NAME" for one scenario
	$(BIN)/python -m soak $(SIZE)

pins: $(READY)  ## renew the hash pins, without any index address
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	    --python-version 3.11 --all-extras --output-file .pins/requirements.txt pyproject.toml .pins/build.in
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	    --python-version 3.11 --output-file .pins/peers.txt .pins/peers.in

clean:
	rm -rf $(VENV) $(SUITES) dist build

$(SUITES)/.ready: .pins/suites.txt | $(READY)
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps --no-binary rdflib --no-build-isolation \
	    --require-hashes --requirement .pins/suites.txt --dest build
	mkdir -p $(SUITES)
	tar -xzf build/$(CARRIER).tar.gz -C $(SUITES) --strip-components 5 $(CARRIED)
	touch $@

$(READY): .pins/requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement .pins/requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@
