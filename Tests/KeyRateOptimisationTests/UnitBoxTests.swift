// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import KeyRateOptimisation

@Suite struct UnitBoxTests {
  @Test func endsAreExact() throws {
    var random = SplitMix64(seed: 4)
    for _ in 0..<2000 {
      let lower = 1e-9 + random.unit()
      let upper = lower * (1 + 100 * random.unit())
      let scale: SearchVariable.Scale = random.unit() < 0.5 ? .linear : .logarithmic
      let box = try UnitBox([SearchVariable(name: "v", range: lower...upper, scale: scale)])
      guard box.dimension == 1 else { continue }
      #expect(box.point(at: [0]) == [lower])
      #expect(box.point(at: [1]) == [upper])
      let coordinate = random.unit()
      let value = box.point(at: [coordinate])[0]
      #expect(value >= lower && value <= upper)
      #expect(abs(box.coordinates(of: [value])[0] - coordinate) < 1e-6)
    }
  }

  @Test func pointsOutsideAreClipped() throws {
    let box = try UnitBox([
      SearchVariable(name: "a", range: 1...2), SearchVariable(name: "b", range: 3...3),
      SearchVariable(name: "c", range: 1e-3...1, scale: .logarithmic),
    ])
    #expect(box.dimension == 2)
    #expect(box.point(at: box.coordinates(of: [-5, 8, 0])) == [1, 3, 1e-3])
    #expect(box.point(at: box.coordinates(of: [.infinity, 8, 7])) == [2, 3, 1])
    #expect(abs(box.point(at: [0.5, 1.0 / 3])[2] - 1e-2) < 1e-15)
  }
}
