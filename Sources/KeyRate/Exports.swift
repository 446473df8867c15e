// SPDX-License-Identifier: GPL-3.0-or-later
// The modules in which what is public stands, under the one name that others import.
@_exported import KeyRateBounds
@_exported import KeyRateCalculations
@_exported import KeyRateEvidence
@_exported import KeyRateOptimisation
@_exported import KeyRateReading
@_exported import KeyRateSecurity
