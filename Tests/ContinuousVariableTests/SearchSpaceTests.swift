// SPDX-License-Identifier: GPL-3.0-or-later
import ContinuousVariable
import KeyRateLinks
import KeyRateNumerics
import KeyRateOptimisation
import Testing

/// A search that starts where there is no key still finds it.
@Suite struct SearchSpaceTests {
  @Test func theAsymptoticOptimumOverDistance() throws {
    for km in [0.5, 50, 100, 200, 400] {
      let fibre = try #require(Fibre(lengthKm: km))
      for detection in Detection.allCases {
        let setup = QuadratureSetup(
          channel: fibre.transmittance, excessNoise: ExcessNoise(0.01), detection: detection, detectorEfficiency: 0.6,
          electronicNoise: 0.1)
        let options = ReconciliationOptions()
        let space = ModulationSearchSpace(modulation: nil)
        let found = try Optimiser.maximise(space.asymptoticProblem(link: LinkPrediction(setup), options: options))
        var best = 0.0
        for index in 0...3000 {
          let va = space.settings(at: [Double(index) / 3000]).modulationVariance
          best = max(best, try GaussianAnalysis.estimate(setup, modulation: va, options).rate)
        }
        #expect(best > 0 && found.value >= best * (1 - 1e-9), "\(km) km \(detection): \(found.value), grid \(best)")
      }
    }
  }

  /// 50 km and beyond: most of the box has no key, and near the cut-off only a corner of it.
  @Test func theFiniteOptimumNearTheCutOff() throws {
    for (km, n) in [(50.0, 1e10), (60, 1e10), (64, 1e10), (90, 1e11), (92, 1e11)] {
      let fibre = try #require(Fibre(lengthKm: km))
      let setup = QuadratureSetup(
        channel: fibre.transmittance, excessNoise: ExcessNoise(0.005), detection: .heterodyne,
        detectorEfficiency: 0.6, electronicNoise: 0.1)
      let space = ModulationSearchSpace(modulation: nil, mode: .sacrifice)
      let problem = try space.composableProblem(link: LinkPrediction(setup), symbols: n, options: ComposableOptions())
      let found = try Optimiser.maximise(problem)
      var best = -Double.infinity
      for i in 0...60 {
        for k in 0...60 { best = max(best, problem.objective([0.4 + 0.5 * Double(i) / 60, Double(k) / 60])) }
      }
      #expect(found.value >= best, "\(km) km: \(found.value), grid \(best)")
      #expect(found.value > 0, "\(km) km")
      // From every corner, so that no start of the problem's own is needed.
      let alone = SearchProblem(variables: problem.variables, starts: [[0, 0]], objective: problem.objective)
      #expect(try Optimiser.maximise(alone).value >= found.value * (1 - 1e-6), "\(km) km")
    }
  }

  /// The objective never lies flat where there is no key.
  @Test func noPlateauWithoutKey() throws {
    let fibre = try #require(Fibre(lengthKm: 120))
    let setup = QuadratureSetup(
      channel: fibre.transmittance, excessNoise: ExcessNoise(0.02), detection: .homodyne, detectorEfficiency: 0.6,
      electronicNoise: 0.1)
    let space = ModulationSearchSpace(modulation: nil, mode: .sacrifice)
    let problem = try space.composableProblem(link: LinkPrediction(setup), symbols: 1e8, options: ComposableOptions())
    for i in 1..<40 {
      for k in 1..<40 {
        let (x, y) = (Double(i) / 40, Double(k) / 40)
        let here = problem.objective([x, y])
        #expect(here < 0 && here.isFinite)
        let around = [problem.objective([x + 0.01, y]), problem.objective([x, y + 0.01])]
        #expect(around.contains { $0 != here }, "flat at \(x), \(y)")
      }
    }
  }

  @Test func qpskHasItsOptimumWhereThePaperHasIt() throws {
    let setup = try Builders.link(0.517, xi: 0.0047, .heterodyne, eta: 1, vel: 0, trust: .untrusted)
    let space = ConstellationSearchSpace(kind: .psk(states: 4), modulation: nil)
    let found = try Optimiser.maximise(
      space.problem(link: LinkPrediction(setup), options: ReconciliationOptions(), information: .exact))
    #expect(found.value >= 0.0322774351 * (1 - 1e-6))
    #expect(abs((space.settings(at: found.point).modulationVariance / 2).squareRoot() - 0.46785) < 1e-3)
  }

  @Test func tolerableNoiseIsWhereTheKeyEnds() throws {
    for va in [1.0, 5, 20] {
      var setup = try Builders.link()
      let noise = try #require(TolerableNoise.excess(setup, modulation: va, ReconciliationOptions()))
      for (factor, hasKey) in [(1 - 1e-9, true), (1 + 1e-9, false)] {
        setup.excessNoise = ExcessNoise(noise * factor)
        let raw = try GaussianAnalysis.estimate(setup, modulation: va, ReconciliationOptions()).rawRate
        #expect((raw > 0) == hasKey, "V_A \(va), factor \(factor): \(raw)")
      }
      let best = try #require(TolerableNoise.excess(setup, modulation: nil, ReconciliationOptions()))
      #expect(best >= noise)
    }
  }
}
