// SPDX-License-Identifier: GPL-3.0-or-later
import CertifiedSamples
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import ContinuousVariable

@Suite("Certified lengths")
struct CertifiedLengthTests {
  @Test("Never above the referee, doubles never above the interval, narrow for ordinary estimates")
  func property() throws {
    let samples = CertifiedTally.samples(120)
    let tally = try CertifiedTally(samples: samples, seed: 441) {
      try ContinuousVariableSamples.draw(&$0, releasing: $1)
    }
    for example in tally.examples { Issue.record("\(example)") }
    #expect(tally.withKey > samples / 8 && tally.widths.count > samples / 10)
    #expect(tally.costRatio < 100)
  }

  @Test("A result carries its interval; expected and refused estimates are not certified")
  func carried() throws {
    let setup = try Builders.link(0.4, xi: 0.01, .heterodyne, eta: 0.674, vel: 0.037)
    let options = ComposableOptions(cost: .efficiency(0.957))
    var e = QuadratureSimulation.estimates(
      setup, QuadratureSettings(modulationVariance: 5), symbols: 1e9, mode: .sacrifice)
    let expected = try ComposableKey.analyse(e, setup, options)
    #expect(expected.rounding.statement.hasPrefix("not certified: the estimates are expected ones"))
    e.origin = .measured
    let rate = try ComposableKey.analyse(e, setup, options)
    let length = try #require(rate.rounding.length)
    #expect(rate.lengthBits == wholeBits(length.raw.lower) && length.relativeWidth < 1e-9)
    #expect(rate.value("length_width") == length.width && length.straddled.isEmpty && length.conditions.isEmpty)
    e.slope = -0.1
    let refused = try ComposableKey.analyse(e, setup, options)
    #expect(refused.rounding.statement.hasPrefix("not certified: there is no length"))
  }

  @Test("Decisions within rounding are told: the noise of the receiver, the sign of the slope, the size of the block")
  func straddled() throws {
    let setup = try Builders.link(0.4, xi: 0, eta: 0.6, vel: 0.1)
    // Of all σ̂² near the receiver's own noise some make its enclosure contain that noise.
    var found = 0
    for k in 0..<200 {
      let freedom = 1 - 2 * (25.0 / 1e8).squareRoot()
      let e = ChannelEstimates(
        modulationVariance: 5, slope: 0.4, noiseVariance: 1.1 * freedom * (1 + Double(k - 100) * 1e-4),
        sumOfSquares: 5e8, pairs: 1e8, symbols: 2e8, keySymbols: 1e8, origin: .measured)
      let c = try ComposableAnalysis.enclosure(e, setup, ComposableOptions())
      found += c.straddled.count
    }
    #expect(found == 0)
    let quantiles = try EstimationQuantiles(2e-11)
    // Made to be hit: the noise is moved until the enclosure of σ² contains the floor.
    var low = 1.0
    var high = 1.2
    for _ in 0..<80 {
      let middle = (low + high) / 2
      let e = ChannelEstimates(
        modulationVariance: 5, slope: 0.4, noiseVariance: middle, sumOfSquares: 5e8, pairs: 1e8, symbols: 2e8,
        keySymbols: 1e8, origin: .measured)
      let region = try #require(ConfidenceRegion<Interval>.from(e, setup, quantiles))
      if region.noiseVariance.straddles(Interval(1.1)) {
        found += 1
        #expect(region.straddled == ["whether the noise exceeds that of the receiver"])
        break
      }
      if region.noiseVariance.upper < 1.1 { low = middle } else { high = middle }
    }
    #expect(found == 1)
  }
}

@Suite("A certified maximum")
struct CertifiedMaximumTests {
  @Test("Above every value and close to the largest, also with two maxima and at ends")
  func bounds() {
    func x(_ v: Double) -> Dual<Interval> { Dual(v) }
    let functions: [(String, (Dual<Interval>) -> Dual<Interval>, ClosedRange<Double>, Double)] = [
      ("x(1-x)", { $0 * (x(1) - $0) }, 0...1, 0.25),
      (
        "two maxima, the second 1e-6 higher",
        { t in
          let u = t * t - x(1)
          return x(1) - u * u + x(5e-7) * t
        }, -2...2, 1 + 5e-7
      ),
      ("rising", { Dual.log($0) }, 1...2, 0.6931471805599453),
      ("falling", { Dual.exp(-$0) }, 0...3, 1),
      ("entropy-like with infinite slope", { t in -(t * Dual.log(t)) }, 1e-300...0.9, 0.36787944117144233),
    ]
    for (name, f, range, largest) in functions {
      let seen =
        (0...64).map { k in
          f(Dual(range.lowerBound + (range.upperBound - range.lowerBound) * Double(k) / 64)).value.lower
        }.max() ?? 0
      let bound = CertifiedMaximum.bound(from: range.lowerBound, to: range.upperBound, seen: seen, f)
      #expect(bound >= largest, "\(name): \(bound)")
      #expect(bound <= largest * (1 + 1e-6), "\(name): \(bound)")
    }
    #expect(CertifiedMaximum.bound(from: 1, to: 0, seen: 0) { $0 } == .infinity)
  }

  @Test("Eve's largest information is not below what any point of the region has")
  func everyPoint() throws {
    var random = SplitMix64(seed: 442)
    for _ in 0..<25 {
      let setup = try Builders.link(&random)
      let va = random.logUniform(0.1, 100)
      let pairs = random.logUniform(1e4, 1e9).rounded()
      let e = ChannelEstimates(
        modulationVariance: va, slope: setup.slope, noiseVariance: setup.conditionalVariance, sumOfSquares: pairs * va,
        pairs: pairs, symbols: 2 * pairs, keySymbols: pairs, origin: .measured)
      guard let region = ConfidenceRegion<Interval>.from(e, setup, try EstimationQuantiles(2e-11)) else { continue }
      let worst = WorstCase(setup: setup, modulation: va)
      guard let chi = worst.holevo(over: region, isThorough: true) else { continue }
      let cap = Swift.min(1 + region.noise.lower / 2, region.highestTransmittance.lower)
      let low = region.lowestTransmittance.upper
      for k in 0...300 where cap > low {
        let tau = low + (cap - low) * Double(k) / 300
        let here = worst.holevo(DoubleDouble(tau), DoubleDouble(region.noise.lower))
        if (DoubleDouble(chi.upper) - here).approximation < 0 { Issue.record("\(tau): \(here) above \(chi): \(setup)") }
      }
      #expect(chi.width < 1e-9 * chi.upper + 1e-12, "\(chi) \(setup)")
    }
  }
}
