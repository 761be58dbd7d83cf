# Moving Cities: `make run` builds everything and starts it with demonstration content.

SHELL       := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS   += --no-builtin-rules
export GOFLAGS += -buildvcs=false
GO_FILES    := find . -name '*.go' -not -path '*/node_modules/*' -print0
.DEFAULT_GOAL := help

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
COMMIT  := $(shell git rev-parse --verify --quiet HEAD 2>/dev/null || echo unknown)
LDFLAGS := -s -w -X main.version=$(VERSION) -X main.commit=$(COMMIT)

FUZZTIME ?= 20s
BENCH    ?= .
TESTFLAGS ?=

# The administration interface is built only where its sources are.
ifneq ($(wildcard admin-ui/package.json),)
UI         := admin-ui/dist/index.html
UI_SOURCES := $(shell find admin-ui -type f -not -path '*/node_modules/*' -not -path 'admin-ui/dist/*')
endif

.PHONY: help run build test lint bench speed faults fuzz fmt clean need-build need-test

help: ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## (.*)/  make \1\t\2/' | expand -t 16

run: build ## build, migrate ./var, load the demonstration content once, serve
	@bin/movingcities serve --demo

build: need-build $(UI) ## leave the static binary in bin/movingcities
	CGO_ENABLED=0 go build -trimpath -ldflags '$(LDFLAGS)' -o bin/movingcities ./cmd/movingcities

# Where goroutines meet; the race detector makes everything else four times slower
# and has nothing to find there. ALONE are tests of the whole server that send one
# request after another: they run without it.
RACE  := ./internal/app ./internal/cache ./internal/db ./internal/desk ./internal/drafting ./internal/front ./internal/jobs
ALONE := NotOffered|Foreign|EveryRoute|ExportOf|ReferenceOfTheAPI

test: export TMPDIR := $(shell .ci/scratch)
test: need-test $(UI) ## run every test on SQLite and Postgres, with the race detector where goroutines meet
	CGO_ENABLED=1 go run ./internal/apptest/pgcluster -- go test -race -timeout 12m -skip '$(ALONE)' $(TESTFLAGS) $(RACE)
	CGO_ENABLED=1 go run ./internal/apptest/pgcluster -- go test -race -timeout 12m -run Writers $(TESTFLAGS) ./internal/content
	CGO_ENABLED=0 go run ./internal/apptest/pgcluster -- go test -vet=off -p 3 -timeout 12m $(TESTFLAGS) \
		./internal/app $$(go list ./... | grep -vxF "$$(go list $(RACE))")
ifneq ($(UI),)
	npm --prefix admin-ui test
endif

lint: need-build $(UI) ## check format, modules, faults, structure and sizes
	@bin=$$(.ci/tools) && export CGO_ENABLED=0 && \
	unformatted=$$($(GO_FILES) | xargs -0 "$$bin/gofumpt" -l) && \
	{ test -z "$$unformatted" || { echo "make fmt would change:" $$unformatted; exit 1; }; } && \
	{ go mod tidy -diff >/dev/null || { echo "go mod tidy would change go.mod or go.sum"; exit 1; }; } && \
	"$$bin/golangci-lint" run && \
	"$$bin/staticcheck" ./... && \
	go run ./internal/guard/budget && \
	go test ./internal/guard
ifneq ($(UI),)
	npm --prefix admin-ui run lint
endif

bench: need-test $(UI) ## measure; BENCH=<pattern> picks, ENTRIES="1000 10000" are the sizes
	ENTRIES="$(or $(ENTRIES),1000 10000)" CGO_ENABLED=0 go test -run '^$$' -bench '$(BENCH)' -benchmem -timeout 3h ./...

speed: need-build $(UI) ## readers' answers beside nginx and bare net/http; needs nginx, wrk, taskset
	go run ./internal/apptest/speed -entries $(or $(ENTRIES),1000) -rounds 5

faults: need-test $(UI) ## break servers at every statement, and for long; make test tries a sample
	MC_FAULTS=long CGO_ENABLED=0 go run ./internal/apptest/pgcluster -- go test -count=1 -v -timeout 3h $(TESTFLAGS) ./internal/apptest/faults

fuzz: need-build $(UI) ## look for inputs that break the parsers; FUZZTIME=20s each
	CGO_ENABLED=0 .ci/fuzz $(FUZZTIME)

fmt: ## format the Go files
	@bin=$$(.ci/tools) && $(GO_FILES) | xargs -0 "$$bin/gofumpt" -w

clean: ## remove what was built; the data in ./var stays
	rm -rf bin admin-ui/node_modules
	find admin-ui/dist -mindepth 1 -not -name .gitkeep -delete

need-build:
	@.ci/need build

need-test:
	@.ci/need test

admin-ui/node_modules/.package-lock.json: admin-ui/package-lock.json
	npm --prefix admin-ui ci --no-audit --no-fund
	@touch $@

admin-ui/dist/index.html: admin-ui/node_modules/.package-lock.json $(UI_SOURCES)
	npm --prefix admin-ui run build
	@touch $@
