// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension Quantities {
  package static let siftedBits = Quantity(.keyLength, "nX", "sifted key bits", .exact, unit: "bit", role: .siftedBits)
  package static let keyErrorRate = Quantity(
    .keyLength, "qberX", "error rate of the key basis", .exact, column: .init("error_rate", "error rate of the key"),
    role: .errorRate)
  static let leakage = Quantity(
    .keyLength, "leak_EC", "announced by error correction", .estimate, "BB-35", unit: "bit")
  static let announcement = Quantity(
    .keyLength, "leakPE", "announcing the errors of the key basis", .upperBound, "BB-45, BB-33d", "bb84 sheet",
    unit: "bit")
  static let leastLeakage = Quantity(
    .keyLength, "leak_EC_min", "least leakage that the errors allow", .lowerBound, "BB-35b", "bb84 sheet", unit: "bit")
  static let penalty = Quantity(
    .keyLength, "penalty", "hashing, verification and announcements", .exact, unit: "bit")
  static let rawLength = Quantity(
    .keyLength, "length_raw", "secret bits before rounding", .lowerBound, unit: "bit", role: .plainLength)
  static let length = Quantity(
    .keyLength, "length", "length of the secret key", .lowerBound, unit: "bit", role: .length)

  static var key: [Quantity] {
    let origins = FiniteKeyOptions.lengthOrigins
    return [siftedBits, keyErrorRate, leakage, leakage.directed(.input), leastLeakage, announcement]
      + penalty.by(origins)
      + [rawLength, length].flatMap { $0.by(origins) + [$0.directed(.estimate)] } + RoundingCertificate.quantities
  }
}

extension FiniteKey {
  /// Every quantity from the counts to the key, with equation, source and direction.
  static func trace(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, _ e: DecoyEstimate<Double>,
    bits: Double
  ) -> [TraceEntry] {
    typealias Q = Quantities
    let intensities = settings.intensities.count
    let by = DecoyOrigins.of(decoys: intensities - 1, options.proof)
    func bound(_ q: Quantity, _ origin: Quantity.Origin) -> Quantity {
      by.areBounds ? q.by(origin) : q.by(origin).directed(.estimate)
    }
    let held = "held to the errors or detections of its basis"
    let estimation: [TraceEntry?] = [
      Q.emptyPulses.by(by.emptyPulses)(e.tau0), Q.singlePulses.by(by.emptyPulses)(e.tau1),
      options.isInfiniteBlock
        ? nil
        : Q.tailLog.by(options.statistics.origin)(
          options.tailLog(intensities: intensities), note: e.clamps.note(.tails, "some tail bounds clipped to [0, n]")),
      bound(Q.keyVacuum, by.vacuum)(e.keyVacuum.value, note: e.clamps.note(.keyVacuum)),
      e.keyVacuumUpper.map { Q.keyVacuumUpper($0.value, note: e.clamps.note(.keyVacuumUpper, held)) },
      bound(Q.keySingle, by.singlePhotons)(e.keySingle.value, note: e.clamps.note(.keySingle)),
      e.testVacuumUpper.map { Q.testVacuumUpper($0.value, note: e.clamps.note(.testVacuumUpper, held)) }
        ?? bound(Q.testVacuum, by.vacuum)(e.testVacuum.value, note: e.clamps.note(.testVacuum)),
      bound(Q.testSingle, by.singlePhotons)(e.testSingle.value, note: e.clamps.note(.testSingle)),
      e.testVacuumErrors.flatMap { v in by.vacuumErrors.map { Q.testVacuumErrors.by($0)(v.value) } },
      bound(Q.testErrors, by.errors)(
        e.testErrors.value,
        note: e.clamps.note(
          .testErrors, options.proof == .sound ? "all errors but those of the vacuum" : "clipped to its range")),
      options.isInfiniteBlock || options.proof == .satquma2022 ? nil : Q.contradiction(e.contradicts ? 1 : 0),
      Q.phaseError.by(options.sampling.origin).directed(options.sampling.isBound ? .upperBound : .estimate)(
        e.phaseError.value, note: e.clamps.note(.phaseError, "capped at 1/2")),
    ]
    let measured = if case .measured = options.leakage { true } else { false }
    let origin = options.lengthOrigin(intensities: intensities)
    let direction: Quantity.Direction = options.isBound ? .lowerBound : .estimate
    // With two decoys the errors of the key basis are not paid for: they stay in the laboratories (BB-33d).
    let isSecret = counts.origin == .measured && intensities == 3 && options.proof == .sound && e.announcement == 0
    let secret = isSecret ? KeyErrorDisclosure.note("BB-33d") : nil
    let refuted = e.shannon.map { $0.leastLeakage >= e.leakage.value && $0.leastLeakage > 0 } ?? false
    let key: [TraceEntry?] = [
      Q.siftedBits(e.detections), Q.keyErrorRate(e.detections > 0 ? e.errors / e.detections : 0, note: secret),
      (measured ? Q.leakage.directed(.input) : Q.leakage)(
        e.leakage.value, note: refuted ? "raised to the least that the errors allow" : nil),
      e.shannon.map { Q.leastLeakage($0.leastLeakage, note: secret) },
      (intensities == 2 && options.proof == .sound) || e.announcement > 0 ? Q.announcement(e.announcement) : nil,
      Q.penalty.by(origin)(e.penalty.value), Q.rawLength.by(origin).directed(direction)(e.rawLength),
      Q.length.by(origin).directed(direction)(bits),
    ]
    return settings.trace + counts.trace(secret: secret) + (estimation + key).compactMap { $0 }
  }
}
