// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateSecurity

/// What other words of the security analysis give from the same data.
enum AlternativeBounds {
  /// One alternative.
  struct Row {
    let key, word: String
    /// Whether it is the word in force.
    let isInForce: Bool
    let lengthBits, ratePerPulse: Double?
    let status: String
    /// What it rests on, in the words of the trace.
    let note: String
  }

  private static let keys = [
    SecurityKeys.statistics, SecurityKeys.sampling.path, SecurityKeys.concentration.path, SecurityKeys.accounting.path,
    SecurityKeys.composition, SecurityKeys.penalty.path, SecurityKeys.scan.path,
  ]

  /// Every alternative word of the finite-size analysis, on the counts of the run or on the expected counts.
  static func rows(
    _ claim: ClaimFile, link: ClaimedLink?, run: MeasuredRun?, source: ReportInputs
  ) -> [Row] {
    let options = (run?.result ?? link?.result)?.analysis.options ?? []
    return keys.flatMap { key -> [Row] in
      let name = key.dropFirst("security.".count).replacing("_", with: " ")
      let stated = claim.word(key)
      let inForce = stated ?? options.first { $0.name == name }?.value
      return claim.choices(of: key).filter { $0 != "none" }.map { word in
        let change = [ClaimChange(key, .word(word))]
        do {
          let result: SecretKeyRate?
          if run != nil {
            result = try claim.run(change, reading: source.source)?.result
          } else {
            result = try link?.result(change)
          }
          guard let result else { throw DocumentError(problem: "nothing to analyse") }
          return Row(
            key: key, word: word, isInForce: word == inForce, lengthBits: result.lengthBits,
            ratePerPulse: result.ratePerPulse, status: result.analysis.status.rawValue,
            note: result.reasonForZero?.description ?? "")
        } catch {
          let message = "\(error)".split(separator: "\n").first.map(String.init) ?? ""
          return Row(
            key: key, word: word, isInForce: word == inForce, lengthBits: nil, ratePerPulse: nil,
            status: "not applicable", note: message)
        }
      }
    }
  }
}
