// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// Clamps and refusals that were active; each leaves a line in the trace.
package struct FiniteClamps: OptionSet, Sendable, Hashable {
  /// The bits.
  package let rawValue: Int
  /// Makes a set from bits.
  package init(rawValue: Int) { self.rawValue = rawValue }
  /// The bound on Y11 (s11) was raised to 0.
  package static let yield = FiniteClamps(rawValue: 1)
  /// The bound on t11 was raised to 0.
  package static let errors = FiniteClamps(rawValue: 2)
  /// The phase-error fraction was held to 1/2.
  package static let phaseError = FiniteClamps(rawValue: 4)
  /// H_L was raised to 0, or H_U to H_L.
  package static let vacuumSide = FiniteClamps(rawValue: 8)
  /// The pairs were held to the key bits.
  package static let pairs = FiniteClamps(rawValue: 16)
  /// The data were refused as inconsistent.
  package static let inconsistent = FiniteClamps(rawValue: 32)

  /// The clamps as decisions, in words.
  var decisions: [String] {
    let words: [(FiniteClamps, String)] = [
      (.yield, "whether the yield is raised to 0"), (.errors, "whether the error yield is raised to 0"),
      (.phaseError, "whether e_ph is below 1/2"), (.vacuumSide, "the order of H_L and H_U"),
      (.pairs, "whether the pairs are held to the key bits"), (.inconsistent, "whether the data are inconsistent"),
    ]
    return words.filter { contains($0.0) }.map { $0.1 }
  }
}

/// What the counts of a finite run certify (mdi sheet, sections 5.4 and 5.5), in one number type.
///
/// `finite4` with a scan gives yield, errors, pairs and phase errors at the H of the shortest key: there they are
/// not bounds one by one, only the length is.
///
/// In `Interval` only the safe end of each quantity is certified: the lower one of lower bounds and
/// lengths, the upper one of upper bounds.
package struct FiniteEstimate<S: Scalar>: Sendable {
  /// ε_1.
  package var eachFailure = 0.0
  /// Y11_L (`finite3`) or s11_L at the minimum (`finite4`).
  package var yield = LowerBound(S.zero)
  /// t11_U; at the minimum in `finite4`.
  package var errorYield = UpperBound(S.zero)
  /// `finite4`: G_L, the lower bound on the weighted gains (MDI-35).
  package var gainSum: LowerBound<S>?
  /// `finite4`: H_L and H_U (MDI-36).
  package var vacuumSide: (lower: LowerBound<S>, upper: UpperBound<S>)?
  /// `finite4` with scan: H at the minimum, and M with a double scan; for the trace.
  package var scanned: (vacuumSide: Double, errors: Double)?
  /// S0_L: key bits of Alice's vacuum pulses, with the option `vacuumBits`.
  package var vacuum = LowerBound(S.zero)
  /// S11_L: single-photon pairs in the key.
  package var pairs = LowerBound(S.zero)
  /// N_ph_U: phase errors among them.
  package var phaseErrors = UpperBound(S.zero)
  /// e_ph = min(1/2, N_ph/S11).
  package var phaseError = UpperBound(S(0.5))
  /// The key bits before anything is paid: n_zz or n^Z_00.
  package var detections = S.zero
  /// Errors among them.
  package var errors = S.zero
  /// λ_EC; of a stated leakage below what the errors allow the least that they allow (MDI-34c).
  package var leakage = UpperBound(S.zero)
  /// The rule on a stated leakage (MDI-34c), of one class.
  package var shannon = ShannonRule([], correctness: 0.5)
  /// Bits for hashing and verification.
  package var cost = S.zero
  /// S11 [1 − h(e_ph)] at the minimum, and S0.
  package var entropy = S.zero
  /// l before rounding, signed. Zero if the data are inconsistent.
  package var rawLength = S.zero
  /// Whether the data contradict the source beyond chance (MDI-34a).
  package var isInconsistent = false
  /// Clamps that were active.
  package var clamps: FiniteClamps = []
  /// Clamps of which rounding leaves open whether they were; empty in doubles.
  package var straddled: FiniteClamps = []
  /// Expected single-photon pairs before any clamp, less what the tails take, relative to the key
  /// bits: for searches only.
  package var pairFraction = 0.0
  /// N_ph/S11 before it was held to 1/2: for searches only.
  package var phaseErrorUncapped = 0.5

  /// The error rate of the key; 1/2 without key bits.
  package var errorRate: Double {
    detections.highest > 0 ? errors.approximation / detections.approximation : 0.5
  }

  /// Why there is no key, or nil.
  package var reasonForZero: ReasonForZero? {
    if isInconsistent { return ReasonForZero(.inconsistentData) }
    guard !(rawLength.lowest >= 1) else { return nil }
    if !(detections.highest > 0) { return ReasonForZero(.noDetections, detail: "signal pairs") }
    if !pairs.value.isCertainlyPositive { return ReasonForZero(.noSinglePhotonEvents, detail: "pairs") }
    if !(phaseError.value.highest < 0.5) { return ReasonForZero(.phaseErrorTooLarge) }
    if (entropy - leakage.value).lowest <= 0 { return ReasonForZero(.leakageExceedsSecrecy) }
    return ReasonForZero(.penaltiesExceedEntropy)
  }

  /// Fills in leakage, cost and length from S11 and N_ph (MDI-34).
  mutating func finish(_ options: FiniteKeyOptions, bounds: Int) {
    eachFailure = options.eachFailure(bounds: bounds)
    leakage = options.leakage.bits(detections: detections, errors: errors)
    shannon = ShannonRule(
      [.init(rounds: detections.approximation, errors: errors.approximation)], correctness: options.correctness)
    if case .measured = options.leakage {
      leakage = UpperBound(S.maximum(leakage.value, S(shannon.leastLeakage)))
    }
    cost = options.costBits(bounds: bounds)
    let block = CertifiedBlock(
      vacuum: vacuum, singlePhotons: pairs, phaseError: phaseError, leakage: leakage,
      penalty: UpperBound(cost))
    if pairs.value.isCertainlyPositive {
      entropy = block.entropy.value
      rawLength = block.rawLength.value
    } else {
      entropy = vacuum.value
      rawLength = vacuum.value - leakage.value - cost
    }
    if detections.highest <= 0 || isInconsistent { rawLength = S.minimum(rawLength, S.zero) }
  }
}

