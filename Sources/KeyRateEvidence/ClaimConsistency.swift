// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateSecurity

/// Tests of what a claim says against itself, before anything is computed from it.
enum ClaimConsistency {
  /// Relative difference that rounding of a stated number may make.
  static let rounding = 0.005

  static func findings(_ claim: ClaimFile) -> [Finding] {
    var list = corrections(claim) + budget(claim) + sources(claim) + clocks(claim) + counts(claim)
    let bare = ClaimCounts(claim)
    list += sifting(claim) + unlimitedBlocks(claim)
    list += lengths(claim, bare) + leakage(claim, bare) + plausibility(claim)
    return list
  }

  /// Values that cannot be.
  private static func corrections(_ claim: ClaimFile) -> [Finding] {
    let key = SecurityKeys.errorCorrectionEfficiency.path
    guard let f = claim.number(key) else { return [] }
    guard let wrong = claim.corrections.first(where: { $0.key == key }) else {
      return [
        Finding(
          "error_correction_efficiency", "error correction announces at least the entropy of the errors", expected: 1,
          observed: f, .passed, "f_EC is at least 1")
      ]
    }
    return [
      Finding(
        "error_correction_efficiency", "error correction announces at least the entropy of the errors",
        expected: wrong.used, observed: wrong.given, residual: wrong.given - wrong.used, .violated,
        "\(key) = \(wrong.given.words): \(wrong.reason)")
    ]
  }

  /// The claimed failure budget.
  private static func budget(_ claim: ClaimFile) -> [Finding] {
    var list: [Finding] = []
    let statement = claim.statement
    if !claim.failures.isEmpty {
      let sum = claim.failures.reduce(0) { $0 + Double($1.count) * $1.probability }
      if let secrecy = statement.secrecy {
        let isOver = sum > secrecy * (1 + 1e-9)
        list.append(
          Finding(
            "failure_budget", "the claimed failure probabilities sum to the secrecy parameter at most",
            expected: secrecy, observed: sum, residual: sum / secrecy - 1, isOver ? .violated : .passed,
            isOver
              ? "the [[failure]] lines sum to \(sum.words), security.secrecy = \(secrecy.words)"
              : "the [[failure]] lines sum to \(sum.words)"))
      } else {
        list.append(
          Finding(
            "failure_budget", "the claimed failure probabilities sum to the secrecy parameter at most", observed: sum,
            .notTested, "security.secrecy is not stated"))
      }
    }
    if let total = statement.totalFailureProbability, let secrecy = statement.secrecy,
      let correctness = statement.correctness
    {
      let sum = secrecy + correctness
      let isOver = sum > total * (1 + 1e-9)
      list.append(
        Finding(
          "total_failure", "secrecy and correctness sum to the claimed total at most", expected: total, observed: sum,
          residual: sum / total - 1, isOver ? .violated : .passed,
          isOver
            ? "eps_sec + eps_cor = \(sum.words) exceeds claim.total_failure_probability = \(total.words)"
            : "eps_sec + eps_cor = \(sum.words)"))
    }
    return list
  }

  /// Values that certificates and data sheets repeat in their own unit.
  private static func sources(_ claim: ClaimFile) -> [Finding] {
    claim.evidence.compactMap { evidence in
      guard let stated = evidence.stated, let converted = evidence.convertedValue else { return nil }
      let allowance = max(evidence.uncertainty ?? 0, rounding * abs(converted), 1e-300)
      let difference = evidence.value - converted
      let isWrong = abs(difference) > allowance
      return Finding(
        "source_of_\(evidence.key)", "\(evidence.key) is what its \(evidence.source) states", expected: converted,
        observed: evidence.value, residual: difference / allowance, isWrong ? .violated : .passed,
        isWrong
          ? "the \(evidence.source) states \(stated.value.words) \(stated.unit.rawValue), which is \(converted.words) in the unit of \(evidence.key); the claim uses \(evidence.value.words): is the unit wrong?"
          : "the \(evidence.source) states \(stated.value.words) \(stated.unit.rawValue)")
    }
  }

  /// Clocks, times and numbers of pulses.
  private static func clocks(_ claim: ClaimFile) -> [Finding] {
    var list: [Finding] = []
    func compare(_ id: String, _ test: String, _ expected: Double, _ observed: Double, _ unit: String, _ words: String)
    {
      let residual = observed / expected - 1
      list.append(
        Finding(
          id, test, expected: expected, observed: observed, unit: unit, residual: residual,
          abs(residual) > 2 * rounding ? .violated : .passed, words))
    }
    if let own = claim.number(ClaimKeys.clockHz.path), let source = claim.number(SourceKeys.repetitionRateHz.path) {
      compare(
        "clock", "the clock of the claim is that of the source", source, own, "Hz",
        "claim.clock_hz = \(own.words), source.repetition_rate_hz = \(source.words)")
    }
    let statement = claim.statement
    if let time = statement.acquisitionTimeSeconds, let rate = statement.pulsesPerSecond(ifUnstated: nil),
      let pulses = statement.pulses
    {
      compare(
        "pulses", "the number of pulses is time × clock × duty cycle", time * rate, pulses, "pulse",
        "claim.acquisition_time_s × clock × claim.duty_cycle = \((time * rate).words), the claim counts \(pulses.words) pulses"
      )
    }
    let plan = claim.number(SecurityKeys.pulses.path) ?? claim.number(SecurityKeys.symbols.path)
    if let plan, let counted = claim.number(CountsKeys.pulses.path) ?? claim.number(CountsKeys.symbols.path) {
      compare(
        "block", "the number of pulses of the run is that of the claim", plan, counted, "pulse",
        "security gives \(plan.words) pulses, counts \(counted.words)")
    }
    return list
  }

