// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import BB84

@Suite("What a result may be used for (section 13), and its budget")
struct StatusTests {
  private let counts: Observations = {
    var counts = Example.twoDecoyCounts
    counts.pulses = 1e10
    return counts
  }()

  private func status(
    _ options: FiniteKeyOptions, _ counts: Observations? = nil, _ s: Settings = Example.twoDecoySettings
  ) throws -> AnalysisDescription {
    try FiniteKey.analyse(counts ?? self.counts, s, options).analysis
  }

  @Test("Certified: measured counts, measured leakage, known N, a sound analysis")
  func certified() throws {
    let leakage = ErrorCorrectionLeakage.measured(bits: 3e5)
    for statistics in [ConcentrationBound.kl, .hoeffding, .chernoff] {
      for sampling in [SamplingBound.kl, .serfling] {
        for composition in Composition.allCases {
          for penalty in HashingPenalty.allCases {
            let options = FiniteKeyOptions(
              statistics: statistics, sampling: sampling, composition: composition, penalty: penalty, leakage: leakage)
            #expect(try status(options).status == .certified)
          }
        }
      }
    }
    var one = Example.oneDecoyCounts
    one.pulses = 1e10
    #expect(try status(FiniteKeyOptions(leakage: leakage), one, Example.oneDecoySettings).status == .certified)
    #expect(try status(FiniteKeyOptions(countsVacuum: false, leakage: leakage)).status == .certified)
  }

  @Test("Planning: anything estimated or not proved; comparison only: anything as published")
  func others() throws {
    let leakage = ErrorCorrectionLeakage.measured(bits: 3e5)
    func expect(
      _ options: FiniteKeyOptions, _ wanted: SecurityStatus, _ reason: String, counts: Observations? = nil
    ) throws {
      let description = try status(options, counts)
      #expect(description.status == wanted)
      if !description.statusReasons.contains(where: { $0.contains(reason) }) {
        Issue.record("\(description.statusReasons) does not say \(reason)")
      }
    }
    try expect(FiniteKeyOptions(), .planning, "estimated, not measured")
    var unknown = counts
    unknown.pulses = nil
    try expect(FiniteKeyOptions(leakage: leakage), .planning, "number of pulses", counts: unknown)
    try expect(FiniteKeyOptions(sampling: .hyper, leakage: leakage), .planning, "hyper")
    try expect(FiniteKeyOptions(sampling: .exact, leakage: leakage), .planning, "exact")
    var expected = counts
    expected.origin = .expected
    try expect(FiniteKeyOptions(leakage: leakage), .planning, "expected ones", counts: expected)
    try expect(
      FiniteKeyOptions(statistics: ConcentrationBound.none, sampling: SamplingBound.none, leakage: leakage),
      .planning, "not composable", counts: expected)
    try expect(
      FiniteKeyOptions(sampling: SamplingBound.none, leakage: leakage), .planning, "not composable", counts: expected)
    try expect(FiniteKeyOptions(proof: .lim2014, leakage: leakage), .comparisonOnly, "lim2014")
    try expect(FiniteKeyOptions(proof: .lim2014, sampling: .kl, leakage: leakage), .comparisonOnly, "lim2014")
    try expect(FiniteKeyOptions(sampling: .limGamma, leakage: leakage), .comparisonOnly, "lim-gamma")
    try expect(FiniteKeyOptions(sampling: .yin2020, leakage: leakage), .comparisonOnly, "yin2020")
    let published = FiniteKeyOptions(proof: .rusca2018, leakage: leakage)
    #expect(try status(published, Example.oneDecoyCounts, Example.oneDecoySettings).status == .comparisonOnly)
  }

