#!/usr/bin/env bash
# Install what the tests need beside Go, git and make. Prints nothing if all is
# there; without root or apt it names what is missing and fails.
set -euo pipefail

need=(gcc redis-server chromium poppler-utils zbar-tools postgresql nodejs npm procps)
missing=()
# A program that is there by another way than Debian's package is as good.
declare -A program=([gcc]=gcc [redis-server]=redis-server [chromium]=chromium [poppler-utils]=pdftoppm
  [zbar-tools]=zbarimg [nodejs]=node [npm]=npm [procps]=pkill)
for p in "${need[@]}"; do
  if [ -n "${program[$p]:-}" ]; then
    command -v "${program[$p]}" >/dev/null || missing+=("$p")
  else
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=("$p")
  fi
done
# -race needs the C library's headers too.
[ -e /usr/include/stdlib.h ] || missing+=(libc6-dev)
[ ${#missing[@]} = 0 ] && exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "The tests need these Debian packages, which are not installed: ${missing[*]}" >&2
  echo "Install them (apt-get install --no-install-recommends ${missing[*]}), or run this as root." >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
# In a container without init, services must not be started by their installation.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"; chmod 755 "$policy"
  trap 'rm -f "$policy"' EXIT
fi
log=$(mktemp)
{ apt-get -qq update && apt-get -qq install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 ||
  { tail -n 20 "$log" >&2; echo "apt-get could not install: ${missing[*]}" >&2; exit 1; }
