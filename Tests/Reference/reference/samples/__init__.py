# SPDX-License-Identifier: GPL-3.0-or-later
"""Random inputs of the families: ``draw(random)`` returns (calculation, inputs)."""

from . import bb84

FAMILIES = {"bb84": bb84.draw}
