// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// How data contradict every source of the model beyond chance; found one by one, and in intervals perhaps left open.
struct Contradictions: Sendable {
  /// The first that is beyond doubt, or else the first that rounding leaves open; nil if there is none.
  private(set) var words: String?
  /// Whether every one of them may be due to rounding.
  private(set) var isOpen = true
  /// Those that rounding leaves open.
  private(set) var open: [String] = []

  /// Demands that something is not negative.
  mutating func require<S: Scalar>(_ excess: S, _ text: String) {
    guard excess.lowest < 0 else { return }
    let isCertain = excess.highest < 0
    if words == nil || (isCertain && isOpen) { words = text }
    if isCertain { isOpen = false } else if !open.contains(text) { open.append(text) }
  }

  /// A length after refusal: zero at most, and both outcomes where rounding leaves it open.
  func refusing<S: Scalar>(_ length: S) -> S {
    guard words != nil else { return length }
    let refused = S.minimum(length, S.zero)
    // The hull of plain numbers is the larger: where nothing is open they must not come here.
    return isOpen && length.lowest < length.highest ? S.hull(refused, length) : refused
  }
}
