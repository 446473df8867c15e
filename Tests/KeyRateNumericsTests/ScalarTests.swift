// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@Suite("Doubles as scalars")
struct ScalarTests {
  @Test("Smaller, larger and what the protocol adds")
  func operations() {
    #expect(Double.minimum(1, 2) == 1 && Double.minimum(2, 1) == 1)
    #expect(Double.maximum(1, 2) == 2 && Double.maximum(2, 1) == 2)
    #expect(Double.hull(1, 2) == 2 && Double.hull(2, 1) == 2)
    #expect(Double.square(-3) == 9)
    #expect(2.0.isCertainlyPositive && !0.0.isCertainlyPositive && !(-1.0).isCertainlyPositive)
    #expect(1.0.isCertainlyLess(than: 2.0) && !2.0.isCertainlyLess(than: 2.0))
    #expect(abs(DoubleDouble.log2(DoubleDouble(8)).approximation - 3) < 1e-31)
    #expect(Interval.log2(Interval(8)).contains(3))
    #expect(
      relativeDifference(DoubleDouble.log2(onePlus: DoubleDouble(1e-20)).approximation, 1.4426950408889634e-20) < 1e-15)
    #expect(Double.root(near: 7, in: 0...1, increasing: { $0 }, slope: { $0 }) == 7)
  }
}