extension Quantities {
  private static let curty = "Curty et al. 2014, arXiv:1307.1081; mdi sheet, section 5"
  static let zhou = "Zhou, Yu, Wang 2016, arXiv:1509.08389; mdi sheet, section 5.5"
  /// Everything of the complete published accounting.
  static let completeOrigin = Quantity.Origin("MDI-51", curty)
  static let pairsOrigin = Quantity.Origin("MDI-33", curty)
  /// A vacuum that leaks light.
  static let leakyOrigin = Quantity.Origin("MDI-38a", zhou)

  static func eachFailure(_ meaning: String) -> Quantity { Quantity(.estimation, "eps_1", meaning, .exact) }
  static let sharedFailure = Quantity.Origin("MDI-29", "mdi sheet, section 5.3")
  static let publishedFailure = Quantity.Origin("MDI-30", "mdi sheet, section 5.3")
  static let yield = Quantity(.estimation, "Y11_L", "yield of single-photon pairs", .lowerBound, "MDI-31", curty)
  static let errorYield = Quantity(
    .estimation, "t11_U", "error yield of single-photon pairs in X", .upperBound, "MDI-32", curty)
  static let vacuumBits = Quantity(
    .estimation, "S0_L", "key bits of Alice's vacuum pulses", .lowerBound, "MDI-34", "mdi sheet, section 5.4",
    unit: "counts")
  static let gainSum = Quantity(.estimation, "G_L", "weighted gains of the decoys", .lowerBound, "MDI-35", zhou)
  static let leastVacuumSide = Quantity(
    .estimation, "H_L", "announcements with vacuum on one side", .lowerBound, "MDI-36", zhou)
  static let largestVacuumSide = Quantity(
    .estimation, "H_U", "announcements with vacuum on one side", .upperBound, "MDI-36", zhou)
  static let scannedVacuumSide = Quantity(.estimation, "H", "where in its range the key is shortest", .estimate)
  static let fourYield = Quantity(.estimation, "s11_L", "yield of single-photon pairs", .lowerBound, "MDI-37", zhou)
  package static let pairs = Quantity(
    .estimation, "S11_L", "single-photon pairs in the key", .lowerBound, unit: "counts",
    column: .init("single_photon_pairs", "single-photon pairs behind the length", unit: "count"))
  static let phaseErrors = Quantity(.estimation, "Nph_U", "phase errors among them", .upperBound, unit: "counts")
  package static let phaseError = Quantity(
    .estimation, "e_ph", "phase-error fraction", .upperBound,
    column: .init("phase_error", "phase-error fraction behind the length"))

