#!/usr/bin/env bash
# Fail if what is generated differs from what generation makes now.
set -euo pipefail
cd "$(dirname "$0")/.."
sums() { git ls-files -z -- graph docs schema.graphqls | xargs -0 sha256sum; }
before=$(sums)
go generate ./...
after=$(sums)
[ "$before" = "$after" ] && exit 0
echo "Generated files were not current; they are now. Look at them and commit:" >&2
diff <(echo "$before") <(echo "$after") | sed -n 's/^> [0-9a-f]*  /  /p' >&2
exit 1
