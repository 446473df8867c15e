// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// Detections of one kind and the errors among them.
package struct PhotonSample: Sendable, Equatable {
  /// Detections.
  package var detections: Double
  /// Detections in which the bits differ.
  package var errors: Double

  /// Makes a sample.
  package init(detections: Double, errors: Double) {
    self.detections = detections
    self.errors = errors
  }
}

/// Where counts come from.
package enum PhotonCountsOrigin: String, Sendable {
  /// Counted in a run.
  case measured
  /// Expected from a channel model.
  case expected

  /// Refuses samples that cannot be and a number of rounds below their sum.
  func validate(_ named: [(String, String, PhotonSample)], rounds: Double?, symbol: String) throws(InputError) {
    let most = self == .measured ? 1e18 : Double.greatestFiniteMagnitude
    var all = 0.0
    for (detections, errors, sample) in named {
      for (name, value) in [(detections, sample.detections), (errors, sample.errors)] {
        guard value >= 0, value <= most else {
          throw InputError(name, value, allowed: "must be a count between 0 and 1e18")
        }
        if self == .measured, value != value.rounded() {
          throw InputError(
            name, value, allowed: "must be a whole number", hint: "give the counts of the run, not rates or averages")
        }
      }
      guard sample.errors <= sample.detections else {
        throw InputError(
          errors, sample.errors, allowed: "cannot exceed \(detections) = \(sample.detections)",
          hint: "errors are a part of the detections; were the two exchanged?")
      }
      all += sample.detections
    }
    guard let rounds else { return }
    try require(rounds, symbol, in: 0...most, excludingLower: true)
    if self == .measured {
      guard rounds == rounds.rounded() else { throw InputError(symbol, rounds, allowed: "must be a whole number") }
      guard all <= rounds else {
        throw InputError(
          symbol, rounds, allowed: "cannot be below the \(all) detections of both bases",
          hint: "it counts every trigger, with or without a click")
      }
    }
  }
}

/// The counts of BB84 without decoys, measured or expected. Key basis X, test basis Z.
package struct PhotonCounts: Sendable, Equatable {
  /// n_X and m_X.
  package var key: PhotonSample
  /// n_Z and m_Z.
  package var test: PhotonSample
  /// N: triggers, undetected ones included; with heralds: the heralds.
  package var triggers: Double
  /// Measured or expected.
  package var origin: PhotonCountsOrigin

  /// Gathers counts.
  package init(key: PhotonSample, test: PhotonSample, triggers: Double, origin: PhotonCountsOrigin) {
    self.key = key
    self.test = test
    self.triggers = triggers
    self.origin = origin
  }

  /// Refuses counts that cannot be.
  package func validate() throws(InputError) {
    try origin.validate([("nX", "mX", key), ("nZ", "mZ", test)], rounds: triggers, symbol: "N")
  }

  /// Expected counts of so many triggers (or heralds) of a link.
  package static func expected(_ setup: PhotonSetup, _ settings: PhotonSettings, triggers: Double) -> PhotonCounts {
    let (key, test) = setup.responses(preAttenuation: settings.preAttenuation)
    let x = triggers * settings.keyBasisProbability * settings.bobKeyBasisProbability
    let z = triggers * (1 - settings.keyBasisProbability) * (1 - settings.bobKeyBasisProbability)
    return PhotonCounts(
      key: PhotonSample(detections: x * key.gain, errors: x * key.errorGain),
      test: PhotonSample(detections: z * test.gain, errors: z * test.errorGain), triggers: triggers, origin: .expected)
  }
}
