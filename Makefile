# Everything a developer needs. `make help` lists it.
.DEFAULT_GOAL := help
GO ?= go

.PHONY: help generate generated test lint vuln bench mutants chaos build run

help: ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## serve the sandbox on http://127.0.0.1:8080
	$(GO) run .

build: ## build ./balcao
	$(GO) build -trimpath -o balcao .

generate: ## make the generated code and docs anew
	$(GO) generate ./...

generated: ## fail if generated code or docs are not current
	./e2e/generated.sh

lint: ## go vet, staticcheck, and the embedded packs
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	$(GO) run . lint

test: ## install what the tests need (apt, root) and run all of them, with -race
	./e2e/test.sh

vuln: ## look for known vulnerabilities (needs the internet)
	$(GO) run golang.org/x/vuln/cmd/govulncheck@v1.1.4 ./...

bench: ## measure, as ratios in one run
	./e2e/bench.sh

mutants: ## break the automation language, the ledger's rules and the stand-ins' oddities one by one; tests must notice (half an hour)
	$(GO) run ./e2e/mutants
	$(GO) run ./e2e/chaos/mutants
	$(GO) run ./erp/standin/mutants

chaos: ## kill and freeze what there is while payments are taken; none may be lost or doubled (up to ten minutes)
	$(GO) test -count=1 -v -timeout 15m ./e2e/chaos -run TestChaos -long
