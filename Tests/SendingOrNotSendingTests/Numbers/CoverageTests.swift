// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import RealModule
import Testing

@testable import SendingOrNotSending

/// Runs in which Charlie chooses yields by photon number as he likes: the bounds must hold as often as they say.
///
/// Counts are drawn for the truth behind them: the untagged bits and their phase errors are known.
@Suite("Coverage under adversarial yields")
struct CoverageTests {
  /// What Charlie does: announcing probabilities by photon numbers, and the phase error of one photon.
  private struct Charlie {
    var vacuum: Double
    var one: Double
    var many: Double
    var error: Double

    /// Honest, single photons only, only many photons, dark, random.
    init(_ r: inout SplitMix64, _ kind: Int) {
      switch kind {
      case 0: (vacuum, one, many, error) = (1e-6, 3e-3, 6e-3, 0.05)
      case 1: (vacuum, one, many, error) = (0, 1e-2, 0, 0.1)
      case 2: (vacuum, one, many, error) = (1e-7, 1e-3, 1, 0.02)
      case 3: (vacuum, one, many, error) = (1e-3, 2e-3, 3e-3, 0.2)
      default:
        (vacuum, one, many, error) = (r.logUniform(1e-7, 1e-3), r.logUniform(1e-4, 1e-2), r.unit(), r.uniform(0, 0.3))
      }
    }

    /// P(click) of a phase-randomised pulse of intensity μ alone.
    func gain(_ mu: Double) -> Double {
      let (p0, p1) = (Double.exp(-mu), mu * Double.exp(-mu))
      return p0 * vacuum + p1 * one + (1 - p0 - p1) * many
    }
  }

  @Test("Untagged bits, phase errors and pairs: failures no more frequent than their epsilon")
  func frequencies() throws {
    var random = SplitMix64(seed: 107)
    var runs = 0
    var failures = (bits: 0, errors: 0, pairs: 0)
    // Large epsilons, so that failures can be seen: split accounting gives 0.25/9 to classical events.
    let secrecy = 0.9
    for round in 0..<1500 {
      var bench = Bench(&random, .aopp)
      bench.options = FiniteKeyOptions(scheme: .aopp, cells: 4, secrecy: secrecy, correctness: 1e-3)
      bench.rounds = random.logUniform(1e8, 1e10).rounded()
      bench.settings.countsMixedRounds = true
      let charlie = Charlie(&random, round % 5)
      let n = bench.rounds
      let p = SettingProbabilities<Double>(bench.settings)
      let (a, b) = (bench.settings.users.alice, bench.settings.users.bob)
      let s = a.weakIntensity + b.weakIntensity
      // Untagged bits are a part of the key bits of one sender.
      let untaggedOnes = p.untagged.alice * charlie.one
      let untaggedZeros = p.untagged.bob * charlie.one
      let u1 = random.poisson(n * untaggedOnes)
      let u0 = random.poisson(n * untaggedZeros)
      let otherOnes = Swift.max(0, p.sn * charlie.gain(a.signalIntensity) - untaggedOnes)
      let otherZeros = Swift.max(0, p.ns * charlie.gain(b.signalIntensity) - untaggedZeros)
      let ones = u1 + random.poisson(n * otherOnes)
      let zeros = u0 + random.poisson(n * otherZeros)
      let nph = random.poisson(n * (untaggedOnes + untaggedZeros) * charlie.error)
      // Vacuum errs half of the time; Eve lets no multi-photon test pulse err.
      let errorGain = Double.exp(-s) * (charlie.vacuum / 2 + s * charlie.one * charlie.error)
      let accepted = n * p.bothWeak * bench.settings.sliceWidth / Double.pi
      let counts = Observations(
        vacuum: random.poisson(n * p.oo * charlie.vacuum),
        weak: PerUser(
          alice: random.poisson(n * p.weak.alice * charlie.gain(a.weakIntensity)),
          bob: random.poisson(n * p.weak.bob * charlie.gain(b.weakIntensity))),
        strong: PerUser(
          alice: random.poisson(n * p.strong.alice * charlie.gain(a.strongIntensity)),
          bob: random.poisson(n * p.strong.bob * charlie.gain(b.strongIntensity))),
        sliceErrors: random.poisson(accepted * errorGain), zeros: zeros,
        ones: ones, zeroErrors: 0, oneErrors: 0, pairs: .init(kept: min(zeros, ones), errors: 0), rounds: n,
        origin: .expected)
      let e = try FiniteKey.estimate(counts, bench.settings, bench.options)
      guard e.contradiction == nil, let untagged = e.cell.untagged else { continue }
      runs += 1
      // The cell of the true vacuum number lies among the scanned ones; the shortest is judged here at its own ends.
      let trueH = charlie.vacuum
      guard e.cell.vacuum.lower <= trueH, trueH <= e.cell.vacuum.upper else { continue }
      if untagged.ones.value > u1 || untagged.zeros.value > u0 { failures.bits += 1 }
      if e.cell.phaseErrors.value < nph { failures.errors += 1 }
      let mean = u0 * u1 / max(zeros, ones)
      let pairs = random.poisson(mean)
      if untagged.pairs.pairs.value > pairs { failures.pairs += 1 }
    }
    #expect(runs > 1000)
    // ε_c = ε_sec/36 = 2.5 % each; three events decide about each number of untagged bits.
    let each = secrecy / 36
    #expect(Double(failures.bits) < 6 * each * Double(runs), "\(failures.bits) of \(runs)")
    #expect(Double(failures.pairs) < 7 * each * Double(runs), "\(failures.pairs) of \(runs)")
    // ε_q = (ε_sec/4)²/4 each, two events and the vacuum link.
    let quantum = secrecy * secrecy / 64
    #expect(Double(failures.errors) < 3 * quantum * Double(runs) + 5, "\(failures.errors) of \(runs)")
  }
}
