#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recomputes the golden numbers that stand inside Swift test files (the enumerations ``...Goldens``).

    Tests/Reference/check_numbers.py            all of them
    Tests/Reference/check_numbers.py NAME ...   files whose name contains NAME

Values of exp, log and so on for the library test have a generator beside their table: Libm/generate.py.
"""

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

from mpmath import mp

from reference import number_tables

TESTS = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))


def main():
    wanted = sys.argv[1:]
    names = sorted(number_tables.READERS) + ["LinearProgramGoldens.swift"]
    disagree = 0
    for folder, folders, files in sorted(os.walk(TESTS)):
        for name in files:
            if name not in names or (wanted and not any(w in name for w in wanted)):
                continue
            begin, count, wrong = time.time(), 0, []
            for label, got, expected, rtol in number_tables.evaluate(os.path.join(folder, name), name):
                count += 1
                if not number_tables.close(got, expected, rtol):
                    wrong.append((label, got, expected))
            print("%s: %d values, %d agree, %d disagree, %.0f s" % (
                os.path.relpath(os.path.join(folder, name), os.path.dirname(TESTS)), count, count - len(wrong),
                len(wrong), time.time() - begin))
            for label, got, expected in wrong[:10]:
                print("    %s: expected %s, computed %s" % (label, mp.nstr(expected, 20), mp.nstr(got, 20)))
            sys.stdout.flush()
            disagree += len(wrong)
    return 1 if disagree else 0


if __name__ == "__main__":
    sys.exit(main())
