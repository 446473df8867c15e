#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a table of random inputs and the values that the reference computes for them.

    Tests/Reference/generate.py --seed 7 --rows 500 bb84 > table.csv

  --seed S       starts the random numbers: the same seed gives the same table
  --rows N       number of rows
  --revision R   revision of the formula sheet (default 2)
  FAMILY         one of those that ``--help`` names

The table has the columns of the checkpoint tables; ``keyrate selftest table.csv`` reads it.
"""

import argparse
import csv
import os
import random
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
try:
    import mpmath
except ImportError:
    print("Tests/Reference needs python3 with mpmath (Debian: apt-get install python3-mpmath; "
          "or: python3 -m pip install mpmath).", file=sys.stderr)
    sys.exit(2)

from mpmath import mp

from reference import catalogue, samples, table
from reference.precision import NotCovered


def rows(family, seed, count, revision):
    """Rows until there are enough; quantities that are not finite numbers are left out."""
    source = random.Random(seed)
    provenance = "Tests/Reference, mpmath %d digits, revision %d, seed %d" % (mp.dps, revision, seed)
    made, number = 0, 0
    while made < count:
        number += 1
        name, inputs = samples.FAMILIES[family](source)
        try:
            result = catalogue.calculate(name, inputs, revision)
        except NotCovered:
            continue
        for quantity in sorted(result):
            value = result[quantity]
            if quantity in ("reason", "signed") or not isinstance(value, (int, str)) and not mp.isfinite(value):
                continue
            if made == count:
                return
            made += 1
            yield ["%s-%d-%04d" % (family, seed, number), name, table.compact(inputs), quantity, table.text(value),
                   "1e-09" if quantity != "error" else "0", "equals", provenance]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--revision", type=int, choices=catalogue.REVISIONS, default=2)
    parser.add_argument("family", choices=sorted(samples.FAMILIES))
    arguments = parser.parse_args()
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(table.COLUMNS)
    for row in rows(arguments.family, arguments.seed, arguments.rows, arguments.revision):
        writer.writerow(row)


if __name__ == "__main__":
    main()
