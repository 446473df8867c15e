// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import BB84

@Suite("Published claims (section 9)")
struct PublishedClaimsTests {
  /// A pattern search: steps along every axis, halved where none helps. Enough to stand within a
  /// thousandth of the optimum of these smooth problems; the optimiser proper has tests of its own.
  private func maximised(_ problem: SearchProblem, from neighbour: [Double]? = nil) -> (value: Double, point: [Double])
  {
    var best = (value: -Double.infinity, point: [Double]())
    for start in problem.starts + (neighbour.map { [$0] } ?? []) {
      var point = start
      var value = problem.objective(point)
      var step = 0.1
      while step > 5e-4 {
        var improved = false
        for axis in point.indices {
          for sign in [1.0, -1] {
            var trial = point
            trial[axis] = min(1, max(0, trial[axis] + sign * step))
            let got = problem.objective(trial)
            if got > value {
              (point, value, improved) = (trial, got, true)
            }
          }
        }
        if !improved { step /= 2 }
      }
      if value > best.value { best = (value, point) }
    }
    return best
  }

  private func lim14(km: Double) -> Setup {
    Setup(
      model: .lim2014, channel: Fibre(lengthKm: km)?.transmittance ?? .one, detectorEfficiency: transmittance(0.1),
      backgroundProbability: 6e-7, misalignment: 5e-3, afterpulseProbability: 0.04)
  }

  @Test("Lim et al. 2014: blocks of 1e9 against 1e7 at 100 km, and the reach of 1e4")
  func lim2014() {
    var options = FiniteKeyOptions(proof: .lim2014, correctness: 1e-15)
    options.secrecyPerBit = 1e-15
    let free = SearchSpace(
      PartialSettings(
        intensities: ByIntensity(nil, nil, .some(2e-4)), probabilities: ByIntensity(nil, nil, .some(nil)),
        keyBasisProbability: nil))
    func best(_ km: Double, _ block: Double, from neighbour: [Double]? = nil) -> (value: Double, point: [Double]) {
      maximised(
        free.problem(setup: lim14(km: km), block: .keyBasisDetections(block), options: options), from: neighbour)
    }
    let large = best(100, 1e9).value
    let medium = best(100, 1e7).value
    // The text says about 1.75; the printed form gives 1.79.
    if abs(large / medium - 1.79) > 0.01 { Issue.record("ratio \(large / medium): \(large), \(medium)") }
    var (small, point) = best(100, 1e4)
    if relativeDifference(small, 9.9e-7) > 0.05 { Issue.record("n_X = 1e4 at 100 km: \(small)") }
    // Along the distance, each optimum the next start: the region with key is small near its end.
    // The paper reaches about 135 km, the sheet about 130.
    for km in stride(from: 105.0, through: 140, by: 5) {
      (small, point) = best(km, 1e4, from: point)
      if km <= 125, !(small > 0) { Issue.record("n_X = 1e4: no key at \(km) km") }
      if km >= 140, small > 0 { Issue.record("n_X = 1e4: key \(small) at \(km) km") }
    }
  }

  @Test("Micius 2017: plausible sifted bits, error rate and key")
  func micius() throws {
    let setup = Setup(
      channel: transmittance(3.1e-4), backgroundProbability: 2.5e-7, misalignment: 0.0102)
    let s = settings([0.8, 0.1, 0], [0.5, 0.25, 0.25], pX: 0.5)
    let counts = Simulation.observations(setup, s, block: .pulses(273e8))
    let sifted = counts.keyDetections.signal + counts.testDetections.signal
    #expect(relativeDifference(sifted, 1.70e6) < 5e-3)
    let errorRate = counts.keyErrors.signal / counts.keyDetections.signal
    #expect(abs(errorRate - 0.0112) < 5e-5)
    func bothBases(_ statistics: ConcentrationBound) throws -> Double {
      2 * (try FiniteKey.analyse(counts, s, FiniteKeyOptions(statistics: statistics, secrecy: 1e-9)).lengthBits ?? 0)
    }
    let hoeffding = try bothBases(.hoeffding)
    let kl = try bothBases(.kl)
    if relativeDifference(hoeffding, 3.3e5) > 0.015 || relativeDifference(kl, 4.5e5) > 0.015 {
      Issue.record("\(hoeffding) and \(kl) bits")
    }
    #expect(hoeffding > 300_939)
  }

  @Test("Boaron et al. 2018: no published rate is above what the model can give")
  func boaron() throws {
    // Loss in dB, block, error rate in percent, bit/s, and the share of the optimised rate that the
    // sheet finds. The detectors are assumed; the whole error rate is taken as misalignment, which
    // near the end of the reach, where dark counts make most of it, lowers the optimum.
    let rows: [(Double, Double, Double, Double, Double)] = [
      (42.7, 8.2e6, 0.5, 4900, 0.54), (51.3, 8.2e6, 0.4, 790, 0.59), (60.6, 6.2e6, 0.7, 62, 0.47),
      (69.3, 4.1e5, 1.0, 6.5, 0.75), (71.9, 2.0e5, 2.1, 0.25, 0.10),
    ]
    for (loss, block, percent, published, share) in rows {
      let setup = Setup(
        model: .rusca2018, channel: transmittance(lossDecibel: loss), detectorEfficiency: transmittance(0.45),
        backgroundProbability: 1.2e-10, misalignment: percent / 100)
      let free = SearchSpace(
        PartialSettings(
          intensities: ByIntensity(nil, nil), probabilities: ByIntensity(nil, nil), keyBasisProbability: nil))
      let options = FiniteKeyOptions(proof: .rusca2018Clipped, secrecy: 1e-9, correctness: 1e-15)
      let best =
        2.5e9
        * maximised(
          free.problem(setup: setup, block: .keyBasisDetections(block), options: options)
        ).value
      let label = "\(loss) dB: \(published / best) of the optimised rate, the sheet finds \(share)"
      if published >= best { Issue.record("\(label): a finding") }
      if abs(published / best - share) > (loss < 55 ? 0.006 : 0.12) { Issue.record("\(label)") }
    }
  }
}
