// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateTestSupport
import KeyRateLinks
import RealModule
import Testing

@testable import MDI

@Suite("Adaptive and memory-assisted links (sections 7 and 8)")
struct AdaptiveTests {
  private func link(_ eta: Double, _ source: PairSource = .ideal, bob: Double? = nil) -> AdaptiveSetup {
    AdaptiveSetup(
      arms: PerParty(
        alice: AdaptiveArm(arrival: eta, source: source), bob: AdaptiveArm(arrival: bob ?? eta, source: source)))
  }

  @Test("Ideal devices: a quarter of the smaller arm")
  func ideal() throws {
    for (a, b) in [(1.0, 1.0), (0.1, 0.1), (0.01, 0.3), (1e-6, 1e-4)] {
      let e = try AdaptiveAnalysis.estimate(link(a, bob: b), errorCorrectionEfficiency: 1)
      #expect(relativeDifference(e.rate, min(a, b) / 4) < 1e-12)
      #expect(e.phaseError == 0 && e.bitError == 0)
      #expect(relativeDifference(e.heralding.alice, a / 2) < 1e-12)
      let exchanged = try AdaptiveAnalysis.estimate(link(b, bob: a), errorCorrectionEfficiency: 1)
      #expect(relativeDifference(exchanged.rate, e.rate) < 1e-12)
    }
  }

  @Test("Beam splitter amplitudes are unitary (MDI-43)")
  func unitary() {
    for p in 0...2 {
      for q in 0...2 {
        for r in 0...(p + q) {
          let other = (r, p + q - r)
          let sum = (0...(p + q)).reduce(0.0) {
            $0 + BellMeasurement.amplitude($1, p, q) * BellMeasurement.amplitude($1, other.0, other.1)
          }
          #expect(abs(sum - (r == p ? 1 : 0)) < 1e-13)
        }
      }
    }
  }

  @Test("The closed form agrees with the full model where pairs are rare (MDI-48)")
  func closedForm() throws {
    let source = try PairSource(probabilities: [0.5 - 1e-5, 0.5, 1e-5])
    let full = try AdaptiveAnalysis.estimate(link(0.01, source), errorCorrectionEfficiency: 1)
    let closed = try SourceCondition.closedForm(onePair: 0.5, twoPairs: 1e-5, arrival: 0.01)
    #expect(relativeDifference(full.rate, closed.rate) < 2e-3 && closed.rate > full.rate)
    #expect(relativeDifference(full.pairing, closed.pairing) < 2e-3)
    #expect(SourceCondition.allowsKey(source, arrival: 0.01))
    #expect(!SourceCondition.allowsKey(source, arrival: 1e-5))
    let hopeless = try PairSource(probabilities: [0, 0.9, 0.1])
    #expect(try AdaptiveAnalysis.estimate(link(0.01, hopeless)).rate == 0)
  }

  @Test("Down-conversion never beats the repeaterless bound; one pair does from 15.35 dB")
  func crossing() throws {
    #expect(abs(SourceCondition.downConversionLimit - 0.006397476682883177) < 1e-12)
    let slope = 1 / Double.log(2)
    #expect(abs(SourceCondition.downConversionLimit / slope - 0.004434) < 1e-6)
    let full = try AdaptiveAnalysis.estimate(
      link(1e-5, PairSource(downConversion: 0.030913e-5)), errorCorrectionEfficiency: 1)
    #expect(relativeDifference(full.rate / 1e-10, SourceCondition.downConversionLimit) < 1e-3)
    guard
      case .beats(let from, let to) = try SourceCondition.crossing(
        link(1), emission: PerParty(both: 1), errorCorrectionEfficiency: 1)
    else {
      Issue.record("one pair always never wins")
      return
    }
    // R = sqrt(η)/4 meets −log2(1−η).
    let eta = Double.exp10(-from / 10)
    #expect(relativeDifference(eta.squareRoot() / 4, -Double.log2(1 - eta)) < 1e-4)
    #expect(abs(from - 15.353) < 0.001 && to == 200)
    let pdc = try SourceCondition.crossing(
      link(1, PairSource(downConversion: 1e-3)), emission: PerParty(both: 1), errorCorrectionEfficiency: 1)
    #expect(pdc == .never(upToDecibel: 200))
    guard
      case .beats(let first, let last) = try SourceCondition.crossing(
        link(1, PairSource(probabilities: [0, 0.9999, 1e-4])), emission: PerParty(both: 1),
        errorCorrectionEfficiency: 1)
    else {
      Issue.record("rare second pairs never win")
      return
    }
    #expect(first > 15 && first < 17 && last > 55 && last < 65)
  }

