// SPDX-License-Identifier: GPL-3.0-or-later
/// The numbers that a key accepts: an interval, each end of which may be open, closed or absent.
package struct AllowedRange: Sendable, Hashable {
  /// One end of a range.
  package enum End: Sendable, Hashable {
    /// The end itself is allowed.
    case closed(Double)
    /// The end itself is not allowed.
    case open(Double)
  }

  /// The lower end, if there is one.
  package let lower: End?
  /// The upper end, if there is one.
  package let upper: End?

  /// A range from its ends.
  package init(lower: End? = nil, upper: End? = nil) {
    self.lower = lower
    self.upper = upper
  }

  /// Every finite number.
  package static let any = AllowedRange()
  /// From 0 to 1, ends included.
  package static let probability = AllowedRange(0...1)
  /// Greater than 0.
  package static let positive = AllowedRange(lower: .open(0))
  /// 0 or greater.
  package static let nonNegative = AllowedRange(lower: .closed(0))

  /// A range with both ends included.
  package init(_ range: ClosedRange<Double>) {
    self.init(lower: .closed(range.lowerBound), upper: .closed(range.upperBound))
  }

  /// A value or greater.
  package static func atLeast(_ value: Double) -> AllowedRange { AllowedRange(lower: .closed(value)) }
  /// A value or less.
  package static func atMost(_ value: Double) -> AllowedRange { AllowedRange(upper: .closed(value)) }
  /// Greater than the first and less than the second value.
  package static func between(_ lower: Double, _ upper: Double) -> AllowedRange {
    AllowedRange(lower: .open(lower), upper: .open(upper))
  }
  /// Greater than the first and at most the second value.
  package static func above(_ lower: Double, upTo upper: Double) -> AllowedRange {
    AllowedRange(lower: .open(lower), upper: .closed(upper))
  }
  /// At least the first and less than the second value.
  package static func from(_ lower: Double, below upper: Double) -> AllowedRange {
    AllowedRange(lower: .closed(lower), upper: .open(upper))
  }

  /// Whether a number lies in the range; never true of `nan` and the infinities.
  package func contains(_ value: Double) -> Bool {
    guard value.isFinite else { return false }
    switch lower {
    case .closed(let end) where value < end: return false
    case .open(let end) where value <= end: return false
    default: break
    }
    switch upper {
    case .closed(let end) where value > end: return false
    case .open(let end) where value >= end: return false
    default: return true
    }
  }

  /// The range in words that follow "must be"; `nil` if every number is allowed.
  package var inWords: String? {
    switch (lower, upper) {
    case (nil, nil): nil
    case (.closed(let low)?, .closed(let high)?): "between \(low.plain) and \(high.plain)"
    case (.open(let low)?, .open(let high)?): "greater than \(low.plain) and less than \(high.plain)"
    case (.open(let low)?, .closed(let high)?): "greater than \(low.plain) and at most \(high.plain)"
    case (.closed(let low)?, .open(let high)?): "at least \(low.plain) and less than \(high.plain)"
    case (.closed(let low)?, nil): "at least \(low.plain)"
    case (.open(let low)?, nil): "greater than \(low.plain)"
    case (nil, .closed(let high)?): "at most \(high.plain)"
    case (nil, .open(let high)?): "less than \(high.plain)"
    }
  }

  /// The range in signs for a table column, for example `0 < x ≤ 1`; empty if all is allowed.
  package var inSigns: String {
    var text = "x"
    switch lower {
    case .closed(let low)?: text = "\(low.plain) ≤ " + text
    case .open(let low)?: text = "\(low.plain) < " + text
    case nil: break
    }
    switch upper {
    case .closed(let high)?: text += " ≤ \(high.plain)"
    case .open(let high)?: text += " < \(high.plain)"
    case nil: break
    }
    return text == "x" ? "" : text
  }
}

extension Double {
  /// The shortest text that reads back as this number, whole numbers without `.0`.
  package var plain: String {
    let text = "\(self)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
