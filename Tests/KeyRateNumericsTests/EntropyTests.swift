// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@Suite("Entropy and its kernel")
struct EntropyTests {
  @Test("h(p) and 1 - h(p) agree with 32-digit values in every number type")
  func goldens() {
    #expect(EntropyGoldens.table.rows.count == 100)
    for row in EntropyGoldens.table.rows {
      let p = row.values[0]
      let high = row.values[1]
      let isEntropy = row.name == "entropy"
      let double = isEntropy ? binaryEntropy(p) : binaryEntropyComplement(p)
      // Away from 1/2 the complement is 1 − h: its error is that of h, half a unit in the last place of 1.
      let absolute = !isEntropy && abs(1 - 2 * p) >= 0.05 ? 4e-16 : 0
      if abs(double - high) > 1e-14 * high + absolute { Issue.record("\(row.name)(\(p)) = \(double), not \(high)") }
      let precise = isEntropy ? binaryEntropy(DoubleDouble(p)) : binaryEntropyComplement(DoubleDouble(p))
      let error = abs((precise - DoubleDouble.sum(high, row.values[2])).approximation)
      if error > 1e-29 * (isEntropy ? high : Swift.max(high, 1e-2)) + 1e-306 {
        Issue.record("\(row.name)(\(p)): error \(error)")
      }
      let enclosure = isEntropy ? binaryEntropy(Interval(p)) : binaryEntropyComplement(Interval(p))
      if !contains(enclosure, DoubleDouble.sum(high, row.values[2])) || enclosure.width > 2e-14 * high + 4e-15 {
        Issue.record("\(row.name)(\(p)): \(enclosure)")
      }
    }
  }

  @Test("Ends, symmetry and domain")
  func ends() {
    #expect(binaryEntropy(0.0) == 0 && binaryEntropy(1.0) == 0 && binaryEntropy(0.5) == 1)
    #expect(binaryEntropyComplement(0.0) == 1 && binaryEntropyComplement(1.0) == 1)
    #expect(binaryEntropyComplement(0.5) == 0)
    for p in [-0.1, 1.1, .nan, -.infinity] { #expect(binaryEntropy(p).isNaN) }
    var random = SplitMix64(seed: 31)
    var last = 0.0
    for k in 1..<500 {
      let p = 0.5 * Double(k) / 500
      let h = binaryEntropy(p)
      if h <= last { Issue.record("h is not increasing at \(p)") }
      last = h
      let q = random.unit()
      #expect(abs(binaryEntropy(q) - binaryEntropy(1 - q)) < 1e-15)
      #expect(abs(binaryEntropy(q) + binaryEntropyComplement(q) - 1) < 4e-16)
    }
    // The series takes over where 1 − 2p passes 0.05: no step there.
    for p in [0.475, 0.525] {
      #expect(relativeDifference(binaryEntropyComplement(p - 1e-12), binaryEntropyComplement(p + 1e-12)) < 1e-9)
    }
  }

  @Test("An interval of probabilities gives an interval of entropies")
  func intervals() {
    var random = SplitMix64(seed: 32)
    for _ in 0..<2000 {
      let a = random.chance(0.3) ? random.logUniform(1e-16, 1) : random.unit()
      let b = random.chance(0.3) ? Swift.min(1, a * (1 + 1e-15)) : random.unit()
      let range = Interval(lower: Swift.min(a, b), upper: Swift.max(a, b))
      let p = Swift.min(range.upper, Swift.max(range.lower, random.uniform(range.lower, range.upper)))
      let h = binaryEntropy(range)
      let rest = binaryEntropyComplement(range)
      if !contains(h, binaryEntropy(DoubleDouble(p))) { Issue.record("h of \(range) at \(p): \(h)") }
      if !contains(rest, binaryEntropyComplement(DoubleDouble(p))) {
        Issue.record("1 - h of \(range) at \(p): \(rest)")
      }
    }
    // Rounding may push an end over 0 or 1: the entropy stays enclosed.
    let below = binaryEntropy(Interval(lower: -1e-18, upper: 1e-9))
    #expect(below.contains(0) && below.contains(binaryEntropy(1e-9)) && below.upper < 1e-7)
    let above = binaryEntropy(Interval(lower: 1 - 1e-9, upper: 1 + 1e-15))
    #expect(above.contains(0) && above.contains(binaryEntropy(1 - 1e-9)))
    #expect(binaryEntropy(Interval(lower: -0.1, upper: 0.7)).upper >= 1)
    // One end out of the domain and 1/2 inside, however close to the other end.
    #expect(binaryEntropy(Interval(lower: -1e-18, upper: 0.51)).upper >= 1)
    #expect(binaryEntropy(Interval(lower: 0.49, upper: 1.0.nextUp)).upper >= 1)
    #expect(binaryEntropy(Interval(lower: 0, upper: 0.3)).upper < 0.89)
  }

  @Test("The kernel has 15 digits in doubles")
  func kernel() {
    for row in ScalarGoldens.table.named("phi") {
      let u = row.values[0]
      let got = Double.relativeEntropyKernel(u)
      // From |u| = 0.06 on it is a difference of terms of size |u|: 1/u of a rounding error.
      let tolerance = abs(u) < 0.06 ? 2e-15 : 2e-15 + 4e-16 / abs(u)
      if relativeDifference(got, row.values[1]) > tolerance { Issue.record("kernel(\(u)) = \(got)") }
    }
    #expect(Double.relativeEntropyKernel(0) == 0)
    #expect(Double.relativeEntropyKernel(-1) == 1)
    #expect(DoubleDouble.relativeEntropyKernel(DoubleDouble(-1)).approximation == 1)
  }
}
