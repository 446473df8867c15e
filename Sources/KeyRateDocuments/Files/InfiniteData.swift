// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

extension ParameterFile {
  /// The same link with infinitely much data, for curves beside those of finite blocks; nil if the file's analysis
  /// has infinite data already.
  ///
  /// The analysis is the one that a finite key of the file cannot exceed: for BB84 the same decoys with an infinite
  /// block, for twin-field links the same decoys, for MDI infinitely many decoys (the four-intensity method has no
  /// asymptotic analysis of its own), for continuous variables the asymptotic rate.
  ///
  /// - Throws: `DocumentErrors` or `DocumentError`.
  package func withInfiniteData() throws -> ParameterFile? {
    guard let word = family.traits.infiniteAnalysis(table) else { return nil }
    let base = family.traits.infiniteDataHaveSignalsOnly ? try Self.keepingSignals(table) : table
    let changed = try base.setting(SecurityKeys.analysis, to: word)
    return try ParameterFile(table: family.clearing(changed, for: [(SecurityKeys.analysis, word)]), settings: [])
  }

  /// Of given intensities only the signals have a meaning without decoys.
  private static func keepingSignals(_ table: DocumentTable) throws -> DocumentTable {
    var result = table
    for key in [SourceKeys.intensities.path, SourceKeys.bobIntensities.path] {
      guard let list = result[key]?.array else { continue }
      if let signal = list.first?.number {
        result = try result.setting(key, to: "[\(signal)]")
      } else {
        result = result.removing(key)
      }
    }
    return result
  }
}
