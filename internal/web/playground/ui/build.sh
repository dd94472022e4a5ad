#!/bin/sh
# Rebuilds ../dist, the gzipped page that the Go package embeds. The same sources give the same bytes.
# Needs node 20.19 or later with npm, and the network for `npm ci`.
set -eu
cd "$(dirname "$0")"
trap 'rm -rf node_modules' EXIT
npm ci --ignore-scripts
npm run build
find ../dist -type f ! -name '*.gz' -exec gzip -9n {} +
