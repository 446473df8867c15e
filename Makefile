# SPDX-License-Identifier: GPL-3.0-or-later
# make report   set-up, release build, the figures and reports of Reports/
# make test     set-up, all tests
# make cluster-test   shards on a real Slurm, which must be installed (slurm-wlm, munge)
# make benchmark  set-up, all benchmarks against Benchmarks/limits.csv; wants a quiet machine
# make reference  golden tables and checkpoint tables against Tests/Reference; needs python3 with mpmath only
# make embedded  the physics as Embedded Swift for WebAssembly; skipped where the toolchain cannot
# make docs     set-up, the documentation of every module as one static site in DOCS (.build/docs); fetches its plugin
# make certify  set-up, certified lengths against a referee on SAMPLES random inputs of each family (100000)
# The commands work on a fresh Debian with only the Swift toolchain, as root or with sudo.

SHELL := /bin/bash
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
KEYRATE := .build/release/keyrate
GALLERY := $(wildcard Parameters/gallery/*.toml)
# One that is supported and one that is refuted (exit status 1).
CLAIMS := bb84-run doctored-above-plob
COMPARISONS := $(wildcard Parameters/gallery/comparisons/*.toml)
MAPS := $(wildcard Parameters/gallery/maps/*.toml)

.PHONY: report test reference certify cluster-test setup build lint benchmark docs embedded clean

report: build
	@mkdir -p Reports
	@set -e; for file in $(GALLERY); do \
	  name=$$(basename $$file .toml); \
	  $(KEYRATE) sweep $$file --output Reports/$$name; \
	done
	@mkdir -p Reports/claims
	@set -e; for name in $(CLAIMS); do \
	  $(KEYRATE) validate Parameters/claims/$$name.toml --output Reports/claims/$$name || [ $$? = 1 ]; \
	done
	@set -e; for file in $(COMPARISONS); do $(KEYRATE) compare $$file --output Reports/$$(basename $$file .toml); done
	@set -e; for file in $(MAPS); do $(KEYRATE) map $$file --output Reports/$$(basename $$file .toml); done

test: setup
	swift test --parallel

embedded:
	Tests/Embedded/check.sh

cluster-test: build
	Tests/Cluster/slurm-test.sh $(KEYRATE)

# On demand, not part of .ci/run. OPTIONS="--quick" leaves the searches out.
reference:
	@command -v python3 >/dev/null || { echo "make reference needs python3 with mpmath" >&2; exit 2; }
	python3 Tests/Reference/check_numbers.py
	python3 Tests/Reference/check.py $(OPTIONS)

certify: setup
	swift run -c release CertifiedCheck $(or $(SAMPLES),100000)

build: setup
	swift build -c release --product keyrate

# Nothing is fetched when the libraries are already there.
setup:
	@if ! (command -v pkg-config && pkg-config --exists gsl nlopt) >/dev/null 2>&1; then \
	  echo "installing libgsl-dev libnlopt-dev pkg-config"; \
	  $(SUDO) apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends \
	    libgsl-dev libnlopt-dev pkg-config >/dev/null; \
	fi

lint:
	swift format lint --strict --recursive Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Jobs Benchmarks/Benchmarks Examples

# Everything but the programs and the tests has a page; links that lead nowhere stop the build.
DOCS ?= .build/docs
DOCUMENTED := $(notdir $(patsubst %/,%,$(dir $(wildcard Sources/*/*.docc))))

docs: setup
	@mkdir -p $(DOCS)
	@KEYRATE_DOCS=1 swift package --allow-writing-to-directory $(DOCS) generate-documentation \
	  $(foreach target,$(DOCUMENTED),--target $(target)) \
	  --enable-experimental-combined-documentation --symbol-graph-minimum-access-level package \
	  --transform-for-static-hosting --output-path $(DOCS) >.build/docs.log 2>&1 || { cat .build/docs.log; exit 1; }
	@! grep -A 3 -E "doesn't exist at|is ambiguous at" .build/docs.log
	@echo "documentation in $(DOCS), for example: python3 -m http.server --directory $(DOCS)"

benchmark: setup
	@rm -rf Benchmarks/.build/samples && mkdir -p Benchmarks/.build/samples
	swift package --package-path Benchmarks --allow-writing-to-package-directory benchmark \
	  --format histogramSamples --path Benchmarks/.build/samples --no-progress
	@Benchmarks/check-limits.sh Benchmarks/.build/samples

clean:
	swift package clean
