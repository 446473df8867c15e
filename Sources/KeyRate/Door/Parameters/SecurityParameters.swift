// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments

extension Parameter where Value == Double {
  /// Pulses sent, all intensities and bases.
  public static var pulses: Self { Self(SecurityKeys.pulses) }
  /// Symbols sent.
  public static var symbols: Self { Self(SecurityKeys.symbols) }
  /// Size of the block of the key basis in bits.
  public static var keyBlockSize: Self { Self(SecurityKeys.keyBlockSize) }
  /// Secrecy parameter ε_sec.
  public static var secrecy: Self { Self(SecurityKeys.secrecy) }
  /// Correctness parameter ε_cor.
  public static var correctness: Self { Self(SecurityKeys.correctness) }
  /// Leakage of error correction in units of the Shannon limit.
  public static var errorCorrectionEfficiency: Self { Self(SecurityKeys.errorCorrectionEfficiency) }
  /// Share of the mutual information that reconciliation extracts.
  public static var reconciliationEfficiency: Self { Self(SecurityKeys.reconciliationEfficiency) }
  /// Share of frames that are lost in reconciliation.
  public static var frameErrorRate: Self { Self(SecurityKeys.frameErrorRate) }
  /// Share of the symbols that are spent on estimation.
  public static var estimationFraction: Self { Self(SecurityKeys.estimationFraction) }
}

extension Parameter where Value == String {
  /// What is computed: with finite or infinite data, and how.
  public static var analysis: Self { Self(SecurityKeys.analysis) }
  /// The proof.
  public static var proof: Self { Self(SecurityKeys.proof) }
  /// How the means of counts are bounded.
  public static var statistics: Self { Self(SecurityKeys.statistics) }
  /// How phase errors are bounded from a sample.
  public static var sampling: Self { Self(SecurityKeys.sampling) }
}