  @Test("The expected smaller count is that of a direct sum (MDI-46)")
  func expectedMinimum() {
    func pmf(_ m: Int, _ p: Double) -> [Double] {
      (0...m).map { k in
        let choose = (0..<k).reduce(1.0) { $0 * Double(m - $1) / Double($1 + 1) }
        return choose * Double.pow(p, Double(k)) * Double.pow(1 - p, Double(m - k))
      }
    }
    for (m, a, b) in [(1, 0.3, 0.6), (5, 0.1, 0.9), (40, 0.02, 0.03), (100, 0.5, 0.4)] {
      let (pa, pb) = (pmf(m, a), pmf(m, b))
      var direct = 0.0
      for i in 0...m { for j in 0...m { direct += pa[i] * pb[j] * Double(min(i, j)) } }
      let value = ExpectedMinimum.value(modes: m, heralding: PerParty(alice: a, bob: b))
      #expect(relativeDifference(value, direct) < 1e-11)
    }
    let many = ExpectedMinimum.value(modes: 1_000_000, heralding: PerParty(alice: 0.01, bob: 0.02)) / 1e6
    #expect(relativeDifference(many, 0.01) < 1e-9)
    #expect(ExpectedMinimum.value(modes: 7, heralding: PerParty(both: 1)) == 7)
    #expect(ExpectedMinimum.value(modes: 7, heralding: PerParty(alice: 0, bob: 1)) == 0)
  }

  @Test("Memories load one after the other (MDI-49)")
  func memories() throws {
    let p = PerParty(alice: 0.2, bob: 0.05)
    // E[max] by summing P(max > k).
    let mean = (0..<5000).reduce(0.0) {
      $0 + 1 - (1 - Double.pow(0.8, Double($1))) * (1 - Double.pow(0.95, Double($1)))
    }
    #expect(relativeDifference(try MemoryAssisted.pairsPerAttempt(loading: p, measurement: 0.5), 0.5 / mean) < 1e-9)
    #expect(try MemoryAssisted.pairsPerAttempt(loading: PerParty(both: 1), measurement: 0.5) == 0.5)
    #expect(try MemoryAssisted.pairsPerAttempt(loading: PerParty(alice: 0, bob: 1), measurement: 0.5) == 0)
    #expect(throws: (any Error).self) {
      try MemoryAssisted.pairsPerAttempt(loading: PerParty(both: 2), measurement: 0.5)
    }
  }

  @Test("Sources that cannot be are refused, and what is left out is told")
  func sources() throws {
    #expect(throws: (any Error).self) { try PairSource(probabilities: [0.5, 0.6, 0]) }
    #expect(throws: (any Error).self) { try PairSource(probabilities: [1, 0]) }
    #expect(throws: (any Error).self) { try PairSource(probabilities: [1.5, -0.5, 0]) }
    #expect(throws: (any Error).self) { try PairSource(downConversion: 1.5) }
    #expect(try PairSource(downConversion: 1e-4).warnings.isEmpty)
    #expect(try !PairSource(downConversion: 0.1).warnings.isEmpty)
    #expect(throws: (any Error).self) {
      try AdaptiveSetup(arms: link(0.1).arms, modes: 0).validate()
    }
  }
}
