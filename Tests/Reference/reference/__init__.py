# SPDX-License-Identifier: GPL-3.0-or-later
"""Independent implementations of the formula sheets, in mpmath with 50 digits.

Written from the sheets alone; the Swift sources were not read for it.
"""
