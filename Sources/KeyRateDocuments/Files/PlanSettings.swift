// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

/// The settings of a run in the place of those of its plan, and where the plan gives others.
struct PlanSettings {
  let plan: DocumentTable
  let run: DocumentTable
  let family: ProtocolFamily

  /// Numbers of the run, and what a plan calls them.
  private static let sizes = [
    (CountsKeys.pulses.path, SecurityKeys.pulses.path),
    (PairCountsKeys.durationS.path, SecurityKeys.durationS.path),
  ]
  /// Keys that say whether Bob's settings are Alice's.
  private static let likeness = [SourceKeys.symmetric.path, SourceKeys.usersAlike.path]

  /// What the run chose, by the keys of a link.
  private var chosen: [(path: String, value: LocatedValue)] {
    let link = family.linkVocabulary
    let settings = run.leaves.filter {
      $0.path.hasPrefix("source.") && link[$0.path] != nil || $0.path == DetectorKeys.keyBasisProbability.path
    }
    let sizes = Self.sizes.compactMap { counted, planned in run[counted].map { (path: planned, value: $0) } }
    return settings + sizes.filter { link[$0.path] != nil }
  }

  /// The plan with the settings and the size of the run.
  func filled() throws -> DocumentTable {
    var table = plan
    for leaf in plan.leaves where leaf.path.hasPrefix("search.") { table = table.removing(leaf.path) }
    for (path, value) in chosen {
      table = family.clearing(try table.setting(path, to: value.source), for: [(path, value.text)])
    }
    guard !run.leaves.contains(where: { $0.path.hasPrefix("source.bob_") }) else { return table }
    // Of Bob nothing is said: his settings were Alice's, even where the arms of the plan differ.
    for path in Self.likeness where family.linkVocabulary[path] != nil && run[path] == nil {
      for leaf in table.leaves where leaf.path.hasPrefix("source.bob_") { table = table.removing(leaf.path) }
      table = try table.setting(path, to: "true")
    }
    return table
  }

  /// One warning for each setting that the plan gives otherwise than the run. What it leaves open, the run has chosen.
  var disagreements: [String] {
    var list: [String] = []
    for (path, value) in chosen {
      guard let planned = plan[path], !Self.agree(planned, value) else { continue }
      list.append(
        "\(plan.fileName) plans \(path) = \(planned.source), the run used \(value.source): its link predicts the counts with the settings of the run"
      )
    }
    return list
  }

  private static func agree(_ planned: LocatedValue, _ used: LocatedValue) -> Bool {
    if let a = planned.array, let b = used.array {
      return a.count == b.count && zip(a, b).allSatisfy { agree($0, $1) }
    }
    guard let a = planned.number else {
      // A word leaves a setting open, or is one itself.
      return planned.text.map { SettingValue.freeWords.contains($0) || $0 == used.text }
        ?? (planned.source == used.source)
    }
    guard let b = used.number else { return false }
    return abs(a - b) <= 1e-12 * max(abs(a), abs(b))
  }
}
