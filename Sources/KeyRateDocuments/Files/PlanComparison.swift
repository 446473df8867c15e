// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateSecurity

/// What was counted in a run beside what a plan predicts for it, count by count.
///
/// The plan is a parameter file of the same family. Its link predicts the counts with the settings and the number of
/// pulses of the run, so that only what nobody chooses is compared. Nothing of it enters a length: a plan that fits
/// badly, counts of one detector only, of another link or with exchanged columns are seen here first.
package struct PlanComparison: Sendable, Equatable {
  /// One count.
  package struct Residual: Sendable, Equatable {
    /// The symbol of the count, as traces have it.
    package let symbol: String
    /// What was counted.
    package let meaning: String
    /// The count of the run.
    package let observed: Double
    /// The mean that the plan predicts.
    package let expected: Double

    /// How far off it is in standard deviations of a Poissonian count, √expected; of a mean below one in units of one.
    package var deviation: Double { (observed - expected) / max(expected, 1).squareRoot() }
  }

  /// The name of the plan's file.
  package let file: String
  /// The SHA-256 of its text, to be compared with one deposited before the run.
  package let digest: String
  /// Every count that both know.
  package let residuals: [Residual]

  /// Standard deviations beyond which chance is no explanation.
  package static let limit = 5.0

  /// The counts that chance does not explain.
  package var odd: [Residual] { residuals.filter { abs($0.deviation) > Self.limit } }

  /// What a reader should know of counts that are not those of the plan; one warning at most.
  package var warnings: [String] {
    guard let worst = odd.max(by: { abs($0.deviation) < abs($1.deviation) }) else { return [] }
    var text =
      "\(odd.count) of \(residuals.count) counts are not what \(file) expects, \(worst.symbol) least of all: "
      + "\(worst.observed.plain) for \(worst.expected.rounded().plain), "
      + "\(abs(worst.deviation).rounded().plain) standard deviations of a Poissonian count"
    let ratio = residuals.reduce(0) { $0 + $1.observed } / residuals.reduce(0) { $0 + $1.expected }
    if abs(ratio - 0.5) < 0.05 {
      text += "; about half of all: are they the counts of one detector only?"
    } else if abs(ratio - 1) > 0.1 {
      text += "; all together are \(Self.short(ratio)) of the plan's: was it made for another distance?"
    }
    return [text]
  }

  /// A ratio in three digits, for messages.
  private static func short(_ ratio: Double) -> String {
    ratio >= 100 ? ratio.rounded().plain : ratio < 0.001 ? ratio.plain : ((ratio * 1000).rounded() / 1000).plain
  }
}

extension PlanComparison {
  /// Compares a run with the plan that its file names; nil if it names none.
  ///
  /// - Parameters:
  ///   - reader: the counts file.
  ///   - family: its family.
  ///   - source: where the plan is found.
  ///   - run: the trace of the run.
  /// - Throws: `DocumentError` or `DocumentErrors` for a plan that predicts no counts of this run.
  static func read(
    _ reader: DocumentReader, _ family: ProtocolFamily, _ source: CountsSource, run: [TraceEntry]
  ) throws -> (comparison: PlanComparison, disagreements: [String])? {
    guard reader.gives(CountsKeys.plan), let name = reader.ifGiven(CountsKeys.plan) else { return nil }
    let text = try source.read(name)
    let file = try ParameterFile(text: text.text, fileName: text.name)
    func wrong(_ path: String, _ problem: String, value: String? = nil) -> DocumentError {
      DocumentError(position: SourcePosition(file: text.name), path: path, value: value, problem: problem)
    }
    guard file.family == family else {
      throw wrong(
        FileKeys.protocolName.path, "must be \(family.name), the protocol of the run", value: file.family.name)
    }
    guard !file.hasCounts else {
      throw wrong("counts", "a plan describes the link as it was expected before the run, without counts")
    }
    let transfer = PlanSettings(plan: file.table, run: reader.table, family: family)
    let link = try ParameterFile.link(of: transfer.filled(), family: family)
    if let search = link.search {
      let open = link.settings(search.variables.map { _ in 0.5 }).filter(\.isFree).map(\.meaning)
      throw wrong(
        "source", "leaves open what the run does not state: \(open.joined(separator: ", ")); nothing is predicted then")
    }
    let expected = try link.evaluate([]).trace
    let residuals = run.compactMap { entry -> Residual? in
      guard entry.isCount, let mean = expected.first(where: { $0.isCount && $0.symbol == entry.symbol }) else {
        return nil
      }
      return Residual(symbol: entry.symbol, meaning: entry.meaning, observed: entry.value, expected: mean.value)
    }
    guard !residuals.isEmpty else {
      throw wrong(SecurityKeys.analysis, "must be finite: this plan predicts no counts")
    }
    return (
      PlanComparison(file: text.name, digest: Fingerprint.sha256(text.text), residuals: residuals),
      transfer.disagreements
    )
  }
}

extension TraceEntry {
  /// Whether it is a count of detections, not the number of pulses, which is chosen.
  fileprivate var isCount: Bool { stage == .observations && unit == "counts" && symbol != "N" }
}
