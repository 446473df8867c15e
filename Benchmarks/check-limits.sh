#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Compares the samples of a benchmark run (format histogramSamples, nanoseconds) with limits.csv; prints a Markdown table.
#
#   check-limits.sh FOLDER      exit status 1 if a benchmark is slower than its limit, or missing
#
# The fastest sample counts, since a busy machine only ever slows things down; it is scaled by the
# fastest reference of the same run.
set -euo pipefail
folder=${1:?usage: check-limits.sh FOLDER}
limits=$(dirname "$0")/limits.csv

# The fastest sample of a benchmark in nanoseconds; nothing if there is none.
fastest() {
  local file="$folder/Current_run.KeyRateBenchmarks.${1//[ \/]/_}.wallClock.histogram.samples.tsv"
  [ -f "$file" ] || return 0
  awk 'NR == 2 || (NR > 2 && $1 + 0 < least) { least = $1 + 0 } END { if (NR > 1) print least }' "$file"
}

reference=$(fastest "reference: 1000 logarithms")
[ -n "$reference" ] || { echo "the run has no reference: 1000 logarithms" >&2; exit 2; }

grep -v '^#' "$limits" | tail -n +2 | while IFS=';' read -r name limit calls; do
  echo "$name;$limit;${calls:-1};$(fastest "$name")"
done | awk -F ';' -v reference="$reference" '
  function shown(us) {
    if (us >= 1e6) return sprintf("%.3g s", us / 1e6)
    if (us >= 1e3) return sprintf("%.3g ms", us / 1e3)
    return sprintf("%.3g µs", us)
  }
  BEGIN {
    printf "1000 logarithms: %s\n\n", shown(reference / 1e3)
    print "| benchmark | fastest | where 1000 logarithms take 20 µs | limit | |"
    print "|---|---|---|---|---|"
  }
  $4 == "" { printf "| %s | | | %s | missing |\n", $1, shown($2); failed = 1; next }
  {
    us = $4 / 1e3 / $3
    scaled = us * 2e4 / reference
    if (scaled > $2) failed = 1
    printf "| %s | %s | %s | %s | %s |\n", $1, shown(us), shown(scaled), shown($2), (scaled > $2 ? "**slow**" : "ok")
  }
  END { exit failed }'
