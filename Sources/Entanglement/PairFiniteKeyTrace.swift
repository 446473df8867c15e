// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension Quantities {
  private static func count(_ symbol: String, _ meaning: String) -> Quantity {
    Quantity(.observations, symbol, meaning, .expectation, "PH-18", unit: "counts")
  }
  /// Rounds by the symbol of the sheet.
  static func rounds(_ symbol: String) -> Quantity {
    switch symbol {
    case "nX": count(symbol, "key rounds, basis X")
    case "nZ": count(symbol, "rounds of basis Z")
    case "n": count(symbol, "key rounds of both bases")
    case "k": count(symbol, "disclosed rounds of both bases")
    case "kX": count(symbol, "disclosed rounds, basis X")
    default: count(symbol, "disclosed rounds, basis Z")
    }
  }
  /// Errors among rounds.
  static func errors(_ symbol: String, among rounds: String) -> Quantity { count(symbol, "errors among \(rounds)") }
  static let pulses = Quantity(.observations, "N", "pump pulses", .input, unit: "pulse")
  static let duration = Quantity(.observations, "duration_s", "duration", .input, unit: "s")

  package static let phaseError = Quantity(
    .estimation, "phi", "phase-error fraction of the key rounds", .upperBound,
    column: .init("phase_error", "bound on the phase-error fraction"))
  static let phaseErrorX = Quantity(
    .estimation, "phi_X", "phase-error fraction of the key rounds, basis X", .upperBound)
  static let phaseErrorZ = Quantity(
    .estimation, "phi_Z", "phase-error fraction of the key rounds, basis Z", .upperBound)

  package static let siftedBits = Quantity(
    .keyLength, "sifted", "sifted key bits", .exact, unit: "bit", role: .siftedBits)
  package static let keyErrorRate = Quantity(
    .keyLength, "qber", "error rate of the key rounds", .exact, column: .init("error_rate", "error rate of the key"),
    role: .errorRate)
  static let entropy = Quantity(
    .keyLength, "entropy", "secret bits before anything is paid", .lowerBound, "PH-12", "photons sheet", unit: "bit")
  static let leakage = Quantity(.keyLength, "leak_EC", "announced by error correction", .estimate, "BB-35", unit: "bit")
  static let leastLeakage = Quantity(
    .keyLength, "leak_EC_min", "least leakage for these errors", .lowerBound, "BB-35b", "shannon sheet", unit: "bit")
  static let penalty = Quantity(
    .keyLength, "penalty", "hashing and verification", .exact, "PH-13", "photons sheet", unit: "bit")
  static let rawLength = Quantity(
    .keyLength, "length_raw", "secret bits before rounding", .lowerBound, "PH-13", "photons sheet", unit: "bit",
    role: .plainLength)
  static let length = Quantity(
    .keyLength, "length", "length of the secret key", .lowerBound, "PH-13", "photons sheet", unit: "bit",
    role: .length)
  static let perSecond = Quantity(
    .keyLength, "rate_per_s", "secret bits per second", .lowerBound, "PH-13", "photons sheet", unit: "bit/s")

  static var counts: [Quantity] {
    let names = [("nX", "mX"), ("nZ", "mZ"), ("n", "m"), ("k", "v"), ("kX", "vX"), ("kZ", "vZ")]
    return names.flatMap { [rounds($0.0), errors($0.1, among: $0.0)] }.flatMap { [$0, $0.given] } + [pulses, duration]
  }
  static var estimates: [Quantity] {
    [phaseError, phaseErrorX, phaseErrorZ].flatMap {
      $0.by(PairSampling.origins) + [$0.directed(.estimate).by(SamplingBound.none.origin)]
    }
  }
  static var key: [Quantity] {
    [siftedBits, keyErrorRate, entropy, leakage, leakage.directed(.input), leastLeakage, penalty]
      + [rawLength, length, perSecond].flatMap { [$0, $0.directed(.estimate)] } + RoundingCertificate.quantities
  }
}

extension PairFiniteKey {
  /// Every quantity from the counts to the key, with equation, source and direction.
  static func trace(
    _ counts: PairCounts, _ options: PairFiniteKeyOptions, _ e: PairEstimate<Double>, _ rule: ShannonRule, bits: Double
  ) -> [TraceEntry] {
    typealias Q = Quantities
    let isMeasured = counts.origin == .measured
    var list: [TraceEntry] = counts.named.flatMap { entry -> [TraceEntry] in
      let rounds = Q.rounds(entry.rounds)
      let errors = Q.errors(entry.errors, among: entry.rounds)
      return [
        (isMeasured ? rounds.given : rounds)(entry.sample.rounds),
        (isMeasured ? errors.given : errors)(entry.sample.errors),
      ]
    }
    if let pulses = counts.pulses { list.append(Q.pulses(pulses)) }
    if let duration = counts.durationSeconds { list.append(Q.duration(duration)) }
    let symbols = e.parts.count == 2 ? [Q.phaseErrorX, Q.phaseErrorZ] : [Q.phaseError]
    for (quantity, part) in zip(symbols, e.parts) {
      list.append(
        quantity.by(options.sampling.origin).directed(options.isInfiniteBlock ? .estimate : .upperBound)(
          part.phaseError.value, note: part.uncapped > 0.5 ? "capped at 1/2" : nil))
    }
    let sifted = counts.parts.reduce(0) { $0 + $1.key.rounds }
    let wrong = counts.parts.reduce(0) { $0 + $1.key.errors }
    let isStated = if case .measured = options.leakage { true } else { false }
    let direction: Quantity.Direction = options.isInfiniteBlock ? .estimate : .lowerBound
    list += [
      Q.siftedBits(sifted), Q.keyErrorRate(sifted > 0 ? wrong / sifted : 0.5), Q.entropy(e.entropy.value),
      (isStated ? Q.leakage.directed(.input) : Q.leakage)(e.leakage.value), Q.leastLeakage(rule.leastLeakage),
      Q.penalty(e.penalty.value), Q.rawLength.directed(direction)(e.rawLength), Q.length.directed(direction)(bits),
    ]
    if let duration = counts.durationSeconds { list.append(Q.perSecond.directed(direction)(bits / duration)) }
    return list
  }
}
