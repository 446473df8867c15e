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
    guard let word = infiniteAnalysis else { return nil }
    let base = family.name == ProtocolFamily.mdi.name ? try Self.keepingSignals(table) : table
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

  /// The word for infinite data that goes with the finite analysis of the file.
  private var infiniteAnalysis: String? {
    let word = table[SecurityKeys.analysis]?.text
    switch family.name {
    case ProtocolFamily.bb84.name:
      return word ?? "finite" == "finite" ? BB84Keys.AnalysisKind.infiniteBlock.rawValue : nil
    case ProtocolFamily.twinField.name:
      let scheme = table[SourceKeys.scheme]?.text.flatMap(TwinFieldKeys.Scheme.init(rawValue:)) ?? .curtyAzumaLo
      guard scheme.comparison == nil, word ?? "finite" == "finite" else { return nil }
      return TwinFieldKeys.AnalysisKind.asymptotic.rawValue
    case ProtocolFamily.mdi.name:
      return word ?? "finite" == "finite" ? MDIKeys.AnalysisKind.infiniteDecoys.rawValue : nil
    case ProtocolFamily.continuousVariable.name:
      let asymptotic = ContinuousVariableKeys.AnalysisKind.asymptotic.rawValue
      return word == asymptotic ? nil : asymptotic
    default: return nil
    }
  }
}
