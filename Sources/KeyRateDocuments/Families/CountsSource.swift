// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateSecurity

/// Where the files that a counts file names are found.
package struct CountsSource: Sendable {
  /// Reads a file named in a document.
  let read: @Sendable (String) throws -> TextFile

  /// Makes a source from a function that reads a named file.
  package init(_ read: @escaping @Sendable (String) throws -> TextFile) { self.read = read }

  /// Reads files relative to the folder of the document that names them.
  package static func beside(_ documentPath: String) -> CountsSource {
    CountsSource { name in try TextFile.read(RelativePath.resolve(name, beside: documentPath)) }
  }
}

extension MeasuredRun {
  /// Stands in while a reader carries errors out; never leaves `ParameterFile.run`.
  static let unreadable = MeasuredRun(
    result: SecretKeyRate(
      analysis: AnalysisDescription(calculation: "", title: "", options: [], status: .planning, statusReasons: []),
      ratePerPulse: nil, rawRatePerPulse: nil), acceptance: nil)
}
