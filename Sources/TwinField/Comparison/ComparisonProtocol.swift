// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// Other protocols with a measuring middle, for one figure beside Curty-Azuma-Lo (tf sheet, section 9):
/// asymptotic, infinitely many decoys, symmetric arms. Comparison only, never a certified length.
package enum ComparisonProtocol: String, Sendable, CaseIterable {
  /// The original proposal of Lucamarini et al. 2018; heuristic, not a secure rate as written (TF-41).
  case lucamarini2018 = "lucamarini-2018"
  /// Phase-matching of Ma, Zeng, Zhou 2018 (TF-43).
  case phaseMatching = "phase-matching"
  /// Sending-or-not-sending of Wang, Yu, Hu 2018 (TF-44).
  case sendingOrNotSending = "sending-or-not-sending"
  /// The same with actively odd-parity pairing, Xu et al. 2020 (TF-45).
  case oddParityPairing = "sns-aopp"
  /// Mode-pairing of Zeng, Zhou, Wu, Ma 2022 (TF-46).
  case modePairing = "mode-pairing"

  /// The name for figures.
  package var title: String {
    switch self {
    case .lucamarini2018: "TF-QKD 2018 (heuristic)"
    case .phaseMatching: "Phase-matching"
    case .sendingOrNotSending: "Sending-or-not-sending"
    case .oddParityPairing: "SNS with AOPP"
    case .modePairing: "Mode-pairing"
    }
  }

  /// The equation of the rate and its source.
  package var origin: Quantity.Origin {
    switch self {
    case .lucamarini2018: .init("TF-41", "Lucamarini et al. 2018, Nature 557, 400")
    case .phaseMatching:
      .init("TF-43", "Ma, Zeng, Zhou 2018, Phys. Rev. X 8, 031043; phase error of Zeng, Wu, Ma 2020")
    case .sendingOrNotSending: .init("TF-44", "Wang, Yu, Hu 2018, Phys. Rev. A 98, 062323")
    case .oddParityPairing: .init("TF-45", "Xu, Yu, Jiang, Hu, Wang 2020")
    case .modePairing: .init("TF-46", "Zeng, Zhou, Wu, Ma 2022, arXiv:2201.04300")
    }
  }

  /// The name of the calculation.
  package var calculation: String {
    switch self {
    case .lucamarini2018: "tf.lucamarini2018"
    case .phaseMatching: "tf.phase_matching"
    case .sendingOrNotSending: "tf.sns"
    case .oddParityPairing: "tf.sns.aopp"
    case .modePairing: "tf.mode_pairing"
    }
  }

  /// Whether users choose how often they send, besides how brightly.
  package var hasSendingProbability: Bool { self == .sendingOrNotSending || self == .oddParityPairing }
  /// Whether the phase circle is cut into slices.
  package var hasPhaseSlices: Bool { self == .lucamarini2018 || self == .phaseMatching }

  /// What the users choose and what the model needs besides the link.
  package struct Choices: Sendable, Equatable {
    /// μ in photons per pulse: total of both users for `lucamarini2018` and `phaseMatching`, of one user for the others.
    package var intensity: Double
    /// ε of the SNS protocols: how often a user sends.
    package var sendingProbability: Double
    /// M: slices of the phase circle.
    package var phaseSlices: Int
    /// d of `lucamarini2018`: the share of key rounds.
    package var keyFraction: Double
    /// l of `modePairing`: the farthest rounds that are paired.
    package var pairingLength: Double
    /// f_EC.
    package var errorCorrectionEfficiency: Double

    /// Makes choices with the defaults of the sheet.
    package init(
      intensity: Double, sendingProbability: Double = 0.04, phaseSlices: Int = 16, keyFraction: Double = 1,
      pairingLength: Double = 1e6, errorCorrectionEfficiency: Double = 1.16
    ) {
      self.intensity = intensity
      self.sendingProbability = sendingProbability
      self.phaseSlices = phaseSlices
      self.keyFraction = keyFraction
      self.pairingLength = pairingLength
      self.errorCorrectionEfficiency = errorCorrectionEfficiency
    }

    /// Refuses what cannot be.
    ///
    /// - Throws: `InputError`.
    package func validate(_ scheme: ComparisonProtocol) throws(InputError) {
      try require(
        intensity, scheme.hasSendingProbability ? "muz" : "mu", in: 0...Settings.largestIntensity, excludingLower: true)
      if scheme.hasSendingProbability {
        try require(
          sendingProbability, "eps", in: 0...1, excludingLower: true, excludingUpper: true,
          hint: "how often a user sends in a key window")
      }
      if scheme.hasPhaseSlices, !(2...1024).contains(phaseSlices) {
        throw InputError("M", value: "\(phaseSlices)", allowed: "must be from 2 to 1024", hint: "16 is usual")
      }
      if scheme == .lucamarini2018 { try require(keyFraction, "d", in: 0...1, excludingLower: true) }
      if scheme == .modePairing {
        try require(pairingLength, "l", in: 1...1e18, hint: "rounds, from 1; 1e6 is as good as infinite")
      }
      try require(
        errorCorrectionEfficiency, "f_EC", in: 1...100, hint: "1 is the Shannon limit; 1.1 to 1.2 is usual")
    }
  }

  /// A rate with what it was made from, by the sheet's symbols.
  package struct Outcome: Sendable {
    /// Bits per round before clipping at 0.
    package var rawRate: Double
    /// Intermediate quantities.
    package var parts: [(quantity: Quantity, value: Double)]

    /// Makes an outcome; a value for each part.
    init(rawRate: Double, parts: [Quantity] = [], values: [Double] = []) {
      self.rawRate = rawRate
      self.parts = zip(parts, values).map { ($0, $1) }
    }

    /// max(0, rate).
    package var rate: Double { Swift.max(0, rawRate) }

    /// An intermediate quantity.
    package func value(_ symbol: String) -> Double? { parts.first { $0.quantity.symbol == symbol }?.value }
  }

  /// The rate of the protocol over symmetric arms.
  ///
  /// - Parameters:
  ///   - eta: arm transmittance, detectors included, in [0, 1].
  ///   - pd: dark-count probability per detector.
  ///   - misalignment: e_opt, the probability that light takes the wrong output, at most 1/2.
  ///   - polarisationAngle: θ of the model for mode-pairing; its (1 − cos θ)/2 plays the role of `misalignment`.
  ///   - phaseOffset: φ, the phase drift between paired rounds (mode-pairing).
  ///   - choices: intensities and the like.
  package func outcome(
    eta: Double, pd: Double, misalignment: Double, polarisationAngle: Double, phaseOffset: Double, _ choices: Choices
  ) -> Outcome {
    switch self {
    case .lucamarini2018: OriginalTwinField.outcome(eta, pd, misalignment, choices)
    case .phaseMatching: PhaseMatching.outcome(eta, pd, misalignment, choices)
    case .sendingOrNotSending: SendingOrNotSending(eta, pd, misalignment, choices).outcome
    case .oddParityPairing: SendingOrNotSending(eta, pd, misalignment, choices).pairedOutcome
    case .modePairing: ModePairing.outcome(eta, pd, polarisationAngle, phaseOffset, choices)
    }
  }
}

