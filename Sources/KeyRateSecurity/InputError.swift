// SPDX-License-Identifier: GPL-3.0-or-later
/// An input that cannot be: which quantity, its value, what is allowed, and the likely slip.
///
/// Analyses throw it in their own symbols; the documents layer adds the file and the line.
public struct InputError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The quantity, by its symbol in the formula sheet or its key in a parameter file.
  package let quantity: String
  /// The value as it was given.
  package let value: String
  /// What would have been allowed.
  package let allowed: String
  /// What the user may have meant, if there is a likely slip.
  package let hint: String?

  /// Describes a refused input.
  package init(_ quantity: String, value: String, allowed: String, hint: String? = nil) {
    self.quantity = quantity
    self.value = value
    self.allowed = allowed
    self.hint = hint
  }

  /// Describes a refused number.
  package init(_ quantity: String, _ value: Double, allowed: String, hint: String? = nil) {
    self.init(quantity, value: "\(value)", allowed: allowed, hint: hint)
  }

  /// The message in one line.
  public var description: String {
    "\(quantity) = \(value): \(allowed)" + (hint.map { "; \($0)" } ?? "")
  }
}

/// Refuses a number outside a range.
///
/// - Parameters:
///   - value: the number to check.
///   - quantity: its symbol.
///   - range: the allowed values, ends included.
///   - excludingLower: refuse the lower end.
///   - excludingUpper: refuse the upper end.
///   - hint: the likely slip.
/// - Throws: `InputError`, also for NaN.
package func require(
  _ value: Double, _ quantity: String, in range: ClosedRange<Double>, excludingLower: Bool = false,
  excludingUpper: Bool = false, hint: String? = nil
) throws(InputError) {
  let inside =
    range.contains(value) && !(excludingLower && value == range.lowerBound)
    && !(excludingUpper && value == range.upperBound)
  guard inside else {
    let open = excludingLower ? "above" : "at least"
    let close = excludingUpper ? "below" : "at most"
    var parts: [String] = []
    if range.lowerBound.isFinite { parts.append("\(open) \(range.lowerBound)") }
    if range.upperBound.isFinite { parts.append("\(close) \(range.upperBound)") }
    let allowed = parts.isEmpty ? "must be a number" : "must be " + parts.joined(separator: " and ")
    throw InputError(quantity, value, allowed: allowed, hint: hint)
  }
}
