// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateReading

/// Keys of `[counts]`.
package enum CountsKeys {
  package static let pulses = Key<Double>(
    "counts.pulses", unit: "pulses", range: .above(0, upTo: 1e18), absent: "none: no rate per pulse",
    "Pulses sent in the run, all intensities and bases, fixed before it.")

  package static let file = Key<String>(
    "counts.file", absent: "counts in this file",
    "CSV file beside this one with the columns basis, intensity, detections, errors.")

  package static let plan = Key<String>(
    "counts.plan", absent: "none",
    "Parameter file beside this one whose link is expected to give these counts: each is shown beside what it predicts. Changes no length.",
    aliases: ["counts.predictions_file", "counts.plan_file"])

  /// The path of `counts.key_basis_detections`, whose values differ from family to family.
  package static let keyBasisDetections = "counts.key_basis_detections"

  /// The path of `counts.key_basis_errors`, whose values differ from family to family.
  package static let keyBasisErrors = "counts.key_basis_errors"
  /// The path of `counts.key_basis_errors_total`.
  package static let keyBasisErrorTotal = "counts.key_basis_errors_total"

  /// The path of `counts.test_basis_detections`, whose values differ from family to family.
  package static let testBasisDetections = "counts.test_basis_detections"

  /// The path of `counts.test_basis_errors`, whose values differ from family to family.
  package static let testBasisErrors = "counts.test_basis_errors"

  package static let errorCorrectionLeakBits = Key<Double>(
    "counts.error_correction_leak_bits", unit: "bits", range: .nonNegative,
    absent: "estimated with error_correction_efficiency",
    "Every bit sent for reconciliation, both directions, without the verification tag.",
    aliases: ["counts.leak", "counts.leak_bits", "counts.leak_EC", "leak_EC"])
}