  @Test("Budgets add up to eps_sec, event by event")
  func budgets() throws {
    for (s, counts, tails, divisor) in [
      (Example.twoDecoySettings, Example.twoDecoyCounts, 13, 16.0),
      (Example.oneDecoySettings, Example.oneDecoyCounts, 11, 14),
    ] {
      for composition in Composition.allCases {
        let options = FiniteKeyOptions(composition: composition, secrecy: 3e-9)
        let budget = try #require(try FiniteKey.analyse(counts, s, options).failureBudget)
        #expect(relativeDifference(budget.total, 3e-9) < 1e-14)
        #expect(budget.secrecy == 3e-9 && budget.correctness == 1e-15)
        if composition == .linear {
          #expect(budget.items.map(\.count) == [tails, 1, 1])
          #expect(budget.items.map { $0.contribution * divisor / 3e-9 }.map { $0.rounded() } == [Double(tails), 2, 1])
          #expect(relativeDifference(budget.items[0].probabilityEach, 3e-9 / divisor) < 1e-15)
          #expect(relativeDifference(budget.items[1].probabilityEach, 9e-18 / divisor / divisor) < 1e-14)
        } else {
          let e = 1e-9
          #expect(budget.items.map(\.count) == [tails + 1, 1])
          #expect(relativeDifference(budget.items[0].probabilityEach, e * e / Double(tails + 1)) < 1e-14)
        }
      }
      // The epsilons of the table are those that the bounds were made with.
      let l: Double = FiniteKeyOptions(secrecy: 3e-9).tailLog(intensities: s.intensities.count)
      #expect(relativeDifference(exp(-l), 3e-9 / divisor) < 1e-13)
      let tup: Double = FiniteKeyOptions(composition: .tup24, secrecy: 3e-9).tailLog(intensities: s.intensities.count)
      #expect(relativeDifference(exp(-tup), 1e-18 / Double(tails + 1)) < 1e-13)
      let sampling: Double = FiniteKeyOptions(composition: .tup24, secrecy: 3e-9)
        .samplingLog(intensities: s.intensities.count)
      #expect(relativeDifference(exp(-2 * sampling), 1e-18 / Double(tails + 1)) < 1e-13)
    }
    // Published proofs sample with a = eps_sec/21 whatever the sampling bound (section 3).
    for (proof, intensities) in [(Proof.lim2014, 3), (.rusca2018, 2)] {
      for sampling in [SamplingBound.kl, .limGamma, .serfling] {
        let l: Double = FiniteKeyOptions(proof: proof, sampling: sampling).samplingLog(intensities: intensities)
        #expect(relativeDifference(exp(-l), 1e-10 / 21) < 1e-13)
      }
      let tail: Double = FiniteKeyOptions(proof: proof).tailLog(intensities: intensities)
      #expect(relativeDifference(exp(-tail), 1e-10 / (proof == .lim2014 ? 21 : 19)) < 1e-13)
    }
    let published = try FiniteKey.analyse(
      Example.twoDecoyCounts, Example.twoDecoySettings, FiniteKeyOptions(proof: .lim2014))
    #expect(relativeDifference(published.failureBudget?.total ?? 0, 1e-10) < 1e-14)
    #expect(published.failureBudget?.items.map(\.count) == [21])
    let one = try FiniteKey.analyse(
      Example.oneDecoyCounts, Example.oneDecoySettings, FiniteKeyOptions(proof: .rusca2018))
    #expect(relativeDifference(one.failureBudget?.total ?? 0, 1e-10) < 1e-14)
  }

