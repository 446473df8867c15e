// SPDX-License-Identifier: GPL-3.0-or-later
/// Something the operator chooses: a number given in the document, or left to the optimiser.
package enum SettingValue: Sendable, Hashable {
  /// A number with its place.
  case given(Double, SourcePosition)
  /// Left out, or the word `optimise`.
  case free

  /// The words that leave a setting to the optimiser, the one that is printed first.
  package static let freeWords = ["optimise", "optimize"]

  /// The number, if one was given.
  package var number: Double? {
    if case .given(let number, _) = self { number } else { nil }
  }
}
