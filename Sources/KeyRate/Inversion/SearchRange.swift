// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateLinks
import RealModule

/// The values of a key among which an answer is sought, and how they are spaced.
package struct SearchRange: Sendable, Equatable {
  /// The lower end.
  package let from: Double
  /// The upper end.
  package let to: Double
  /// Whether values are spaced by ratios.
  package let isLogarithmic: Bool
  /// Whether only whole numbers are tried.
  package let isWhole: Bool
  /// Whether the ends were chosen by the program, which may widen them.
  package let isDefault: Bool
  /// Whether the user chose the lower end: nothing is known of what lies below.
  package let isLowerGiven: Bool
  /// Whether the user chose the upper end.
  package let isUpperGiven: Bool

  /// The smallest magnitude on a logarithmic scale that reaches down to 0.
  private static let floor = 1e-12

  /// The range of a key.
  ///
  /// - Parameters:
  ///   - quantity: the key.
  ///   - variant: the file, whose fibre says how long a length is worth looking at.
  ///   - from: the lower end, if the user gives one.
  ///   - to: the upper end, if the user gives one.
  /// - Throws: `DocumentError` if an end is not allowed, or the ends are exchanged.
  package init(_ quantity: LinkVariant.Quantity, of variant: LinkVariant, from: Double? = nil, to: Double? = nil) throws
  {
    for (option, end) in [("--from", from), ("--to", to)] {
      guard let end, !quantity.range.contains(end) else { continue }
      throw DocumentError(
        position: SourcePosition(file: "\(option) \(ResultText.inFull(end))"), path: quantity.path,
        problem: "must be \(quantity.range.inWords ?? "a number")")
    }
    let usual = Self.usual(quantity, variant)
    let low = from ?? usual.from
    let high = to ?? usual.to
    guard low < high else {
      let isUpper = from != nil && to == nil
      let given = isUpper ? "--from \(ResultText.inFull(low))" : "--to \(ResultText.inFull(high))"
      let limit = isUpper ? "above the upper end, \(ResultText.inFull(usual.to))" : "below the lower end"
      throw DocumentError(
        position: SourcePosition(file: given), path: quantity.path, problem: "is \(limit), of what is searched",
        hint: isUpper ? "give --to besides" : "give --from besides")
    }
    self.init(
      from: low, to: high, isLogarithmic: usual.isLogarithmic && low >= 0, isWhole: quantity.isWhole,
      isDefault: to == nil && usual.canGrow, isLowerGiven: from != nil, isUpperGiven: to != nil)
  }

  init(
    from: Double, to: Double, isLogarithmic: Bool, isWhole: Bool, isDefault: Bool, isLowerGiven: Bool = false,
    isUpperGiven: Bool = false
  ) {
    self.from = from
    self.to = to
    self.isLogarithmic = isLogarithmic
    self.isWhole = isWhole
    self.isDefault = isDefault
    self.isLowerGiven = isLowerGiven
    self.isUpperGiven = isUpperGiven
  }

  /// The same range with another upper end.
  func reaching(_ to: Double) -> SearchRange {
    SearchRange(
      from: from, to: to, isLogarithmic: isLogarithmic, isWhole: isWhole, isDefault: isDefault,
      isLowerGiven: isLowerGiven, isUpperGiven: isUpperGiven)
  }

  private struct Usual {
    var from: Double
    var to: Double
    var isLogarithmic = false
    var canGrow = false
  }

  /// The ends that suit a key.
  private static func usual(_ quantity: LinkVariant.Quantity, _ variant: LinkVariant) -> Usual {
    let name = quantity.path.split(separator: ".").last.map(String.init) ?? quantity.path
    let lower: Double? =
      switch quantity.range.lower {
      case .closed(let x), .open(let x): x
      case nil: nil
      }
    let upper: Double? =
      switch quantity.range.upper {
      case .closed(let x): x
      // Just inside an open end.
      case .open(let x): x * (1 - 1e-9)
      case nil: nil
      }
    if name.hasSuffix("distance_km") {
      let attenuation = variant.value(of: LinkKeys.attenuationDbPerKm.path) ?? Fibre.standardAttenuation
      // 160 dB in whole 50 km.
      let whole = attenuation > 0 ? (160 / attenuation / 50).rounded(.up) * 50 : 1000
      return Usual(from: 0, to: Swift.min(whole, 1e5), canGrow: true)
    }
    if let scan = quantity.scan {
      let smallest = quantity.range.contains(0) ? 0 : floor
      return Usual(
        from: scan.from ?? smallest, to: scan.to ?? upper ?? 1, isLogarithmic: scan.isLogarithmic, canGrow: scan.canGrow
      )
    }
    guard let lower else { return Usual(from: -10, to: upper ?? 10) }
    var isOpen = false
    if case .open = quantity.range.lower { isOpen = true }
    if let upper, upper <= 100 {
      return Usual(from: isOpen ? lower + 1e-6 * (upper - lower) : lower, to: upper)
    }
    let from = isOpen && lower == 0 ? floor : lower
    return Usual(from: from, to: upper ?? 1e6, isLogarithmic: from >= 0)
  }

  /// The values tried first, ends included and rising.
  package func grid(_ points: Int) -> [Double] {
    let count = Swift.max(2, points)
    var values: [Double] = []
    if isLogarithmic {
      // Zero has no logarithm: it comes before the smallest value.
      let low = from > 0 ? from : Swift.min(Self.floor, to / 10)
      if from <= 0 { values.append(from) }
      let steps = count - values.count - 1
      values += (0...Swift.max(1, steps)).map { k in
        k == 0 ? low : k == steps ? to : low * Double.pow(to / low, Double(k) / Double(Swift.max(1, steps)))
      }
    } else {
      values = (0..<count).map { $0 == count - 1 ? to : from + (to - from) * Double($0) / Double(count - 1) }
    }
    var result: [Double] = []
    for (index, value) in values.enumerated() {
      let isEnd = index == 0 || index == values.count - 1
      let x = isWhole ? value.rounded() : isEnd ? value : Self.rounded(value, digits: 12, up: nil)
      if result.last.map({ x > $0 }) ?? true { result.append(x) }
    }
    return result
  }

  /// The value half-way on the scale.
  func middle(_ a: Double, _ b: Double) -> Double {
    let x = isLogarithmic && a > 0 ? (a * b).squareRoot() : a + (b - a) / 2
    return isWhole ? x.rounded() : x
  }

  /// Whether two values are as near as an answer needs.
  func isNarrow(_ a: Double, _ b: Double) -> Bool {
    if isWhole { return b - a <= 1 }
    let scale = Swift.max(abs(a), abs(b))
    return b - a <= Swift.max(Self.resolution * scale, isLogarithmic ? 0 : 1e-9 * (to - from))
  }

  /// How near the two sides of a crossing are brought, relative to its value.
  static let resolution = 1e-6

  /// A value rounded to some significant digits, up or down, or to the nearest if `up` is nil.
  static func rounded(_ value: Double, digits: Int, up: Bool?) -> Double {
    guard value != 0, value.isFinite else { return value }
    let exponent = Double(digits - 1) - Double.log10(abs(value)).rounded(.down)
    guard abs(exponent) <= 300 else { return value }
    // Decimal powers up to 10^22 are exact; beyond them the text decides.
    let rule: FloatingPointRoundingRule =
      switch up {
      case nil: .toNearestOrEven
      case true?: .up
      case false?: .down
      }
    let power = Double.pow(10, abs(exponent).rounded())
    let result = exponent >= 0 ? (value * power).rounded(rule) / power : (value / power).rounded(rule) * power
    return result.isFinite ? result : value
  }
}
