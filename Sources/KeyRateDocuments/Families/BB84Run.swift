import BB84
import KeyRateSecurity

/// Where the files that a counts file names are found.
public struct CountsSource: Sendable {
  /// Reads a file named in a document.
  let read: @Sendable (String) throws -> String

  /// Makes a source from a function that reads a named file.
  public init(_ read: @escaping @Sendable (String) throws -> String) { self.read = read }
}

extension MeasuredRun {
  static let unreadable = MeasuredRun(
    result: SecretKeyRate(
      analysis: AnalysisDescription(calculation: "", title: "", options: [], status: .planning, statusReasons: []),
      ratePerPulse: nil, rawRatePerPulse: nil), acceptance: nil)
}

extension BB84Family {
  static func readRun(_ reader: DocumentReader, _ source: CountsSource) throws -> MeasuredRun? { nil }
}
