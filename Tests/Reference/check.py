#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recomputes the rows of golden tables and checkpoint tables with the reference of this folder.

    Tests/Reference/check.py                   all tables of the repository
    Tests/Reference/check.py FILE.csv ...      these tables
      --revision 1|2   hold every table to one revision of the sheets (default: the one that it agrees with)
      --jobs N         processes (default 1)
      --list           every disagreement, not the first ten of a table
      --quick          leaves the rows out for which an optimum has to be searched
      --only TEXT      rows whose calculation or id contains TEXT

Exit status 0: no row disagrees; 1: some do; 2: mpmath is missing or a file cannot be read.
"""

import argparse
import collections
import json
import multiprocessing
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
try:
    import mpmath  # noqa: F401
except ImportError:
    print("Tests/Reference needs python3 with mpmath (Debian: apt-get install python3-mpmath; "
          "or: python3 -m pip install mpmath).", file=sys.stderr)
    sys.exit(2)

from reference import catalogue, table
from reference.precision import NotCovered

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))


def repository_tables():
    """Every table of the eight columns under Tests and Sources, found by its header."""
    found = []
    for top in ("Tests", "Sources"):
        for folder, folders, files in os.walk(os.path.join(ROOT, top)):
            folders[:] = sorted(f for f in folders if not f.startswith("."))
            found += [os.path.join(folder, f) for f in sorted(files) if f.endswith(".csv")]
    return [f for f in found if table.read(f) is not None]


def work(task):
    """One calculation in one revision: its result, or a word about why there is none."""
    name, inputs, revision = task
    try:
        return catalogue.calculate(name, json.loads(inputs), revision)
    except NotCovered as reason:
        return "not covered: %s" % reason
    except Exception as failure:  # a failure of the reference is a disagreement with its own words
        return "failed: %s: %s" % (type(failure).__name__, failure)


def verdict(row, result):
    """True, False, None where nothing is to be tested, or a word where nothing is covered."""
    if row["check"] == "info":
        return None
    if isinstance(result, str):
        return result if result.startswith("not covered") else False
    agrees = table.agrees(row, result)
    return "not covered: quantity %s" % row["quantity"] if agrees is None else agrees


class Table:
    """The rows of a file and what the reference computes for them, revision by revision."""

    def __init__(self, rows, pool):
        self.rows, self.pool = rows, pool
        self.tasks = list(dict.fromkeys((r["calculation"], r["inputs"]) for r in rows))
        self.results = {}

    def evaluate(self, revision, patience=None):
        """Computes what is missing; stops after so many calculations that disagree. Returns whether it is complete."""
        known = self.results.setdefault(revision, {})
        rows_of = {}
        for row in self.rows:
            rows_of.setdefault((row["calculation"], row["inputs"]), []).append(row)
        missing = [t for t in self.tasks if t not in known]
        wrong, slice_size = 0, 32 if self.pool else 1
        for start in range(0, len(missing), slice_size):
            tasks = missing[start:start + slice_size]
            jobs = [(name, inputs, revision) for name, inputs in tasks]
            for task, result in zip(tasks, self.pool.map(work, jobs, 1) if self.pool else map(work, jobs)):
                known[task] = result
                wrong += any(verdict(row, result) is False for row in rows_of[task])
            if patience is not None and wrong >= patience and len(known) < len(self.tasks):
                return False
        return True

    def verdicts(self, revision):
        known = self.results[revision]
        return [verdict(row, known[row["calculation"], row["inputs"]]) for row in self.rows]

    def settle(self, revisions):
        """The revision under which the fewest rows disagree; the newest one is tried first."""
        complete = {}
        for revision in revisions:
            complete[revision] = self.evaluate(revision, 3 if len(revisions) > 1 else None)
            if complete[revision] and False not in self.verdicts(revision):
                return revision
        for revision in revisions:
            self.evaluate(revision)
        return min(revisions, key=lambda r: sum(v is False for v in self.verdicts(r)))


def check(path, arguments, pool):
    """Reports one table; returns the number of rows that disagree."""
    rows = table.read(path)
    name = os.path.relpath(path, ROOT) if path.startswith(ROOT) else path
    if rows is None:
        print("%s: not a table of calculations" % name)
        return 0
    if arguments.only:
        rows = [r for r in rows if arguments.only in r["calculation"] or arguments.only in r["id"]]
    if arguments.quick:
        rows = [r for r in rows if ".optimise." not in r["calculation"]]
    if not rows:
        return 0
    begin = time.time()
    contents = Table(rows, pool)
    revision = contents.settle([arguments.revision] if arguments.revision else list(catalogue.REVISIONS))
    chosen, known = contents.verdicts(revision), contents.results[revision]
    wrong = [(row, known[row["calculation"], row["inputs"]]) for row, v in zip(rows, chosen) if v is False]
    uncovered = collections.Counter((row["calculation"], v) for row, v in zip(rows, chosen) if isinstance(v, str))
    print("%s: %d rows, %d agree, %d disagree, %d not covered, %d not to be tested, revision %d, %.0f s" % (
        name, len(rows), sum(v is True for v in chosen), len(wrong), sum(isinstance(v, str) for v in chosen),
        sum(v is None for v in chosen), revision, time.time() - begin))
    for (calculation, reason), count in sorted(uncovered.items()):
        print("    %d rows of %s %s" % (count, calculation, reason))
    for row, result in wrong if arguments.list else wrong[:10]:
        got = result if isinstance(result, str) else table.text(result.get(row["quantity"], result.get("error")))
        print("    %s %s %s: expected %s, computed %s" % (row["id"], row["calculation"], row["quantity"],
                                                         row["expected"], got))
    if len(wrong) > 10 and not arguments.list:
        print("    and %d more (--list)" % (len(wrong) - 10))
    sys.stdout.flush()
    return len(wrong)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--revision", type=int, choices=(1, 2))
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only")
    arguments = parser.parse_args()
    files = [os.path.abspath(f) for f in arguments.files] or repository_tables()
    for path in files:
        if not os.path.exists(path):
            print("no such file: %s" % path, file=sys.stderr)
            return 2
    pool = multiprocessing.Pool(arguments.jobs) if arguments.jobs > 1 else None
    wrong = sum(check(path, arguments, pool) for path in files)
    if pool:
        pool.close()
    print("%d rows disagree" % wrong if wrong else "no row disagrees")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
