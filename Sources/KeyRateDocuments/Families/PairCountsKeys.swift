// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

/// Keys of `[counts]` of entangled pairs: which are needed depends on how key is made.
enum PairCountsKeys {
  private static func count(_ name: String, _ symbol: String, _ meaning: String) -> Key<Double> {
    Key<Double>(
      "counts.\(name)", unit: "counts", range: .nonNegative, absent: "needed, see security.key_mode", meaning,
      KeyFacts(symbols: [symbol]), aliases: ["counts.\(symbol)"])
  }

  static let keyDetections = count(
    "key_basis_detections", "nX", "Key rounds of the key basis (key_mode one and both).")
  static let keyErrors = count("key_basis_errors", "mX", "Errors among them, as error correction found them.")
  static let testDetections = count(
    "test_basis_detections", "nZ", "key_mode one: all rounds of the test basis. both: its key rounds.")
  static let testErrors = count("test_basis_errors", "mZ", "Errors among them.")
  static let keyDisclosed = count("key_basis_disclosed", "kX", "key_mode both: disclosed rounds of the key basis.")
  static let keyDisclosedErrors = count("key_basis_disclosed_errors", "vX", "Errors among them.")
  static let testDisclosed = count("test_basis_disclosed", "kZ", "key_mode both: disclosed rounds of the test basis.")
  static let testDisclosedErrors = count("test_basis_disclosed_errors", "vZ", "Errors among them.")
  static let keyRounds = count("key_rounds", "n", "key_mode pooled: key rounds of both bases together.")
  static let keyRoundErrors = count("key_round_errors", "m", "Errors among them, as error correction found them.")
  static let testRounds = count("test_rounds", "k", "key_mode pooled: disclosed rounds of both bases together.")
  static let testRoundErrors = count("test_round_errors", "v", "Errors among them.")

  static let durationS = Key<Double>(
    "counts.duration_s", unit: "s", range: .above(0, upTo: 1e12), absent: "none: no rate per second",
    "Duration of the run, fixed before it.", KeyFacts(symbols: ["duration_s"]))

  static let one = [keyDetections, keyErrors, testDetections, testErrors]
  static let pooled = [keyRounds, keyRoundErrors, testRounds, testRoundErrors]
  static let both = one + [keyDisclosed, keyDisclosedErrors, testDisclosed, testDisclosedErrors]

  static let all: [any DocumentKey] =
    [
      CountsKeys.pulses.with(
        meaning: "Pump pulses of the run, fixed before it; with a continuous pump leave it out and give duration_s.",
        symbols: ["N"]), durationS,
    ] + both + pooled + [CountsKeys.errorCorrectionLeakBits.with(symbols: ["leak_EC"]), CountsKeys.plan]
}
