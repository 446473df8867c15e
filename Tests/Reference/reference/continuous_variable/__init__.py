# SPDX-License-Identifier: GPL-3.0-or-later
"""Continuous variables (sheet cv.md): textbook symplectic eigenvalues in 150 digits instead of the stable forms."""

from .calculations import CALCULATIONS

__all__ = ["CALCULATIONS"]
