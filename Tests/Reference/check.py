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
    """One calculation in every revision asked for: {revision: result or a word}."""
    name, inputs, revisions = task
    values = json.loads(inputs)
    results = {}
    for revision in revisions:
        try:
            results[revision] = catalogue.calculate(name, values, revision)
        except NotCovered as reason:
            results[revision] = "not covered: %s" % reason
        except Exception as failure:  # a failure of the reference is a disagreement with its own words
            results[revision] = "failed: %s: %s" % (type(failure).__name__, failure)
    return results


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
    revisions = [arguments.revision] if arguments.revision else list(catalogue.REVISIONS)
    begin = time.time()
    tasks = list(dict.fromkeys((r["calculation"], r["inputs"]) for r in rows))
    jobs = [(name_, inputs, revisions) for name_, inputs in tasks]
    results = dict(zip(tasks, pool.map(work, jobs, chunksize=4) if pool else map(work, jobs)))
    verdicts = {}  # revision -> list of True, False, None (not tested), or a word
    for revision in revisions:
        verdicts[revision] = []
        for row in rows:
            result = results[(row["calculation"], row["inputs"])][revision]
            if row["check"] == "info":
                verdict = None
            elif isinstance(result, str):
                verdict = result if result.startswith("not covered") else False
            else:
                verdict = table.agrees(row, result)
                if verdict is None:
                    verdict = "not covered: quantity %s" % row["quantity"]
            verdicts[revision].append(verdict)
    # The revision of a table is the one under which fewer of its rows disagree.
    revision = min(revisions, key=lambda r: sum(v is False for v in verdicts[r]))
    chosen = verdicts[revision]
    wrong = [(row, results[(row["calculation"], row["inputs"])][revision])
             for row, verdict in zip(rows, chosen) if verdict is False]
    uncovered = collections.Counter((row["calculation"], v) for row, v in zip(rows, chosen) if isinstance(v, str))
    other = ""
    if len(revisions) > 1:
        differ = sum(a is not b and False in (a, b) for a, b in zip(verdicts[1], verdicts[2]))
        other = ", revision %d (%d rows tell the revisions apart)" % (revision, differ) if differ else ", both revisions"
    print("%s: %d rows, %d agree, %d disagree, %d not covered, %d not to be tested%s, %.0f s" % (
        name, len(rows), sum(v is True for v in chosen), len(wrong), sum(isinstance(v, str) for v in chosen),
        sum(v is None for v in chosen), other, time.time() - begin))
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
