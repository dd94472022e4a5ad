#!/usr/bin/env bash
# Measure, as `make bench`. What the figures mean: docs/performance.md.
# BENCH=pattern measures only the benchmarks of that name.
set -euo pipefail
cd "$(dirname "$0")/.."

cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
echo "machine: ${cpu:-unknown CPU}, $(nproc) cores, $(go env GOVERSION) $(go env GOOS)/$(go env GOARCH), $(date -u +%F)"
echo "commit:  $(git describe --always --dirty 2>/dev/null || echo unknown)"
command -v redis-server >/dev/null || { echo "redis-server is missing; ./e2e/packages.sh installs it" >&2; exit 1; }

bench() { # bench TIME PACKAGE...: one row for each figure
  local time=$1; shift
  go test -run '^$' -bench "${BENCH:-.}" -benchtime "$time" -timeout 10m "$@" |
    { grep -E '^(Benchmark|--- FAIL|FAIL|panic|\s+[a-z_]+_test\.go)' || true; } # BENCH may name none of these
}

echo; echo "== the language: packs are loaded and run, answers are read"
bench 0.5s ./erp/automation/...
echo; echo "== the cache, 50 keys of 12 invoices"
bench 0.5s -benchmem ./cache
echo; echo "== the ledger: 64 clients, each write on the disk when it is answered"
bench 1x ./internal/ledger
echo; echo "== the whole process"
bench 1x ./e2e/bench
