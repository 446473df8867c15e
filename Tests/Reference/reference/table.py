# SPDX-License-Identifier: GPL-3.0-or-later
"""Checkpoint tables: reading, the comparison that their columns ask for, writing."""

import csv
import json

from mpmath import mp, mpf

COLUMNS = ["id", "calculation", "inputs", "quantity", "expected", "rtol", "check", "provenance"]


def read(path):
    """Rows of a table as dictionaries, or None if the file has other columns."""
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            return None
        return list(reader)


def agrees(row, result):
    """Whether a computed result meets a row; None if the row is not to be tested."""
    kind = row["check"]
    if kind == "info":
        return None
    if row["quantity"] not in result:
        if result.get("error") == "input":
            return False
        return None
    got, text = result[row["quantity"]], row["expected"]
    if isinstance(got, str) or text in ("input", "exceeds", "consistent", "undecidable", "yes", "no"):
        return got == text
    expected = mp.inf if text == "inf" else mpf(text)
    if mp.isinf(expected):
        return got == expected
    got, rtol = mpf(got), mpf(row["rtol"])
    if kind == "at_least":
        return bool(got >= expected * (1 - rtol))
    if kind == "greater":
        return bool(got > expected)
    slack = mpf(10) ** -12 if row["calculation"].startswith("cv.") else mpf(0)
    if expected == 0:
        return bool(got == 0) if row["quantity"] == "length" else bool(abs(got) <= mpf(10) ** -12)
    if abs(got - expected) <= rtol * abs(expected) + slack:
        return True
    raw = result.get("length_raw")
    if row["quantity"] == "length" and raw is not None and abs(raw - mp.nint(raw)) <= mpf(10) ** -6:
        return bool(abs(got - expected) <= 1)
    return False


def text(value):
    """A computed value as the tables write it: shortest decimal that reads back to the same double."""
    if isinstance(value, (str, int)):
        return str(value)
    if mp.isinf(value):
        return "inf"
    return repr(float(value))


def compact(inputs):
    return json.dumps(inputs, separators=(",", ":"))
