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

  private static func agree(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-12 * max(abs(a), abs(b)) }
}