  @Test("Penalties written out (BB-36 to BB-39, BB-45, BB-46)")
  func penalties() {
    func bits(_ o: FiniteKeyOptions, _ intensities: Int) -> Double { o.penaltyBits(intensities: intensities) }
    let eps = 1e-10
    let cor = log2(2 / 1e-15)
    #expect(relativeDifference(bits(FiniteKeyOptions(), 3), 2 * log2(16 / (2 * eps)) + cor) < 1e-14)
    #expect(relativeDifference(bits(FiniteKeyOptions(), 2), 2 * log2(14 / (2 * eps)) + cor) < 1e-14)
    #expect(
      relativeDifference(bits(FiniteKeyOptions(composition: .tup24), 3), 2 * log2(3 / (2 * eps)) + cor) < 1e-14)
    #expect(relativeDifference(bits(FiniteKeyOptions(penalty: .lim), 3), 6 * log2(21 / eps) + cor) < 1e-14)
    #expect(relativeDifference(bits(FiniteKeyOptions(proof: .lim2014), 3), 6 * log2(21 / eps) + cor) < 1e-14)
    #expect(relativeDifference(bits(FiniteKeyOptions(proof: .rusca2018), 2), 6 * log2(19 / eps) + cor) < 1e-14)
    #expect(bits(FiniteKeyOptions(statistics: ConcentrationBound.none), 3) == 0)
  }

  @Test("Names, options, trace and assumptions of a result")
  func description() throws {
    let rate = try FiniteKey.analyse(counts, Example.twoDecoySettings, FiniteKeyOptions())
    #expect(rate.analysis.calculation == "bb84.finite.two_decoy")
    #expect(rate.analysis.options.contains(.init("statistics", "kl")))
    #expect(rate.assumptions.contains { $0.contains("forward reconciliation") })
    #expect(rate.assumptions.count == 5)
    let reverse = try FiniteKey.analyse(counts, Example.twoDecoySettings, FiniteKeyOptions(countsVacuum: false))
    #expect(!reverse.assumptions.contains { $0.contains("forward reconciliation") })
    // Without the vacuum the key is shorter by exactly its bits.
    let vacuum = try #require(rate.value("sX0"))
    #expect(abs((rate.rawLengthBits ?? 0) - (reverse.rawLengthBits ?? 0) - vacuum) < 1e-6)
    #expect(relativeDifference(rate.ratePerPulse ?? 0, 837368 / 1e10) < 1e-15)
    #expect(rate.value("length") == rate.lengthBits && rate.value("N") == 1e10)
    #expect(rate.value("nX") == 2_739_267)
    // Directions in the trace: a lower bound must not be announced as an upper one.
    func direction(_ symbol: String) -> TraceEntry.Direction? { rate.trace.first { $0.symbol == symbol }?.direction }
    #expect(["sX0", "sX1", "sZ0", "sZ1", "length"].allSatisfy { direction($0) == .lowerBound })
    #expect(["vZ1", "phiX"].allSatisfy { direction($0) == .upperBound })
    #expect(direction("leak_EC") == .estimate && direction("nX[1]") == .input)
    #expect(rate.trace.first { $0.symbol == "vZ1" }?.note == "all errors but those of the vacuum")
    #expect(rate.trace.first { $0.symbol == "sZ1" }?.note == nil)
    let one = try FiniteKey.analyse(Example.oneDecoyCounts, Example.oneDecoySettings, FiniteKeyOptions())
    #expect(one.analysis.calculation == "bb84.finite.one_decoy" && one.value("leakPE") == 41)
    #expect(one.ratePerPulse == nil)
  }

  @Test("Warnings: high error rate, no errors, exchanged columns")
  func warnings() throws {
    func warnings(_ counts: Observations) throws -> [String] {
      try FiniteKey.analyse(counts, Example.twoDecoySettings, FiniteKeyOptions()).warnings
    }
    #expect(try warnings(counts).isEmpty)
    var c = counts
    c.keyErrors.signal = 400_000
    #expect(try warnings(c).contains { $0.contains("above 11 %") })
    c = counts
    c.keyErrors = ByIntensity(0, 0, 0)
    #expect(try warnings(c).contains { $0.contains("no errors in the key basis") })
    c = counts
    c.keyDetections.weakest = 200_000
    #expect(try warnings(c).contains { $0.contains("columns exchanged") })
    #expect(!Setup(channel: .one, backgroundProbability: 0.01).warnings.isEmpty)
    #expect(!Setup(channel: .one, afterpulseProbability: 0.2, afterpulses: .ownIntensity).warnings.isEmpty)
    #expect(Example.setup.warnings.isEmpty)
  }
}
