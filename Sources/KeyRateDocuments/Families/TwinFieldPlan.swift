// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import TwinField

/// What a plan says of the settings, compared with the run that it was made for.
///
/// Predictions need the plan's link and the settings that were used. A plan with other settings is no plan of this run:
/// its predictions stay valid, being fixed by what was known before it, but may fit badly, and the file may be the wrong
/// one.
enum TwinFieldPlan {
  /// One warning for each setting that the plan gives otherwise than the run.
  static func disagreements(_ reader: DocumentReader, _ settings: Settings, rounds: Double) -> [String] {
    let lists: [(key: String, used: [Double])] = [
      (SourceKeys.testIntensities.path, settings.alice.testIntensities),
      (SourceKeys.testProbabilities.path, settings.alice.testProbabilities),
      (SourceKeys.bobTestIntensities.path, settings.bob.testIntensities),
      (SourceKeys.bobTestProbabilities.path, settings.bob.testProbabilities),
    ]
    let numbers: [(key: String, used: Double?)] = [
      (SourceKeys.keyIntensity.path, settings.alice.signalIntensity),
      (SourceKeys.bobKeyIntensity.path, settings.bob.signalIntensity),
      (SourceKeys.keyModeProbability.path, settings.keyModeProbability),
      (SourceKeys.bobKeyModeProbability.path, settings.bobKeyModeProbability),
      (SourceKeys.weakestIntensity.path, settings.alice.testIntensities.last),
      (SourceKeys.decoys.path, Double(settings.alice.testIntensities.count)), (SecurityKeys.pulses.path, rounds),
    ]
    let file = reader.table.fileName
    func warning(_ key: String, _ planned: String, _ used: String) -> String {
      "\(file) plans \(key) = \(planned), the run used \(used): its link predicts the counts with the settings of the run"
    }
    var list: [String] = []
    for (key, used) in numbers {
      // What the plan leaves open, the run has chosen.
      guard let used, let value = reader.table[key], let planned = value.number, !agree(planned, used) else { continue }
      list.append(warning(key, value.source, used.plain))
    }
    for (key, used) in lists {
      guard let value = reader.table[key], let planned = value.array, !planned.isEmpty else { continue }
      let isSame =
        planned.count == used.count
        && zip(planned, used).allSatisfy { element, used in element.number.map { agree($0, used) } ?? true }
      if !isSame { list.append(warning(key, value.source, "[\(used.map(\.plain).joined(separator: ", "))]")) }
    }
    return list
  }

  /// Standard deviations beyond which chance is no explanation, and the share beyond which it matters.
  private static let limit = (deviations: 5.0, share: 0.1)

  /// What was counted beside what the plan expected: one warning with the count that lies farthest off, if neither
  /// chance nor a little drift explains it.
  ///
  /// A prediction that fits badly costs length only; but counts of one detector, of another link or with exchanged
  /// columns would be seen here first.
  static func residuals(_ counts: Observations, _ expected: Observations, plan: String) -> [String] {
    var list: [(name: String, observed: Double, expected: Double)] = [
      (CountsKeys.keyModeSuccesses.path, counts.keyCount, expected.keyCount),
      (CountsKeys.keyModeErrors.path, counts.keyErrors, expected.keyErrors),
    ]
    for (i, (row, planned)) in zip(counts.testCounts, expected.testCounts).enumerated() {
      for (j, pair) in zip(row, planned).enumerated() {
        list.append(("\(CountsKeys.testModeSuccesses.path)[\(i + 1)][\(j + 1)]", pair.0, pair.1))
      }
    }
    func deviation(_ entry: (name: String, observed: Double, expected: Double)) -> Double {
      abs(entry.observed - entry.expected) / max(entry.expected, 1).squareRoot()
    }
    let odd = list.filter {
      deviation($0) > limit.deviations && abs($0.observed - $0.expected) > limit.share * $0.expected
    }
    guard let worst = odd.max(by: { deviation($0) < deviation($1) }) else { return [] }
    let ratio = counts.successes / expected.successes
    var text =
      "\(odd.count) of \(list.count) counts are not what \(plan) expects, \(worst.name) least of all: "
      + "\(worst.observed.plain) for \(worst.expected.rounded().plain), "
      + "\(deviation(worst).rounded().plain) standard deviations"
    if abs(ratio - 0.5) < 0.05 { text += "; about half of all: are they the counts of one detector only?" }
    return [text]
  }

  private static func agree(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-12 * max(abs(a), abs(b)) }
}
