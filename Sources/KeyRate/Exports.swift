// SPDX-License-Identifier: GPL-3.0-or-later
// One name for the whole library.
import KeyRateReading
@_exported import BB84
@_exported import ContinuousVariable
@_exported import KeyRateBounds
@_exported import KeyRateCalculations
@_exported import KeyRateDocuments
@_exported import KeyRateEvidence
@_exported import KeyRateLinks
@_exported import KeyRateNumerics
@_exported import KeyRateOptimisation
@_exported import KeyRateReading
@_exported import KeyRateReports
@_exported import KeyRateSecurity
@_exported import MDI
@_exported import TwinField
