# SPDX-License-Identifier: GPL-3.0-or-later
"""Twin-field QKD (sheet tf.md): Curty-Azuma-Lo and the comparison protocols."""

from .calculations import CALCULATIONS

__all__ = ["CALCULATIONS"]
