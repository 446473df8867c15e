// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateReading
import KeyRateSecurity
import RealModule

/// The length that counts certify over the uncertainty of everything that the analysis of the run reads besides them
/// (bounds sheet, rule R8).
///
/// Sampled: centre, corners and the ends of single quantities; a support by it carries that label and is no certificate.
struct CountsBox {
  /// The numbers of source and detectors that the analysis reads, each a key or an element of a list.
  let reads: [String]
  /// Those without an `[[evidence]]` that gives an uncertainty: the least length is not known without them.
  let missing: [String]
  /// The least and the largest length found, in bits; the least is nil if a corner cannot be evaluated.
  let least: Double?
  let most: Double
  /// How many points were evaluated.
  let points: Int
  /// The corner with the least length.
  let worstCorner: [ClaimChange]

  /// In words.
  var label: String {
    points == 1 ? "a single point: no uncertainty is above 0" : "box: sampled, \(points) points"
  }

  /// More corners than this are not visited one by one.
  private static let mostCorners = 64

  /// Numbers that change bits per second or the plan, never the length of a run.
  private static let idle = [
    SourceKeys.repetitionRateHz.path, SourceKeys.overhead.path, DetectorKeys.gateS.path, SourceKeys.states.path,
    SourceKeys.side.path,
  ]

  /// The numbers of `[source]` and `[detector]` that stand in the file of the run.
  static func reads(_ claim: ClaimFile) throws -> [String] {
    guard let table = try claim.countsFile()?.table else { return [] }
    let vocabulary = ClaimKeys.vocabulary(claim.family)
    return table.leaves.flatMap { path, value -> [String] in
      guard path.hasPrefix("source.") || path.hasPrefix("detector."), !idle.contains(path) else { return [] }
      if let elements = value.array {
        return elements.indices.filter { elements[$0].number != nil }.map { "\(path)[\($0 + 1)]" }
      }
      // Counts of intensities and detectors are no measured numbers.
      if case .integer? = vocabulary[path]?.kind { return [] }
      return value.number != nil ? [path] : []
    }
  }

  /// - Parameters:
  ///   - nominal: the length at the stated values.
  ///   - length: the certified length with some values changed; throws where they cannot be.
  init(_ claim: ClaimFile, nominal: Double, _ length: ([ClaimChange]) throws -> Double) throws {
    let reads = try Self.reads(claim)
    self.reads = reads
    var missing: [String] = []
    var ends: [(key: String, low: Double, high: Double)] = []
    for key in reads {
      guard let evidence = claim.evidence.first(where: { $0.key == key }), evidence.uncertainty != nil else {
        missing.append(key)
        continue
      }
      if let (low, high) = try UncertaintyBox.ends(evidence, of: claim) { ends.append((key, low, high)) }
    }
    self.missing = missing
    var (least, most) = (Double?.some(nominal), nominal)
    var count = 1
    var worst: [ClaimChange] = []
    func visit(_ corner: [ClaimChange]) throws -> Double? {
      count += 1
      let changes = try corner.flatMap { try Self.companions($0, of: claim) + [$0] }
      let found: Double
      do {
        found = try length(changes)
      } catch is InputError {
        least = nil
        return nil
      } catch let error where error is DocumentError || error is DocumentErrors {
        least = nil
        return nil
      }
      if let old = least, found < old {
        least = found
        worst = corner
      }
      most = max(most, found)
      return found
    }
    var signs: [Bool] = []
    for end in ends {
      let low = try visit([ClaimChange(end.key, end.low)])
      let high = try visit([ClaimChange(end.key, end.high)])
      signs.append((low ?? 0) <= (high ?? 0))
    }
    if ends.count >= 2 {
      func corner(_ isLow: [Bool]) -> [ClaimChange] {
        zip(ends, isLow).map { ClaimChange($0.key, $1 ? $0.low : $0.high) }
      }
      if 1 << min(ends.count, 30) <= Self.mostCorners {
        for mask in 0..<(1 << ends.count) { _ = try visit(corner(ends.indices.map { mask >> $0 & 1 == 1 })) }
      } else {
        // The corner to which the single ends point, its opposite, and their neighbours.
        for start in [signs, signs.map { !$0 }] {
          _ = try visit(corner(start))
          for index in ends.indices {
            var turned = start
            turned[index].toggle()
            _ = try visit(corner(turned))
          }
        }
      }
    }
    (self.least, self.most, points, worstCorner) = (least, most, count, worst)
  }

  /// What moves along: probabilities keep their sum, the sums of a run with continuous variables their scale.
  private static func companions(_ change: ClaimChange, of claim: ClaimFile) throws -> [ClaimChange] {
    guard case .number(let value) = change.value else { return [] }
    if let (list, index) = ClaimChange.element(change.key), list.hasSuffix("probabilities"),
      let elements = claim.numbers(list), index < elements.count, elements[index] < 1
    {
      let scale = (1 - value) / (1 - elements[index])
      return elements.indices.filter { $0 != index }.map { ClaimChange("\(list)[\($0 + 1)]", elements[$0] * scale) }
    }
    guard change.key == SourceKeys.modulationVariance.path, let stated = claim.number(change.key), stated > 0 else {
      return []
    }
    // Alice's values are off by the root of the same factor.
    let ratio = value / stated
    let scales: [(String, Double)] = [
      (CountsKeys.sumX2.path, ratio), (CountsKeys.sumXy.path, ratio.squareRoot()),
      (CountsKeys.slope.path, 1 / ratio.squareRoot()),
    ]
    return scales.compactMap { key, scale in claim.number(key).map { ClaimChange(key, $0 * scale) } }
  }
}
