// SPDX-License-Identifier: GPL-3.0-or-later
extension Parameter where Value == Double {
  /// Pulses sent, all intensities and bases.
  public static var pulses: Self { Self("security.pulses") }
  /// Symbols sent.
  public static var symbols: Self { Self("security.symbols") }
  /// Size of the block of the key basis in bits.
  public static var keyBlockSize: Self { Self("security.key_block_size") }
  /// Secrecy parameter ε_sec.
  public static var secrecy: Self { Self("security.secrecy") }
  /// Correctness parameter ε_cor.
  public static var correctness: Self { Self("security.correctness") }
  /// Leakage of error correction in units of the Shannon limit.
  public static var errorCorrectionEfficiency: Self { Self("security.error_correction_efficiency") }
  /// Share of the mutual information that reconciliation extracts.
  public static var reconciliationEfficiency: Self { Self("security.reconciliation_efficiency") }
  /// Share of frames that are lost in reconciliation.
  public static var frameErrorRate: Self { Self("security.frame_error_rate") }
  /// Share of the symbols that are spent on estimation.
  public static var estimationFraction: Self { Self("security.estimation_fraction") }
}

extension Parameter where Value == String {
  /// What is computed: with finite or infinite data, and how.
  public static var analysis: Self { Self("security.analysis") }
  /// The proof.
  public static var proof: Self { Self("security.proof") }
  /// How the means of counts are bounded.
  public static var statistics: Self { Self("security.statistics") }
  /// How phase errors are bounded from a sample.
  public static var sampling: Self { Self("security.sampling") }
}
