# SPDX-License-Identifier: GPL-3.0-or-later
"""Fundamental limits (sheet bounds.md)."""

from .calculations import CALCULATIONS

__all__ = ["CALCULATIONS"]
