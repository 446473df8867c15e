// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension PairFiniteKey {
  /// Every quantity from the counts to the key, with equation, source and direction.
  static func trace(
    _ counts: PairCounts, _ options: PairFiniteKeyOptions, _ e: PairEstimate<Double>, _ rule: ShannonRule, bits: Double
  ) -> [TraceEntry] {
    let isMeasured = counts.origin == .measured
    let countDirection: TraceEntry.Direction = isMeasured ? .input : .expectation
    var list: [TraceEntry] = []
    for entry in counts.named {
      list.append(
        .init(
          .observations, entry.rounds, meaning(entry.rounds), entry.sample.rounds, unit: "counts",
          equation: isMeasured ? "" : "PH-18", direction: countDirection))
      list.append(
        .init(
          .observations, entry.errors, "errors among \(entry.rounds)", entry.sample.errors, unit: "counts",
          equation: isMeasured ? "" : "PH-18", direction: countDirection))
    }
    if let pulses = counts.pulses {
      list.append(.init(.observations, "N", "pump pulses", pulses, unit: "pulse", direction: .input))
    }
    if let duration = counts.durationSeconds {
      list.append(.init(.observations, "duration_s", "duration", duration, unit: "s", direction: .input))
    }
    let symbols = e.parts.count == 2 ? ["phi_X", "phi_Z"] : ["phi"]
    for (symbol, part) in zip(symbols, e.parts) {
      list.append(
        .init(
          .estimation, symbol, "phase-error fraction of the key rounds", part.phaseError.value,
          equation: options.sampling.equation, source: options.sampling.source,
          direction: options.isInfiniteBlock ? .estimate : .upperBound,
          note: part.uncapped > 0.5 ? "capped at 1/2" : nil))
    }
    func add(
      _ symbol: String, _ meaning: String, _ value: Double, _ equation: String, _ source: String,
      _ direction: TraceEntry.Direction, unit: String = "bit"
    ) {
      list.append(
        .init(
          .keyLength, symbol, meaning, value, unit: unit, equation: equation, source: source, direction: direction))
    }
    add("entropy", "secret bits before anything is paid", e.entropy.value, "PH-12", "photons sheet", .lowerBound)
    var leakageDirection = TraceEntry.Direction.estimate
    if case .measured = options.leakage { leakageDirection = .input }
    add("leak_EC", "announced by error correction", e.leakage.value, "BB-35", "", leakageDirection)
    add("leak_EC_min", "least leakage for these errors", rule.leastLeakage, "BB-35b", "shannon sheet", .lowerBound)
    add("penalty", "hashing and verification", e.penalty.value, "PH-13", "photons sheet", .exact)
    let direction: TraceEntry.Direction = options.isInfiniteBlock ? .estimate : .lowerBound
    add("length_raw", "secret bits before rounding", e.rawLength, "PH-13", "photons sheet", direction)
    add("length", "length of the secret key", bits, "PH-13", "photons sheet", direction)
    if let duration = counts.durationSeconds {
      add("rate_per_s", "secret bits per second", bits / duration, "PH-13", "photons sheet", direction, unit: "bit/s")
    }
    return list
  }

  private static func meaning(_ symbol: String) -> String {
    switch symbol {
    case "nX": "key rounds, basis X"
    case "nZ": "rounds of basis Z"
    case "n": "key rounds of both bases"
    case "k": "disclosed rounds of both bases"
    case "kX": "disclosed rounds, basis X"
    default: "disclosed rounds, basis Z"
    }
  }
}
