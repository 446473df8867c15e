// SPDX-License-Identifier: GPL-3.0-or-later

/// What an explicit attack leaves of a protocol's key: an upper bound that refutes, and never supports.
package struct AttackCeiling: Sendable, Equatable {
  /// How much of the honest detections the attack reproduces; from 1 on it reproduces all of them.
  package var ratio: Double
  /// Honest detections per signal (or per pulse) from which key could come.
  package var gain: Double
  /// The attack in words.
  package var attack: String
  /// The statistics that a device would have to test to escape it, in words.
  package var untested: String

  /// Whether the attack reproduces the observations: there is no key.
  package var isInsecure: Bool { ratio >= 1 }
  /// No key is longer than this per signal: 0 if insecure, otherwise the detections themselves.
  package var ceiling: Double { isInsecure ? 0 : gain }

  /// The verdict as a sentence.
  package var verdict: String {
    isInsecure
      ? "insecure: \(attack) reproduces the observations; a device escapes only if it also tests \(untested)"
      : "no statement about security: \(attack) does not reproduce the observations, stronger attacks may"
  }
}
