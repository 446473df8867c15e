// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension Quantities {
  private static func count(_ symbol: String, _ meaning: String) -> Quantity {
    Quantity(.observations, symbol, meaning, .expectation, "PH-36", unit: "counts")
  }
  static let keyDetections = count("nX", "detections, key basis")
  static let keyErrors = count("mX", "errors, key basis")
  static let testDetections = count("nZ", "detections, test basis")
  static let testErrors = count("mZ", "errors, test basis")
  static let triggers = Quantity(.observations, "N", "triggers", .input, unit: "counts")

  static let multiphoton = Quantity(.estimation, "p_multi", "two photons or more at the channel input", .upperBound)
  static let keyMultiphoton = Quantity(
    .estimation, "M_X", "multi-photon triggers, key basis", .upperBound, "PH-37", "photons sheet", unit: "counts")
  static let testMultiphoton = Quantity(
    .estimation, "M_Z", "multi-photon triggers, test basis", .upperBound, "PH-37", "photons sheet", unit: "counts")
  static let keyRest = Quantity(
    .estimation, "sX", "detections of at most one photon, key basis", .lowerBound, "PH-38", "photons sheet",
    unit: "counts", column: .init("single_photons", "certified detections of at most one photon, key basis"))
  static let testRest = Quantity(
    .estimation, "sZ", "detections of at most one photon, test basis", .lowerBound, "PH-38", "photons sheet",
    unit: "counts")
  static let restErrors = Quantity(
    .estimation, "v", "errors among these, test basis", .upperBound, "PH-38", "photons sheet", unit: "counts")
  package static let phaseError = Quantity(
    .estimation, "phi", "phase-error fraction of the key", .upperBound,
    column: .init("phase_error", "bound on the phase-error fraction"))

  package static let siftedBits = Quantity(
    .keyLength, "sifted", "sifted key bits", .exact, unit: "bit", role: .siftedBits)
  package static let keyErrorRate = Quantity(
    .keyLength, "qber", "error rate of the key", .exact, column: .init("error_rate"), role: .errorRate)
  static let leakage = Quantity(.keyLength, "leak_EC", "announced by error correction", .estimate, "BB-35", unit: "bit")
  static let leastLeakage = Quantity(
    .keyLength, "leak_EC_min", "least leakage for these errors", .lowerBound, "BB-35b", "shannon sheet", unit: "bit")
  static let penalty = Quantity(.keyLength, "penalty", "hashing and verification", .exact, unit: "bit")
  static let rawLength = Quantity(
    .keyLength, "length_raw", "secret bits before rounding", .lowerBound, unit: "bit", role: .plainLength)
  static let length = Quantity(
    .keyLength, "length", "length of the secret key", .lowerBound, unit: "bit", role: .length)

  /// Where lengths and penalties come from: without decoys, and with passive ones.
  static let lengthOrigins = ["PH-38", "PH-49"].map { Quantity.Origin($0, "photons sheet") }

  static var counts: [Quantity] {
    let all = [keyDetections, keyErrors, testDetections, testErrors] + heraldedCounts.flatMap { [$0.0, $0.1] }
    return all.flatMap { [$0, $0.given] } + [triggers]
  }
  static var estimates: [Quantity] {
    let models = ["PH-30", "PH-33", "PH-40", "PH-45"].map { Quantity.Origin($0, "source model") }
    let limits = ["", "PH-30", "PH-31", "PH-32", "PH-33", "PH-34", "PH-40"].map { Quantity.Origin($0) }
    let samplings = [SamplingBound.kl, .klt, .serfling, .hyper].map { $0.origin }
    return multiphoton.by(limits) + multiphoton.directed(.expectation).by(models)
      + [keyMultiphoton, testMultiphoton, keyRest, testRest, restErrors] + phaseError.by(samplings + [worstCase])
      + [phaseError.directed(.estimate).by(SamplingBound.none.origin)]
  }
  static var key: [Quantity] {
    [siftedBits, keyErrorRate, leakage, leakage.directed(.input), leastLeakage] + penalty.by(lengthOrigins)
      + [rawLength, length].flatMap { $0.by(lengthOrigins) + [$0.directed(.estimate)] } + RoundingCertificate.quantities
  }
}

extension PhotonFiniteKey {
  /// Every quantity from the counts to the key, with equation, source and direction.
  static func trace(
    _ counts: PhotonCounts, _ settings: PhotonSettings, _ limit: MultiphotonLimit, _ options: PhotonFiniteKeyOptions,
    _ e: PhotonEstimate<Double>, _ rule: ShannonRule, bits: Double
  ) -> [TraceEntry] {
    typealias Q = Quantities
    let list =
      [Q.keyBasis(settings.keyBasisProbability), Q.bobKeyBasis(settings.bobKeyBasisProbability)]
      + counts.origin.trace([
        (Q.keyDetections, counts.key.detections), (Q.keyErrors, counts.key.errors),
        (Q.testDetections, counts.test.detections), (Q.testErrors, counts.test.errors),
      ]) + [Q.triggers(counts.triggers)]
    let isClipped = (key: e.keyRestFraction < 0, test: e.testRestFraction < 0)
    return list + [
      Q.multiphoton.by(limit.equation)(e.multiphoton.value), Q.keyMultiphoton(e.keyMultiphoton.value),
      Q.testMultiphoton(e.testMultiphoton.value),
      Q.keyRest(e.keyRest.value, note: isClipped.key ? "not below 0" : nil),
      Q.testRest(e.testRest.value, note: isClipped.test ? "not below 0" : nil), Q.restErrors(e.testErrors.value),
    ] + options.keyTrace(e, key: counts.key, rule, bits: bits, origin: Q.lengthOrigins[0])
  }
}

extension PhotonCountsOrigin {
  /// Counts for a trace.
  func trace(_ counts: [(Quantity, Double)]) -> [TraceEntry] {
    counts.map { (self == .measured ? $0.0.given : $0.0)($0.1) }
  }
}

extension PhotonFiniteKeyOptions {
  /// From φ to the length.
  func keyTrace(
    _ e: PhotonEstimate<Double>, key: PhotonSample, _ rule: ShannonRule, bits: Double, origin: Quantity.Origin
  ) -> [TraceEntry] {
    typealias Q = Quantities
    let isStated = if case .measured = leakage { true } else { false }
    func bound(_ quantity: Quantity) -> Quantity {
      quantity.by(origin).directed(isInfiniteBlock ? .estimate : .lowerBound)
    }
    return [
      Q.phaseError.by(sampling.origin).directed(isInfiniteBlock ? .estimate : .upperBound)(
        e.phaseError.value, note: e.phaseErrorUncapped > 0.5 ? "capped at 1/2" : nil), Q.siftedBits(key.detections),
      Q.keyErrorRate(key.detections > 0 ? key.errors / key.detections : 0.5),
      (isStated ? Q.leakage.directed(.input) : Q.leakage)(e.leakage.value), Q.leastLeakage(rule.leastLeakage),
      Q.penalty.by(origin)(e.penalty.value), bound(Q.rawLength)(e.rawLength), bound(Q.length)(bits),
    ]
  }
}
