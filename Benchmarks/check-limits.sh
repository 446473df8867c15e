#!/bin/bash
# Compares the results of a benchmark run (JMH format) with limits.csv; prints a Markdown table.
#
#   check-limits.sh RESULTS.jmh.json     exit status 1 if a benchmark is slower than its limit, or missing
set -euo pipefail
results=${1:?usage: check-limits.sh RESULTS.jmh.json}
limits=$(dirname "$0")/limits.csv

# Name, tab, fastest wall-clock sample in microseconds: the parts of an object may come in any order.
samples() {
  awk '
    function value(line) { sub(/^[^:]*: */, "", line); sub(/,[ ]*$/, "", line); gsub(/^"|"$/, "", line); return line }
    /^ *"benchmark" *:/ { name = value($0); sub(/^[^.]*\.[^.]*\./, "", name) }
    /"Time \(wall clock\)" *:/ { inside = 1 }
    inside && /"0\.0" *:/ { fastest = value($0); inside = 0 }
    /^  }/ { if (name != "") printf "%s\t%s\n", name, fastest; name = ""; fastest = ""; inside = 0 }
  ' "$1"
}

samples "$results" | awk -F '\t' -v limits="$limits" '
  { time[$1] = $2 }
  function shown(us) {
    if (us >= 1e6) return sprintf("%.3g s", us / 1e6)
    if (us >= 1e3) return sprintf("%.3g ms", us / 1e3)
    return sprintf("%.3g µs", us)
  }
  END {
    # Benchmarks of quick calls are timed a thousand at a time.
    reference = time["reference: 1000 logarithms"] / 1000
    if (!(reference > 0)) { print "the run has no reference: 1000 logarithms" > "/dev/stderr"; exit 2 }
    printf "1000 logarithms: %s; limits are scaled by %.3g\n\n", shown(reference), reference / 20
    print "| benchmark | fastest | on the reference machine | limit | |"
    print "|---|---|---|---|---|"
    while ((getline line < limits) > 0) {
      if (line ~ /^#/ || line ~ /^benchmark;/) continue
      split(line, cell, ";")
      if (!(cell[1] in time)) { printf "| %s | missing | | | fails |\n", cell[1]; failed = 1; continue }
      us = time[cell[1]]
      if (cell[3] == "kilo") us /= 1000
      scaled = us * 20 / reference
      isSlow = scaled > cell[2]
      if (isSlow) failed = 1
      printf "| %s | %s | %s | %s | %s |\n", cell[1], shown(us), shown(scaled), shown(cell[2]), isSlow ? "**slow**" : "ok"
    }
    exit failed
  }'
