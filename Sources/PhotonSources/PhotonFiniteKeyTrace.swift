// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension PhotonFiniteKey {
  /// Every quantity from the counts to the key, with equation, source and direction.
  static func trace(
    _ counts: PhotonCounts, _ settings: PhotonSettings, _ limit: MultiphotonLimit, _ options: PhotonFiniteKeyOptions,
    _ e: PhotonEstimate<Double>, _ rule: ShannonRule, bits: Double
  ) -> [TraceEntry] {
    let sheet = "photons sheet"
    var list: [TraceEntry] = [
      .init(
        .settings, "pX", "key basis, Alice", settings.keyBasisProbability, direction: .input),
      .init(.settings, "pX_bob", "key basis, Bob", settings.bobKeyBasisProbability, direction: .input),
    ]
    list += counts.origin.trace(
      [
        ("nX", "detections, key basis", counts.key.detections), ("mX", "errors, key basis", counts.key.errors),
        ("nZ", "detections, test basis", counts.test.detections), ("mZ", "errors, test basis", counts.test.errors),
        ("N", "triggers", counts.triggers),
      ])
    func add(
      _ symbol: String, _ meaning: String, _ value: Double, _ equation: String, _ direction: TraceEntry.Direction,
      unit: String = "counts", note: String? = nil
    ) {
      list.append(
        .init(
          .estimation, symbol, meaning, value, unit: unit, equation: equation, source: sheet, direction: direction,
          note: note))
    }
    add("p_multi", "two photons or more", e.multiphoton.value, limit.equation, .upperBound, unit: "")
    add("M_X", "multi-photon triggers, key basis", e.keyMultiphoton.value, "PH-37", .upperBound)
    add("M_Z", "multi-photon triggers, test basis", e.testMultiphoton.value, "PH-37", .upperBound)
    let keyNote = e.keyRestFraction < 0 ? "not below 0" : nil
    let testNote = e.testRestFraction < 0 ? "not below 0" : nil
    add("sX", "detections of at most one photon, key basis", e.keyRest.value, "PH-38", .lowerBound, note: keyNote)
    add("sZ", "detections of at most one photon, test basis", e.testRest.value, "PH-38", .lowerBound, note: testNote)
    add("v", "errors among these, test basis", e.testErrors.value, "PH-38", .upperBound)
    return list + options.keyTrace(e, rule, bits: bits, lengthEquation: "PH-38")
  }
}

extension PhotonCountsOrigin {
  /// Counts for a trace.
  func trace(_ counts: [(String, String, Double)]) -> [TraceEntry] {
    counts.map {
      TraceEntry(
        .observations, $0.0, $0.1, $0.2, unit: "counts", equation: self == .measured ? "" : "PH-36",
        direction: self == .measured ? .input : .expectation)
    }
  }
}

extension PhotonFiniteKeyOptions {
  /// From φ to the length.
  func keyTrace(
    _ e: PhotonEstimate<Double>, _ rule: ShannonRule, bits: Double, lengthEquation: String
  ) -> [TraceEntry] {
    let sheet = "photons sheet"
    let direction: TraceEntry.Direction = isInfiniteBlock ? .estimate : .lowerBound
    var leakageDirection = TraceEntry.Direction.estimate
    if case .measured = leakage { leakageDirection = .input }
    return [
      .init(
        .estimation, "phi", "phase-error fraction of the key", e.phaseError.value, equation: sampling.origin.equation,
        source: sampling.origin.source, direction: isInfiniteBlock ? .estimate : .upperBound,
        note: e.phaseErrorUncapped > 0.5 ? "capped at 1/2" : nil),
      .init(
        .keyLength, "leak_EC", "announced by error correction", e.leakage.value, unit: "bit", equation: "BB-35",
        direction: leakageDirection),
      .init(
        .keyLength, "leak_EC_min", "least leakage for these errors", rule.leastLeakage, unit: "bit",
        equation: "BB-35b", source: "shannon sheet", direction: .lowerBound),
      .init(
        .keyLength, "penalty", "hashing and verification", e.penalty.value, unit: "bit", equation: lengthEquation,
        source: sheet, direction: .exact),
      .init(
        .keyLength, "length_raw", "secret bits before rounding", e.rawLength, unit: "bit", equation: lengthEquation,
        source: sheet, direction: direction),
      .init(
        .keyLength, "length", "length of the secret key", bits, unit: "bit", equation: lengthEquation, source: sheet,
        direction: direction),
    ]
  }
}
