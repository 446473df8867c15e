# SPDX-License-Identifier: GPL-3.0-or-later
"""Decoy-state BB84 (sheet bb84.md): revision 1 and revision 2 of the sheet."""

from .calculations import CALCULATIONS

__all__ = ["CALCULATIONS"]
