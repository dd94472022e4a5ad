#!/usr/bin/env bash
# All tests, as `make test` and CI run them. Prints how long each part took.
set -euo pipefail
cd "$(dirname "$0")/.."

began=$SECONDS
summary=()
part() { # part NAME COMMAND...
  local name=$1 start=$SECONDS; shift
  echo "== $name"
  "$@"
  summary+=("$(printf '%4d s  %s' $((SECONDS - start)) "$name")")
}
finish() {
  local code=$?
  [ -z "${tryton_pidfile:-}" ] || kill "$(cat "$tryton_pidfile" 2>/dev/null)" 2>/dev/null || true
  printf '\n'; printf '%s\n' "${summary[@]}"
  printf '%4d s  in all\n' $((SECONDS - began))
  exit $code
}
trap finish EXIT

# A private Tryton: port and data of its own, so that nobody's running one is touched.
tryton() {
  export TRYTON_DATA=${TRYTON_DATA:-/var/tmp/balcao-test-tryton}
  export BALCAO_TEST_TRYTON=http://127.0.0.1:${TRYTON_PORT:-8911}
  tryton_pidfile=$TRYTON_DATA/trytond.pid
  ./e2e/tryton/start "${TRYTON_PORT:-8911}" "$tryton_pidfile"
}

part "packages" ./e2e/packages.sh
part "Tryton" tryton
export CGO_ENABLED=1 # -race needs it
part "generated code is current" ./e2e/generated.sh
part "vet" go vet ./...
part "staticcheck" go tool staticcheck ./...
part "embedded packs" go run . lint
# The tests of whole processes bound times: nothing else runs beside them.
mapfile -t others < <(go list ./... | grep -v -e '/e2e$' -e '/e2e/chaos$')
part "tests" go test -race -timeout 15m "${others[@]}"
part "tests of whole processes" go test -race -timeout 15m ./e2e
part "chaos, the short form" go test -race -timeout 10m ./e2e/chaos