/// 1 − h(e), with the entropy at its maximum from 1/2 on: there is nothing to gain by flipping.
func secretFraction(_ e: Double) -> Double { binaryEntropyComplement(e < 0.5 ? e : 0.5) }

/// h(e) for an error rate, at most 1.
func cappedEntropy(_ e: Double) -> Double { binaryEntropy(e < 0.5 ? e : 0.5) }

extension Quantities {
  /// A part of a comparison protocol's rate; its equation is that of the rate.
  static func part(_ symbol: String, _ meaning: String, column: Quantity.Column? = nil) -> Quantity {
    Quantity(.estimation, symbol, meaning, .estimate, column: column)
  }
  static func partError(_ symbol: String, _ meaning: String) -> Quantity {
    part(symbol, meaning, column: .init("error_rate", "bit error rate of the key"))
  }
  static func partPhaseError(_ symbol: String, _ meaning: String) -> Quantity {
    part(symbol, meaning, column: .init("phase_error", "phase-error rate"))
  }

  static var comparison: [Quantity] {
    [bothIntensities, eachIntensity, sendingIntensity, sendingProbability]
      + [
        (OriginalTwinField.parts, ComparisonProtocol.lucamarini2018), (PhaseMatching.parts, .phaseMatching),
        (SendingOrNotSending.parts, .sendingOrNotSending), (SendingOrNotSending.pairedParts, .oddParityPairing),
        (ModePairing.parts, .modePairing),
      ].flatMap { parts, scheme in parts.map { $0.by(scheme.origin) } }
  }
}
