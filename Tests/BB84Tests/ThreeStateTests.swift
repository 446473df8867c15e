// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import RealModule
import Testing

@testable import BB84

@Suite("Three states (section 5b)")
struct ThreeStateTests {
  private let three = settings([0.5, 0.05, 0], [0.7, 0.15, 0.15], pX: 0.6)

  private func rounded(_ c: ThreeStateCounts) -> ThreeStateCounts {
    func whole(_ x: ByIntensity<Double>) -> ByIntensity<Double> { x.map { $0.rounded() } }
    let seen = c.observations
    return ThreeStateCounts(
      keyDetections: whole(seen.keyDetections), keyErrors: whole(seen.keyErrors), testPlus: whole(c.testPlus),
      testMinus: whole(c.testMinus), mixedPlus: whole(c.mixedPlus), pulses: seen.pulses, origin: .measured)
  }

  @Test("Never more key than with four states at the same settings; certified with the receiver declared only")
  func order() throws {
    var random = SplitMix64(seed: 31)
    var withKey = 0
    for _ in 0..<60 {
      var setup = Example.setup
      setup.channel = transmittance(lossDecibel: random.uniform(0, 25))
      let counts = ThreeStateCounts.expected(setup, three, block: .pulses(1e12))
      let less = try ThreeStateKey.estimate(counts, three, FiniteKeyOptions()).key
      let more = try FiniteKey.estimate(
        Simulation.observations(setup, three, block: .pulses(1e12)), three, FiniteKeyOptions())
      #expect(less.rawLength <= more.rawLength && !less.contradicts)
      if less.rawLength > 0 { withKey += 1 }
    }
    #expect(withKey > 20)
    let counts = rounded(ThreeStateCounts.expected(Example.setup, three, block: .pulses(1e12)))
    let leak = (1.2 * (try ThreeStateKey.estimate(counts, three, FiniteKeyOptions()).key.leakage.value)).rounded()
    let options = FiniteKeyOptions(leakage: .measured(bits: leak))
    #expect(try ThreeStateKey.analyse(counts, three, options).analysis.status == .planning)
    let declared = try ThreeStateKey.analyse(counts, three, options, receiver: .activeTwoDetectors)
    #expect(declared.analysis.status == .certified)
    #expect(relativeDifference(declared.failureBudget?.total ?? 0, 1e-10) < 1e-14)
  }

  @Test("Mixed-basis counts of one key state only are refused, not rewarded (d < 0)")
  func mixedHalved() throws {
    var counts = rounded(ThreeStateCounts.expected(Example.setup, three, block: .pulses(1e12)))
    counts.mixedPlus = counts.mixedPlus.map { ($0 / 4).rounded() }
    let rate = try ThreeStateKey.analyse(counts, three, FiniteKeyOptions())
    #expect(rate.lengthBits == 0 && rate.reasonForZero?.kind == .countsContradictSettings)
  }

  @Test("Both ends of a split solve their equation; intervals hold the double-double value")
  func splits() {
    var random = SplitMix64(seed: 5)
    for _ in 0..<400 {
      let t = random.logUniform(1, 1e15)
      let (seen, unseen) = (random.uniform(0.02, 0.98), random.uniform(0.02, 0.98))
      let l = random.uniform(5, 200)
      let split = BinomialSplit(seen: seen, unseen: unseen)
      let (upper, lower) = (split.upper(t, logInverseFailure: l), split.lower(t, logInverseFailure: l))
      let expected = t * unseen / seen
      #expect(lower < expected && expected < upper)
      let p = split.probability
      func exponent(_ other: Double) -> Double {
        let whole = t + other
        return t * Double.log(t / (whole * p)) + other * Double.log(other / (whole * (1 - p)))
      }
      if t < 1e6 {
        #expect(abs(exponent(upper) - l) < 1e-5 * l)
        if lower > 0 { #expect(abs(exponent(lower) - l) < 1e-5 * l) }
      }
      let wide = BinomialSplit(seen: Interval(seen), unseen: Interval(unseen))
      let exact = BinomialSplit(seen: DoubleDouble(seen), unseen: DoubleDouble(unseen))
      let u = wide.upper(Interval(t), logInverseFailure: Interval(l))
      let d = exact.upper(DoubleDouble(t), logInverseFailure: DoubleDouble(l)).approximation
      #expect(u.lower <= d && d <= u.upper && u.width < 1e-9 * d)
      #expect(relativeDifference(d, upper) < 1e-12)
    }
    // π and 1 − π exchanged would be seen: the unseen part is four times the seen one.
    #expect(relativeDifference(BinomialSplit(seen: 0.2, unseen: 0.8).upper(1e6, logInverseFailure: 0.0), 4e6) < 1e-12)
  }

  @Test("Lengths of intervals enclose the double-double ones")
  func enclosure() throws {
    var random = SplitMix64(seed: 9)
    for _ in 0..<40 {
      var setup = Example.setup
      setup.channel = transmittance(lossDecibel: random.uniform(0, 25))
      let s = random.chance(0.5) ? three : settings([0.4, 0.05], [0.7, 0.3], pX: 0.6)
      let counts = rounded(ThreeStateCounts.expected(setup, s, block: .pulses(random.logUniform(1e9, 1e13).rounded())))
      let wide = try ThreeStateKey.enclosure(counts, s, FiniteKeyOptions()).key.rawLength
      let exact = try ThreeStateKey.reference(counts, s, FiniteKeyOptions()).key.rawLength.approximation
      if !(wide.lower <= exact && exact <= wide.upper) { Issue.record("\(exact) outside \(wide)") }
    }
  }
}
