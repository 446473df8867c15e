// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// How a user's basis comes about (photons sheet, section 2a).
package enum PairBasisChoice: Sendable, Equatable {
  /// A modulator, driven by random numbers for every event, X with this probability.
  case active(keyBasisProbability: Double)
  /// A splitter: X with a probability in [1/2 − d, 1/2 + d] for every wavelength, time, mode and
  /// polarisation that the receiver accepts, and for dark counts alone.
  case passive(deviation: Double)

  /// The least probability of Z and the most of X.
  var extremes: (leastTest: Double, mostKey: Double) {
    switch self {
    case .active(let p): (1 - p, p)
    case .passive(let d): (0.5 - d, 0.5 + d)
    }
  }
}

/// What is stated about the two receivers; each statement decides what a run may be used for (section 2a).
package struct PairReceivers: Sendable, Equatable {
  /// What happens to rounds in which two detectors of a user click.
  package enum DoubleClicks: String, Sendable, CaseIterable {
    /// A fair random bit; clicks in both bases: a random basis and bit.
    case randomBit = "random-bit"
    /// Dropped: Eve chooses which rounds count. Refused.
    case discarded
  }

  /// How dead time is dealt with.
  package enum DeadTime: String, Sendable, CaseIterable {
    /// All detectors of a user are blocked together.
    case blocksAllDetectors = "blocks-all-detectors"
    /// An event counts only if no click of that user, kept or dropped, lies within the longest dead time before it.
    case eventsAfterSilence = "events-after-silence"
    /// Only the detector that fired is blocked.
    case blocksFiredDetector = "blocks-fired-detector"
    /// The same rule after kept events only: bright light inside the drop window gives Eve the key.
    case eventsAfterKeptEvents = "events-after-kept-events"

    /// Whether the certificate survives it.
    var isCovered: Bool { self == .blocksAllDetectors || self == .eventsAfterSilence }
  }

  /// Alice's basis.
  package var aliceBasis: PairBasisChoice
  /// Bob's basis.
  package var bobBasis: PairBasisChoice
  /// Double clicks.
  package var doubleClicks: DoubleClicks
  /// Dead time.
  package var deadTime: DeadTime
  /// What of these nobody stated, in words: the values above are the usual ones then, and certify nothing.
  package var unstated: [String] = []

  /// States what the receivers do.
  package init(
    aliceBasis: PairBasisChoice, bobBasis: PairBasisChoice, doubleClicks: DoubleClicks = .randomBit,
    deadTime: DeadTime = .blocksAllDetectors
  ) {
    self.aliceBasis = aliceBasis
    self.bobBasis = bobBasis
    self.doubleClicks = doubleClicks
    self.deadTime = deadTime
  }

  /// Receivers with active choice as the settings have it.
  package init(_ settings: PairSettings) {
    self.init(
      aliceBasis: .active(keyBasisProbability: settings.keyBasisProbability),
      bobBasis: .active(keyBasisProbability: settings.bobKeyBasisProbability))
  }

  /// z_min: the least probability that an agreed round is a test round (PH-15).
  package var leastTestProbability: Double {
    let a = aliceBasis.extremes
    let b = bobBasis.extremes
    let test = a.leastTest * b.leastTest
    let sum = test + a.mostKey * b.mostKey
    return sum > 0 ? test / sum : 0
  }

  /// Refuses statements that no analysis of this family covers.
  ///
  /// - Throws: `InputError`, each with its own message.
  package func validate(_ keyMode: PairKeyMode, _ sampling: PairSampling) throws(InputError) {
    guard doubleClicks == .randomBit else {
      throw InputError(
        "double_clicks", value: doubleClicks.rawValue, allowed: "must be given a random bit",
        hint: "dropping them lets Eve choose which rounds count; no proof covers it")
    }
    for (user, basis) in [("Alice", aliceBasis), ("Bob", bobBasis)] {
      switch basis {
      case .active(let p):
        try require(p, "pX", in: 0...1)
        if keyMode == .pooled, p != 0.5 {
          throw InputError(
            "pX", p, allowed: "must be exactly 0.5 at \(user) with key = pooled",
            hint: "one pooled test says nothing about either basis otherwise; use key = one or both")
        }
      case .passive(let d):
        try require(d, "basis_deviation", in: 0...0.5, excludingUpper: true)
        if keyMode == .pooled {
          throw InputError(
            "key", value: keyMode.rawValue, allowed: "needs active basis choice; \(user)'s is passive",
            hint: "use key = one with sampling = binomial")
        }
        if d > 0, !sampling.coversDrift {
          throw InputError(
            "sampling", value: sampling.name,
            allowed: "must be binomial where a passive splitter may deviate (\(user))",
            hint: "the sizes of the samples are not random labels of equal probability then")
        }
      }
    }
    if case .binomial(let z) = sampling, z > leastTestProbability * (1 + 1e-12) {
      throw InputError(
        "z_min", z, allowed: "cannot exceed \(leastTestProbability), the least that the basis choices allow")
    }
  }
}
