// SPDX-License-Identifier: GPL-3.0-or-later
extension Parameter where Value == Double {
  /// Pulses sent in a run, fixed before it.
  public static var countedPulses: Self { Self("counts.pulses") }
  /// Symbols sent in a run.
  public static var countedSymbols: Self { Self("counts.symbols") }
  /// Every bit sent for reconciliation in a run, both directions, without the verification tag.
  public static var errorCorrectionLeakBits: Self { Self("counts.error_correction_leak_bits") }
}

extension Parameter where Value == [Double] {
  /// Detections in the key basis, strongest intensity first.
  public static var keyBasisDetections: Self { Self("counts.key_basis_detections") }
  /// Errors among them.
  public static var keyBasisErrors: Self { Self("counts.key_basis_errors") }
  /// Detections in the test basis, strongest intensity first.
  public static var testBasisDetections: Self { Self("counts.test_basis_detections") }
  /// Errors among them.
  public static var testBasisErrors: Self { Self("counts.test_basis_errors") }
}

extension Parameter where Value == String {
  /// A CSV file with the counts, beside the description.
  public static var countsFile: Self { Self("counts.file") }
}
