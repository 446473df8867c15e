// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// What lies between the users during a block: the one value from which every protocol family takes its losses and the
/// light that is not the users' (links sheet, section 0, LK-1).
///
/// A fibre is one sample. A channel that fades or a satellite that passes is many, each with the share of the pulses
/// that meet it. Expected counts are sums over the samples; transmittances are never averaged before a gain is formed,
/// because 1 − exp(−η μ) is concave in η and the gain at the mean is too high (LK-2).
package struct Link: Sendable, Equatable {
  /// One way to a receiver, without its detectors.
  package struct Arm: Sendable, Equatable {
    /// η.
    package var transmittance: Transmittance
    /// n ≥ 0: photons per gate that are not the sender's, both polarisations, at the input of the receiver. A mean, not
    /// a probability.
    package var backgroundPhotons: Double
    /// m ≥ 0: the same per temporal mode and polarisation, for receivers with a local oscillator.
    package var photonsPerMode: Double

    /// Describes an arm.
    package init(_ transmittance: Transmittance, backgroundPhotons: Double = 0, photonsPerMode: Double = 0) {
      self.transmittance = transmittance
      self.backgroundPhotons = backgroundPhotons
      self.photonsPerMode = photonsPerMode
    }
  }

  /// One state of the link.
  package struct Sample: Sendable, Equatable {
    /// w: the share of the pulses that meet it. A link makes the sum one, whatever it was given: pulses, seconds or
    /// probabilities.
    package fileprivate(set) var weight: Double
    /// From Alice to the receiver: to Bob, or to the station in the middle.
    package var alice: Arm
    /// From Bob to the station in the middle; nil where there is none.
    package var bob: Arm?
    /// Seconds since the start of the block, where the samples have an order in time.
    package var time: Double?

    /// Describes a state.
    package init(weight: Double, _ alice: Arm, _ bob: Arm? = nil, time: Double? = nil) {
      self.weight = weight
      self.alice = alice
      self.bob = bob
      self.time = time
    }

    /// From Alice to Bob.
    package var transmittance: Transmittance {
      bob.map { alice.transmittance * $0.transmittance } ?? alice.transmittance
    }
    /// n at the receiver: the light of both arms arrives at a station in the middle (LK-4).
    package var backgroundPhotons: Double { alice.backgroundPhotons + (bob?.backgroundPhotons ?? 0) }
  }

  /// Where the samples come from.
  package enum Provenance: String, Sendable {
    /// Somebody says so.
    case stated
    /// A model of orbit, optics and atmosphere.
    case modelled
  }

  /// At least one; the weights sum to one.
  package let samples: [Sample]
  /// Where they come from.
  package let provenance: Provenance

  /// A steady way from Alice to Bob.
  package init(_ transmittance: Transmittance) {
    samples = [Sample(weight: 1, Arm(transmittance))]
    provenance = .stated
  }

  /// A steady way from both users to a station in the middle.
  package init(alice: Transmittance, bob: Transmittance) {
    samples = [Sample(weight: 1, Arm(alice), Arm(bob))]
    provenance = .stated
  }

  /// A link of several states.
  ///
  /// - Parameters:
  ///   - samples: in any order; weights of any unit, not all zero.
  ///   - provenance: where they come from.
  /// - Throws: `InputError` for an empty list, for weights, photons or times that cannot be, and for samples of which
  ///   some have a station in the middle and others do not.
  package init(_ samples: [Sample], provenance: Provenance = .stated) throws(InputError) {
    guard let first = samples.first else {
      throw InputError("samples", value: "none", allowed: "must be at least one")
    }
    for sample in samples {
      try require(sample.weight, "weight", in: 0...1e300)
      if let time = sample.time { try require(time, "t", in: -1e12...1e12, hint: "in seconds") }
      for arm in [sample.alice, sample.bob].compactMap({ $0 }) {
        try require(arm.backgroundPhotons, "n", in: 0...1e6, hint: "photons per gate")
        try require(arm.photonsPerMode, "m", in: 0...1e6, hint: "photons per mode")
      }
      guard (sample.bob == nil) == (first.bob == nil) else {
        throw InputError("samples", value: "of one arm and of two", allowed: "must all have the same arms")
      }
    }
    let total = samples.reduce(0) { $0 + $1.weight }
    try require(total, "weight", in: 0...1e300, excludingLower: true, hint: "they cannot all be 0")
    self.samples = samples.map {
      var sample = $0
      sample.weight /= total
      return sample
    }
    self.provenance = provenance
  }

  /// Whether there is one state only.
  package var isSteady: Bool { samples.count == 1 }

  /// ⟨f⟩ = Σ w f, in the order of the samples; of a steady link f itself, to the last bit. States that no pulse meets do
  /// not count, whatever f is there.
  package func mean(_ f: (Sample) -> Double) -> Double {
    if isSteady { return f(samples[0]) }
    return samples.reduce(0) { $1.weight > 0 ? $0 + $1.weight * f($1) : $0 }
  }

  /// The mean transmittance from Alice to Bob: what tables call the loss of the link. No gain is computed from it.
  package var meanTransmittance: Transmittance { averaged { $0.transmittance } }
  /// The mean of Alice's arm.
  package var meanAlice: Transmittance { averaged { $0.alice.transmittance } }
  /// The mean of Bob's arm; of a link without a station everything passes it.
  package var meanBob: Transmittance { averaged { $0.bob?.transmittance ?? .one } }
  /// The loss in dB of the mean transmittance; of a steady link as it was given.
  package var lossDecibel: Double { meanTransmittance.lossDecibel }
  /// What a table says beside a mean; nil of a steady link.
  package var remark: String? {
    isSteady ? nil : "mean of \(samples.count) states; expected counts are sums over them"
  }
  /// Whether both arms are alike at all times.
  package var isSymmetric: Bool { samples.allSatisfy { $0.alice.transmittance == $0.bob?.transmittance } }

  private func averaged(_ part: (Sample) -> Transmittance) -> Transmittance {
    if isSteady { return part(samples[0]) }
    // Means of numbers up to 1 exceed it by rounding at most.
    return Transmittance(Swift.min(1, mean { part($0).value })) ?? .one
  }
}
