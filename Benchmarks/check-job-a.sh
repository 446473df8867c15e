#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Job A at every loss of its table with many seeds, against the best known lengths.
#
#   check-job-a.sh [SEEDS] [KEYRATE]     100 seeds with .build/release/keyrate if left out
#
# Exit status 1 for a length more than 1e-6 below the best known, a false zero, or a key where none is known.
set -euo pipefail
package=$(cd "$(dirname "$0")/.." && pwd)
seeds=${1:-100}
keyrate=${2:-$package/.build/release/keyrate}
jobs=$package/Parameters/benchmarks

grep -v '^#' "$jobs/job-a-best-known.csv" | tail -n +2 | while IFS=, read -r loss best; do
  for seed in $(seq 1 "$seeds"); do
    "$keyrate" optimise "$jobs/job-a.toml" --set link.loss_db="$loss" --seed "$seed" --json |
      awk -v loss="$loss" -v best="$best" -v seed="$seed" '
        /^  "length_raw":/ { gsub(/[^-+0-9.e]/, "", $2); print loss, seed, best, $2; exit }'
  done
done | awk '
  { points++ }
  $3 > 0 { gap = 1 - $4 / $3; if (gap > worst) { worst = gap; where = $1 " dB, seed " $2 } if (gap > 1e-6) missed++ }
  $3 <= 0 && $4 > 0 { missed++; print $1 " dB, seed " $2 ": " $4 " bits where no key is known" }
  END {
    printf "%d optima, %d missed; the largest gap is %.2g (%s)\n", points, missed, worst, where
    exit missed > 0 || points == 0
  }'
