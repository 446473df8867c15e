// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

/// What no family lets pass: a key about which nothing is promised, and counts that are none.
///
/// Families say some of it themselves, in words of their own; a file of which something was refused already is not
/// judged twice.
enum Promises {
  /// Refuses failure probabilities that sum to one or more: such a key may be known to everybody.
  static func refuseEmpty(_ reader: DocumentReader) {
    let keys = [SecurityKeys.secrecy, SecurityKeys.correctness]
    guard reader.isSound, keys.allSatisfy({ reader.vocabulary[$0.path] != nil }) else { return }
    guard let given = keys.first(where: reader.gives), keys.map({ reader[$0] }).reduce(0, +) >= 1 else { return }
    reader.refuse(
      given, "must leave eps_sec + eps_cor below 1", hint: "a total of 1 or more promises nothing; 1e-10 is usual")
  }

  /// Refuses pulses and bits that are no whole numbers.
  static func refuseFractions(_ reader: DocumentReader) {
    guard reader.isSound else { return }
    for (key, hint) in [
      (CountsKeys.pulses, "give the counts of the run, not rates or averages"),
      (CountsKeys.errorCorrectionLeakBits, "every bit that was sent, both directions"),
    ] {
      guard reader.gives(key), let value = reader.ifGiven(key), value != value.rounded() else { continue }
      reader.refuse(key, "must be a whole number", hint: hint)
    }
  }
}
