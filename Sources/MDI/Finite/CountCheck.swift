// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// The checks on counts before anything is computed (mdi sheet, section 6).
enum CountCheck {
  static func pulses(_ n: Double, _ origin: CountsOrigin) throws(InputError) {
    try require(
      n, "N", in: 0...(origin == .measured ? 1e18 : 1e300), excludingLower: true,
      hint: "pulse pairs emitted, all settings")
    guard origin == .expected || n == n.rounded() else {
      throw InputError("N", n, allowed: "must be a whole number", hint: "every pulse pair emitted, all settings")
    }
  }

  static func count(_ value: Double, _ name: String, _ origin: CountsOrigin) throws(InputError) {
    guard value >= 0, value <= (origin == .measured ? 1e18 : 1e300) else {
      throw InputError(name, value, allowed: "must be a count between 0 and 1e18")
    }
    if origin == .measured, value != value.rounded() {
      throw InputError(
        name, value, allowed: "must be a whole number", hint: "give the counts of the run, not rates or averages")
    }
  }

  static func errors(_ m: Double, _ name: String, among n: Double, _ all: String) throws(InputError) {
    // Expected counts may differ by rounding.
    guard m <= n * (1 + 1e-12) else {
      throw InputError(
        name, m, allowed: "cannot exceed the announcements \(all) = \(whole(n))",
        hint: "errors are a part of the announcements; were the two exchanged?")
    }
  }

  /// Not more announcements than pulse pairs with these settings can have been sent, up to 7
  /// standard deviations.
  static func share(
    _ value: Double, _ name: String, pulses n: Double, probability p: Double, _ origin: CountsOrigin
  ) throws(InputError) {
    let mean = n * p
    guard origin == .measured, value > mean + 7 * mean.squareRoot() + 10 else { return }
    throw InputError(
      name, value, allowed: "count exceeds pulses: only \(whole(mean)) pulse pairs of these settings are expected",
      hint: "N counts the pulse pairs emitted, and probabilities belong to the settings in this order")
  }

  /// Announcements among the pulse pairs that were really sent with these settings.
  static func among(_ value: Double, _ name: String, sent: Double) throws(InputError) {
    guard value > sent else { return }
    throw InputError(
      name, value, allowed: "count exceeds pulses: only \(whole(sent)) pulse pairs were sent with these settings")
  }

  /// N_ij as what N and the probabilities of the random generator let expect, up to 7 standard deviations.
  ///
  /// Bounds use the probabilities alone: with the numbers in their place settings would depend on one another.
  static func sent(_ value: Double, _ name: String, pulses n: Double, probability p: Double) throws(InputError) {
    try count(value, name, .measured)
    let mean = n * p
    guard abs(value - mean) > 7 * mean.squareRoot() + 10 else { return }
    throw InputError(
      name, value,
      allowed:
        "setting frequencies do not match probabilities: \(whole(mean)) pulse pairs of these settings are expected",
      hint: "probabilities are those of the random generator; a fixed pattern of settings is no random choice")
  }

  /// A count without the decimals of a floating-point number.
  static func whole(_ x: Double) -> String { Int64(exactly: x.rounded()).map { "\($0)" } ?? "\(x)" }
}
