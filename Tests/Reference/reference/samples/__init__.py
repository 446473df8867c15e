# SPDX-License-Identifier: GPL-3.0-or-later
"""Random inputs of the families: ``draw(random)`` returns (calculation, inputs)."""

from . import bb84, bounds, continuous_variable, continuous_variable_runs, mdi, twin_field

FAMILIES = {"bb84": bb84.draw, "bounds": bounds.draw, "cv": continuous_variable.draw,
            "cv-runs": continuous_variable_runs.draw, "mdi": mdi.draw,
            "tf": twin_field.draw}