  static var estimates: [Quantity] {
    let failure = eachFailure("failure probability of each of ‹n› bounds")
    let scans = ["MDI-38", "MDI-40"].map { Quantity.Origin($0, zhou) }
    let bounds = [yield, errorYield, vacuumBits, gainSum, leastVacuumSide, largestVacuumSide, fourYield]
    return failure.by([sharedFailure, publishedFailure])
      + [eachFailure("each of ‹n› failure terms of a Bell state").by(completeOrigin)]
      + bounds + [yield, errorYield].map { $0.by(completeOrigin) } + [errorYield.by(fourYield.origin)]
      + [gainSum, leastVacuumSide, largestVacuumSide].map { $0.by(leakyOrigin) } + scannedVacuumSide.by(scans)
      + [pairs, phaseErrors, phaseError].flatMap { $0.by([pairsOrigin, completeOrigin] + scans) }
      + (bounds + [pairs, phaseErrors, phaseError]).map { $0.directed(.estimate) }
  }

  static let siftedBits = Quantity(.keyLength, "n", "sifted key bits", .exact, unit: "bit", role: .siftedBits)
  /// Expected of a model; exact of counts.
  package static let errorRate = Quantity(
    .keyLength, "qber", "error rate of the key", .expectation, column: .init("error_rate"), role: .errorRate)
  static let leakage = Quantity(
    .keyLength, "leak_EC", "announced by error correction", .estimate, "MDI-34", unit: "bit")
  static let leastLeakage = Quantity(
    .keyLength, "leak_EC_min", "least leakage that the errors allow", .lowerBound, "MDI-34c", "mdi sheet, section 5.4",
    unit: "bit")
  static let consistency = Quantity(
    .estimation, "consistency", "how far inside their ranges some yields keep all counts; refused below 1e-6", .exact)
  static let consistencyOrigins = ["MDI-34b", "MDI-38b"].map { Quantity.Origin($0, "mdi sheet, section 5") }
  static let cost = Quantity(.keyLength, "cost", "hashing and verification", .exact, unit: "bit")
  static let rawLength = Quantity(
    .keyLength, "length_raw", "secret bits before rounding", .lowerBound, unit: "bit", role: .plainLength)
  static let length = Quantity(
    .keyLength, "length", "length of the secret key", .lowerBound, unit: "bit", role: .length)

  static var key: [Quantity] {
    let lengths = ["MDI-34", "MDI-38", "MDI-40", "MDI-51"].map { Quantity.Origin($0, "mdi sheet, section 5") }
    let costs = ["MDI-29", "MDI-29a", "MDI-30", "MDI-51"].map { Quantity.Origin($0, "mdi sheet, section 5.3") }
    return [
      siftedBits, errorRate, errorRate.directed(.exact), errorRate.directed(.input), leakage, leakage.directed(.input),
      leastLeakage,
    ] + consistency.by(consistencyOrigins) + cost.by(costs)
      + [rawLength, length].flatMap { $0.by(lengths) + [$0.directed(.estimate)] }
      + RoundingCertificate.quantities
  }
}

extension FiniteKeyOptions {
  /// The equation of what hashing and verification cost.
  var costOrigin: Quantity.Origin {
    let equation =
      switch accounting {
      case .phaseError: errorCorrectionInClear ? "MDI-29a" : "MDI-29"
      case .curty2014: "MDI-30"
      case .curty2014Complete: "MDI-51"
      }
    return Quantity.Origin(equation, "mdi sheet, section 5.3")
  }
}
