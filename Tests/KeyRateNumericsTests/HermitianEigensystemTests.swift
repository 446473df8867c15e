// SPDX-License-Identifier: GPL-3.0-or-later
import ComplexModule
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@Suite struct HermitianEigensystemTests {
  @Test func vectorsDiagonaliseTheMatrix() throws {
    var random = SplitMix64(seed: 51)
    for size in [1, 2, 3, 8, 20] {
      var matrix = Array(repeating: Complex<Double>(0), count: size * size)
      for r in 0..<size {
        for k in 0...r {
          let entry = Complex<Double>(random.normal(), r == k ? 0 : random.normal())
          matrix[r * size + k] = entry
          matrix[k * size + r] = entry.conjugate
        }
      }
      let solved = try HermitianEigensystem(matrix, size: size)
      for i in 0..<size {
        let v = Array(solved.vectors[(i * size)..<((i + 1) * size)])
        for r in 0..<size {
          var sum = Complex<Double>(0)
          for k in 0..<size { sum = sum + matrix[r * size + k] * v[k] }
          #expect((sum - v[r].multiplied(by: solved.values[i])).lengthSquared < 1e-24, "size \(size)")
        }
        for j in 0..<size {
          var overlap = Complex<Double>(0)
          for k in 0..<size { overlap = overlap + v[k].conjugate * solved.vectors[j * size + k] }
          #expect((overlap - Complex<Double>(i == j ? 1 : 0)).lengthSquared < 1e-24)
        }
      }
    }
    #expect(throws: SpecialFunctionError.self) { try HermitianEigensystem([Complex<Double>(.nan)], size: 1) }
    #expect(throws: SpecialFunctionError.self) { try HermitianEigensystem([Complex<Double>(1)], size: 2) }
  }

  /// The quantiles that the cv sheet prints.
  @Test func normalQuantile() throws {
    #expect(relativeDifference(try SpecialFunctions.normalUpperTailQuantile(2e-11 / 3), 6.7649737911758) < 1e-13)
    #expect(relativeDifference(try SpecialFunctions.normalUpperTailQuantile(2.5e-11), 6.57093584729307) < 1e-13)
    for p in [1e-300, 1e-15, 1e-4, 0.3, 0.5, 0.9] {
      let z = try SpecialFunctions.normalUpperTailQuantile(p)
      #expect(relativeDifference(try SpecialFunctions.normalUpperTail(z), p) < 1e-12, "\(p)")
    }
    for p in [0, 1, -1, Double.nan] {
      #expect(throws: SpecialFunctionError.self) { try SpecialFunctions.normalUpperTailQuantile(p) }
    }
  }
}
