# SPDX-License-Identifier: GPL-3.0-or-later
"""All named calculations of the reference, and the revisions of the sheets that they know."""

from . import bb84, bounds, continuous_variable, mdi, twin_field
from .precision import InputError, NotCovered

REVISIONS = (2, 1)
CALCULATIONS = {**bb84.CALCULATIONS, **twin_field.CALCULATIONS, **mdi.CALCULATIONS,
                **continuous_variable.CALCULATIONS, **bounds.CALCULATIONS}


def calculate(name, inputs, revision):
    """Quantities of one calculation; ``error: input`` where the sheet refuses the inputs."""
    if name not in CALCULATIONS:
        raise NotCovered("no calculation of this name")
    try:
        return CALCULATIONS[name](inputs, revision)
    except InputError:
        return {"error": "input"}