  /// A sifting factor that is too small would shrink what is claimed for every emitted pulse.
  private static func sifting(_ claim: ClaimFile) -> [Finding] {
    guard let stated = claim.statement.siftingFactor else { return [] }
    func value(_ key: String) -> Double? { claim.number(key) }
    let basis = value(SourceKeys.keyBasisProbability.path).map {
      $0 * (value(DetectorKeys.keyBasisProbability.path) ?? $0)
    }
    let mode = value(SourceKeys.keyModeProbability.path).map {
      $0 * (value(SourceKeys.bobKeyModeProbability.path) ?? $0)
    }
    let test = "claim.sifting_factor is that of the stated settings"
    guard let expected = value(SecurityKeys.siftingFactor.path) ?? basis ?? mode else {
      return [
        Finding(
          "sifting_factor", test, observed: stated, .doubtful,
          "the settings that it follows from are not stated, so that nobody can tell what the claim is per emitted pulse"
        )
      ]
    }
    let residual = stated / expected - 1
    return [
      Finding(
        "sifting_factor", test, expected: expected, observed: stated, residual: residual,
        abs(residual) > 2 * rounding ? .violated : .passed,
        "the stated settings leave \(expected.words) of the pulses, the claim says \(stated.words)")
    ]
  }

  /// A key of a certain length needs an analysis of finite blocks.
  private static func unlimitedBlocks(_ claim: ClaimFile) -> [Finding] {
    guard claim.statement.quantity == .lengthBits, !claim.isFinite else { return [] }
    return [
      Finding(
        "unlimited_blocks", "a key of finite length rests on an analysis of finite blocks", .doubtful,
        "security.analysis is one for unlimited blocks: it says nothing about a key of \((claim.statement.value ?? 0).words) bit"
      )
    ]
  }

  /// Lengths against what they are made from.
  static func lengths(_ claim: ClaimFile, _ counts: ClaimCounts) -> [Finding] {
    let statement = claim.statement
    let sifted = counts.siftedBits ?? statement.siftedBits ?? claim.number(SecurityKeys.keyBlockSize.path)
    let source = counts.siftedBits != nil ? "the counts" : "the claim"
    guard let sifted, let length = CountsArgument.claimedLength(claim, pulses: nil) else { return [] }
    let isOver = length > sifted
    return [
      Finding(
        "length", "the key is not longer than the bits it is made from", expected: sifted, observed: length,
        unit: "bit", residual: length / max(sifted, 1) - 1, isOver ? .violated : .passed,
        isOver
          ? "a key of \(length.words) bit is claimed, from \(sifted.words) detections or sifted bits (\(source))"
          : "\(length.words) of \(sifted.words) sifted bits")
    ]
  }

  /// Measured leakage against the least that the errors allow, with the classes that the claim gives (R9).
  ///
  /// Never a contradiction: rounds that a decoder can tell apart may need fewer bits than all of them together, and a
  /// proof needs only that every bit is counted.
  static func leakage(_ claim: ClaimFile, _ counts: ClaimCounts) -> [Finding] {
    guard let leak = claim.number(CountsKeys.errorCorrectionLeakBits.path), let n = counts.siftedBits,
      let m = counts.errors, n > 0, m <= n
    else { return [] }
    // A correctness that is not stated is read in the claimant's favour (R6).
    let rule = ShannonRule(classes(claim, n, m), correctness: claim.statement.correctness ?? 0.999)
    let needed = rule.leastLeakage
    let isLow = rule.refutes(leak)
    return [
      Finding(
        "leakage", "error correction announced what the errors need at least", expected: needed, observed: leak,
        unit: "bit", residual: needed > 0 ? leak / needed - 1 : 0, isLow ? .doubtful : .passed,
        isLow
          ? "counts.error_correction_leak_bits = \(leak.words) bit, but \(m.words) errors in \(n.words) bits need \(needed.words) bit (Shannon's limit): were all parities counted? Or give the counts for each class"
          : "f_EC = \((needed > 0 ? leak / needed : .infinity).words)")
    ]
  }

  /// Rounds whose errors were counted apart; one class of all where they were not.
  private static func classes(_ claim: ClaimFile, _ n: Double, _ m: Double) -> [ShannonRule.Class] {
    let one = [ShannonRule.Class(rounds: n, errors: m)]
    guard let all = claim.numbers(CountsKeys.keyBasisDetections), let wrong = claim.numbers(CountsKeys.keyBasisErrors),
      all.count == wrong.count, zip(all, wrong).allSatisfy({ $0 >= $1 })
    else { return one }
    return zip(all, wrong).map { .init(rounds: $0, errors: $1) }
  }

  /// Dark counts per second that no detector has.
  private static func plausibility(_ claim: ClaimFile) -> [Finding] {
    let gate = claim.numberInForce(DetectorKeys.gateS.path) ?? claim.statement.clockHz.map { 1 / $0 }
    for key in [
      DetectorKeys.darkCountRateHz.path, DetectorKeys.darkCountProbability.path,
      DetectorKeys.backgroundProbability.path,
    ] {
      guard let value = claim.number(key), value > 0 else { continue }
      let rate = key.hasSuffix("_hz") ? value : gate.map { value / $0 }
      guard let rate else { continue }
      let isOdd = rate < 1e-3 || rate > 1e7
      return [
        Finding(
          "dark_counts", "the dark counts are those of a detector", observed: rate, unit: "1/s",
          isOdd ? .doubtful : .passed,
          isOdd
            ? "\(key) = \(value.words) means \(rate.words) dark counts per second; detectors have about 1e-3 to 1e7: is the unit wrong?"
            : "\(rate.words) per second")
      ]
    }
    return []
  }
}
