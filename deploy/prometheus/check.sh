#!/usr/bin/env sh
# Checks the configuration, the alert rules and their unit tests. Needs promtool (Debian: package prometheus; or PROMTOOL=/path/to/it).
set -eu
cd "$(dirname "$0")"
promtool=${PROMTOOL:-promtool}
if ! command -v "$promtool" >/dev/null; then
  echo "no promtool: the alert rules are not checked" >&2
  exit 0
fi
"$promtool" check config prometheus.yml
"$promtool" test rules alerts_test.yml
