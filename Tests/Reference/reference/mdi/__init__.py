# SPDX-License-Identifier: GPL-3.0-or-later
"""Measurement-device-independent QKD (sheet mdi.md), adaptive too."""

from .calculations import CALCULATIONS

__all__ = ["CALCULATIONS"]
