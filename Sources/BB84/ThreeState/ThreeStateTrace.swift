// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension Quantities {
  private static let threeStateSheet = "derived in the bb84 sheet, section 5b"
  static let testPlusSingle = Quantity(
    .estimation, "tP1", "single photons sent and found as +", .lowerBound, "BB-74, BB-75", threeStateSheet,
    unit: "counts")
  static let testMinusSingle = Quantity(
    .estimation, "tM1", "single photons sent as + and found as -", .upperBound, "BB-74, BB-75", threeStateSheet,
    unit: "counts")
  static let mixedSingle = Quantity(
    .estimation, "kP1", "single photons of the key states found as +", .upperBound, "BB-74, BB-75", threeStateSheet,
    unit: "counts")
  static let phaseErrorCount = Quantity(
    .estimation, "E_phase", "phase errors of the key", .upperBound, "BB-73", threeStateSheet, unit: "counts")
  static let threeStateOrigin = Quantity.Origin("BB-76", threeStateSheet)
  static let threeStateLists = [
    ("tP", "outcome +, test basis"), ("tM", "outcome -, test basis"),
    ("kP", "outcome +, key states in the test basis"),
  ]

  static var threeState: [Quantity] {
    threeStateLists.flatMap { [count($0, "‹k›"), count($0, "‹k›").given] } + [
      testPlusSingle, testMinusSingle, mixedSingle, phaseErrorCount, phaseError.by(.init("BB-73", threeStateSheet)),
      penalty.by(threeStateOrigin), rawLength.by(threeStateOrigin), length.by(threeStateOrigin),
    ]
  }
}

extension ThreeStateKey {
  /// Every quantity from the counts to the key, with equation, source and direction.
  static func trace(
    _ counts: ThreeStateCounts, _ settings: Settings, _ options: FiniteKeyOptions, _ e: ThreeStateEstimate<Double>,
    bits: Double
  ) -> [TraceEntry] {
    typealias Q = Quantities
    let key = e.key
    let seen = counts.observations
    let by = DecoyOrigins.of(decoys: settings.intensities.count - 1, .sound)
    let measured = seen.origin == .measured
    let lists = zip(Q.threeStateLists, [counts.testPlus, counts.testMinus, counts.mixedPlus])
    let classes = lists.flatMap { list, values in
      values.list.enumerated().map { k, value in
        let expected = Q.count(list, "\(k + 1)")
        return (measured ? expected.given : expected)(value)
      }
    }
    let errors = seen.keyErrorTotal.map { [Q.keyErrorTotal($0)] } ?? []
    let keyCounts = zip([Q.countLists[0], Q.countLists[1]], [seen.keyDetections, seen.keyErrors]).flatMap {
      list, values in
      list.0 == "mX" && seen.keyErrorTotal != nil
        ? errors
        : values.list.enumerated().map { k, value in
          let expected = Q.count(list, "\(k + 1)")
          return (measured ? expected.given : expected)(value)
        }
    }
    let isMeasuredLeak = if case .measured = options.leakage { true } else { false }
    let origin = options.isInfiniteBlock ? Quantity.Origin("BB-16", "limit of infinite blocks") : Q.threeStateOrigin
    let rest: [TraceEntry?] = [
      Q.emptyPulses.by(by.emptyPulses)(key.tau0), Q.singlePulses.by(by.emptyPulses)(key.tau1),
      Q.keyVacuum.by(by.vacuum)(key.keyVacuum.value), key.keyVacuumUpper.map { Q.keyVacuumUpper($0.value) },
      Q.keySingle.by(by.singlePhotons)(key.keySingle.value), Q.testPlusSingle(key.testSingle.value),
      Q.testMinusSingle(key.testErrors.value), Q.mixedSingle(e.mixedSingle.value),
      Q.phaseErrorCount(e.phaseErrors.value), options.isInfiniteBlock ? nil : Q.contradiction(key.contradicts ? 1 : 0),
      Q.phaseError.by(.init("BB-73", "derived in the bb84 sheet, section 5b"))(
        key.phaseError.value, note: key.clamps.note(.phaseError, "capped at 1/2")),
      Q.siftedBits(key.detections), Q.keyErrorRate(key.detections > 0 ? key.errors / key.detections : 0),
      (isMeasuredLeak ? Q.leakage.directed(.input) : Q.leakage)(key.leakage.value),
      key.shannon.map { Q.leastLeakage($0.leastLeakage) }, Q.announcement(key.announcement),
      Q.penalty.by(origin)(key.penalty.value), Q.rawLength.by(origin)(key.rawLength), Q.length.by(origin)(bits),
    ]
    let pulses = seen.pulses.map { [Q.pulses($0)] } ?? []
    return settings.trace + settings.basisTrace + pulses + keyCounts + classes + rest.compactMap { $0 }
  }
}
