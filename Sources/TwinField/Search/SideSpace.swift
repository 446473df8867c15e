// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import RealModule

/// What may be moved of one user's choices, as coordinates of a unit box (tf sheet, section 11).
///
/// Every point is legal: the order of the intensities, s < μ_0 and the sum of the probabilities are built in.
struct SideSpace: Sendable {
  private enum Range {
    static let signal = 1e-4...0.3
    static let strongest = 0.05...1.0
    static let weaker = 1e-3...0.6
    static let leastProbability = 0.003
    /// How far neighbouring intensities stay apart, and the signal from the strongest decoy.
    static let ratio = 0.95
  }

  let partial: PartialSideSettings
  /// Whether decoys and probabilities matter at all.
  let hasDecoys: Bool
  let hasProbabilities: Bool
  /// Ranges of one's own.
  let ranges: SideRanges
  /// The names of what may be moved.
  let names: [String]
  /// The ends of the test intensities where ranges of one's own are among them; nil is the usual map.
  let chain: [(least: Double, most: Double)]?
  private let shares: ShareRanges?

  init(
    _ partial: PartialSideSettings, user: String?, hasDecoys: Bool, hasProbabilities: Bool,
    ranges: SideRanges = SideRanges()
  ) {
    self.partial = partial
    self.ranges = ranges
    chain =
      hasDecoys ? Self.chain(partial, ranges) { $0 == 0 ? Range.strongest : Range.weaker } : nil
    shares = hasDecoys && hasProbabilities ? Self.shares(partial, ranges) : nil
    self.hasDecoys = hasDecoys
    self.hasProbabilities = hasDecoys && hasProbabilities
    let of = user.map { " of \($0)" } ?? ""
    var names: [String] = []
    if hasDecoys {
      for (k, mu) in partial.testIntensities.enumerated() where mu == nil {
        names.append("test intensity \(k + 1)\(of)")
      }
    }
    if partial.signalIntensity == nil { names.append("key intensity" + of) }
    if self.hasProbabilities {
      let free = partial.testProbabilities.enumerated().filter { $0.element == nil }.map { $0.offset }
      for k in free.dropLast() { names.append("probability of test intensity \(k + 1)\(of)") }
    }
    self.names = names
  }

  private func intensityRange(_ k: Int, stronger: Double?) -> (Double, Double) {
    if let chain { return Self.ends(chain[k], below: stronger) }
    // The next given one below and, for the strongest, the key pulses must fit, each open one between them a step apart.
    let next = partial.testIntensities.indices.first { $0 > k && partial.testIntensities[$0] != nil }
    let weaker = next.flatMap { partial.testIntensities[$0] } ?? 0
    let steps = next.map { $0 - k } ?? 1
    var below = (1..<Swift.max(1, steps)).reduce(weaker) { value, _ in value / Range.ratio }
    if k == 0 { below = Swift.max(below, partial.signalIntensity ?? 0) }
    let range = k == 0 ? Range.strongest : Range.weaker
    let most = Swift.min(range.upperBound, (stronger ?? .infinity) * Range.ratio)
    let least = Swift.max(range.lowerBound, below / Range.ratio)
    if least < most { return (least, most) }
    guard below / Range.ratio >= most else {
      // A given stronger one leaves less room than the usual ends.
      return (below > 0 ? below / Range.ratio : most / 10, most)
    }
    guard let stronger else { return (below / Range.ratio, 2 * below) }
    // Given neighbours that leave less than the usual steps: equal ones, with half a step to move.
    let width = Double.log(stronger / weaker) / Double(steps + 1)
    return (weaker * Double.exp(width * (Double(steps) - 0.25)), weaker * Double.exp(width * (Double(steps) + 0.25)))
  }

  private func signalRange(strongest: Double?) -> (Double, Double) {
    if let own = ranges.signal { return Self.signalEnds(own, below: strongest) }
    let most = Swift.min(Range.signal.upperBound, (strongest ?? .infinity) * Range.ratio)
    return (Swift.min(Range.signal.lowerBound, most / 10), most)
  }

  /// What is left for a probability when earlier ones are chosen and `others` are still to come.
  private func probabilityRange(_ left: Double, others: Int) -> (Double, Double) {
    if let shares {
      let range = shares.range(at: shares.ranges.count - 1 - others, left: left)
      return (range.lowerBound, range.upperBound)
    }
    let least = Swift.min(Range.leastProbability, left / Double(others + 2))
    return (least, Swift.max(least, left - Double(others) * least))
  }

  /// lo (hi/lo)^t; in a range of one's own held to it against rounding.
  private func placed(_ t: Double, _ ends: (Double, Double), isOwn: Bool) -> Double {
    let value = UnitInterval.logarithmic(t, ends.0, ends.1)
    return isOwn && ends.0 <= ends.1 ? Swift.min(ends.1, Swift.max(ends.0, value)) : value
  }

  /// The choices at the coordinates that `next` gives one by one.
  func settings(_ next: () -> Double) -> SideSettings {
    var mu: [Double] = []
    if hasDecoys {
      for (k, given) in partial.testIntensities.enumerated() {
        if let given {
          mu.append(given)
        } else {
          let ends = intensityRange(k, stronger: mu.last)
          mu.append(placed(next(), ends, isOwn: chain != nil))
        }
      }
    }
    let signal: Double
    if let given = partial.signalIntensity {
      signal = given
    } else {
      signal = placed(next(), signalRange(strongest: mu.first), isOwn: ranges.signal != nil)
    }
    guard hasProbabilities else { return SideSettings(signalIntensity: signal, testIntensities: mu) }
    let given = partial.testProbabilities.compactMap { $0 }.reduce(0, +)
    var left = 1 - given
    var others = partial.testProbabilities.count { $0 == nil }
    let p = partial.testProbabilities.map { value -> Double in
      if let value { return value }
      others -= 1
      // The last free one takes what is left.
      guard others > 0 else { return left }
      let chosen = placed(next(), probabilityRange(left, others: others), isOwn: shares != nil)
      left -= chosen
      return chosen
    }
    return SideSettings(signalIntensity: signal, testIntensities: mu, testProbabilities: p)
  }

  /// The coordinates of choices, clipped into the box.
  func coordinates(_ s: SideSettings) -> [Double] {
    var x: [Double] = []
    var strongest: Double?
    if hasDecoys {
      var stronger: Double?
      for (k, given) in partial.testIntensities.enumerated() {
        if let given {
          stronger = given
        } else {
          let value = k < s.testIntensities.count ? s.testIntensities[k] : 0
          let (lo, hi) = intensityRange(k, stronger: stronger)
          x.append(UnitInterval.position(value, lo, hi))
          stronger = Swift.min(Swift.max(value, lo), hi)
        }
        if k == 0 { strongest = stronger }
      }
    }
    if partial.signalIntensity == nil {
      let (lo, hi) = signalRange(strongest: strongest)
      x.append(UnitInterval.position(s.signalIntensity, lo, hi))
    }
    guard hasProbabilities else { return x }
    var left = 1 - partial.testProbabilities.compactMap { $0 }.reduce(0, +)
    var others = partial.testProbabilities.count { $0 == nil }
    for (k, given) in partial.testProbabilities.enumerated() where given == nil {
      others -= 1
      guard others > 0 else { break }
      let (lo, hi) = probabilityRange(left, others: others)
      let value = k < s.testProbabilities.count ? s.testProbabilities[k] : lo
      x.append(UnitInterval.position(value, lo, hi))
      left -= Swift.min(Swift.max(value, lo), hi)
    }
    return x
  }
}
