// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments

extension Parameter where Value == Double {
  /// Pulses sent in a run, fixed before it.
  public static var countedPulses: Self { Self(CountsKeys.pulses) }
  /// Symbols sent in a run.
  public static var countedSymbols: Self { Self(CountsKeys.symbols) }
  /// Every bit sent for reconciliation in a run, both directions, without the verification tag.
  public static var errorCorrectionLeakBits: Self { Self(CountsKeys.errorCorrectionLeakBits) }
}

extension Parameter where Value == [Double] {
  /// Detections in the key basis, strongest intensity first.
  public static var keyBasisDetections: Self { Self(CountsKeys.keyBasisDetections) }
  /// Errors among them.
  public static var keyBasisErrors: Self { Self(CountsKeys.keyBasisErrors) }
  /// Detections in the test basis, strongest intensity first.
  public static var testBasisDetections: Self { Self(CountsKeys.testBasisDetections) }
  /// Errors among them.
  public static var testBasisErrors: Self { Self(CountsKeys.testBasisErrors) }
}
