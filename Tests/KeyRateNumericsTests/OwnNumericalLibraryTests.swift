// SPDX-License-Identifier: GPL-3.0-or-later
import ComplexModule
import KeyRateNumerics
import KeyRateTestSupport
import Testing

/// What stands in for the C library in a browser, against that library and against 32-digit values.
@Suite("The numerical library of our own")
struct OwnNumericalLibraryTests {
  private typealias Own = OwnNumericalLibrary

  /// Every power of two of the range, with random digits.
  private func spread(_ exponents: ClosedRange<Int>, each count: Int, seed: UInt64) -> [Double] {
    var random = SplitMix64(seed: seed)
    return exponents.flatMap { exponent in
      (0..<count).map { _ in Double(sign: .plus, exponent: exponent, significand: 1 + random.unit()) }
    }
  }

  @Test("The remainder of Stirling's formula from 1e-300 to 1e300")
  func gammaStar() throws {
    for row in SpecialGoldens.table.named("gammastar") {
      let got = try Own.gammaStar(row.values[0])
      if relativeDifference(got, row.values[1]) > 2e-15 { Issue.record("gammastar(\(row.values[0])) = \(got)") }
    }
    for x in spread(-1000...1000, each: 5, seed: 61) + spread(-4...8, each: 1000, seed: 62) {
      let got = try Own.gammaStar(x)
      // Below 1/2 the other library takes the exponential of a large logarithm.
      let allowed = x < 0.5 ? 5e-16 * max(20, abs(x.logarithm)) : 3e-15
      if relativeDifference(got, try NumericalLibrary.gammaStar(x)) > allowed {
        Issue.record("gammastar(\(x)) = \(got)")
      }
    }
    #expect(throws: SpecialFunctionError.self) { try Own.gammaStar(0) }
    #expect(throws: SpecialFunctionError.self) { try Own.gammaStar(.nan) }
    #expect(try Own.gammaStar(.infinity) == 1)
  }

  @Test("The scaled Bessel function from 1e-300 to 1e300")
  func bessel() throws {
    for w in spread(-1000...1000, each: 5, seed: 63) + spread(-4...7, each: 1000, seed: 64) + [0, 25, 25.0.nextUp] {
      let got = try Own.scaledBesselI0(w)
      let other = try NumericalLibrary.scaledBesselI0(w)
      if relativeDifference(got, other) > 2e-15 { Issue.record("I0(\(w)) = \(got), not \(other)") }
      #expect(try Own.scaledBesselI0(-w) == got)
    }
    #expect(throws: SpecialFunctionError.self) { try Own.scaledBesselI0(.infinity) }
  }

  @Test("The normal tail, where it is a normal number")
  func tail() throws {
    for row in SpecialGoldens.table.named("normal") where row.values[1] > 1e-307 {
      let got = try Own.normalUpperTail(row.values[0])
      if relativeDifference(got, row.values[1]) > 2e-15 { Issue.record("Q(\(row.values[0])) = \(got)") }
    }
    for z in spread(-60...4, each: 200, seed: 65) + [37.5] {
      for signed in [z, -z] {
        let got = try Own.normalUpperTail(signed)
        let other = try NumericalLibrary.normalUpperTail(signed)
        // The other library rounds z/√2, which the tail feels z² times as much.
        if relativeDifference(got, other) > 2e-15 + 3e-16 * z * z && other > 0 {
          Issue.record("Q(\(signed)) = \(got), not \(other)")
        }
      }
    }
    #expect(try Own.normalUpperTail(60) == 0)
    #expect(try Own.normalUpperTail(1e308) == 0)
    #expect(try Own.normalUpperTail(-1e308) == 1)
    #expect(throws: SpecialFunctionError.self) { try Own.normalUpperTail(.nan) }
  }

  @Test("Normal quantiles from 1e-307 to 1 - 1e-16, and within the 1e-13 that a confidence region allows them")
  func quantile() throws {
    for p in spread(-1019 ... -2, each: 5, seed: 66) + spread(-40 ... -1, each: 200, seed: 67) where p < 1 {
      let got = Own.normalUpperTailQuantile(p)
      let other = try SpecialFunctions.normalUpperTailQuantile(p)
      if abs(got - other) > 4e-15 * max(1, abs(other)) { Issue.record("Q^-1(\(p)) = \(got), not \(other)") }
    }
    #expect(Own.normalUpperTailQuantile(0.5) == 0)
    #expect(relativeDifference(Own.normalUpperTailQuantile(1 - 0x1p-53), -8.2095361516013856) < 1e-14)
    #expect(Own.normalUpperTailQuantile(.leastNonzeroMagnitude) > 38.4)
    for row in try LibraryFixture.table() where row.function == "quantile" && row.argument < 0.4 {
      let z = Own.normalUpperTailQuantile(row.argument)
      if !(z * (1 + 1e-13) >= row.above && z <= row.above * (1 + 1e-13) + 1e-300) {
        Issue.record("Q^-1(\(row.argument)) = \(z), not \(row.digits)")
      }
    }
  }

  @Test("Eigenvalues are those of the other library, and the vectors diagonalise")
  func eigensystem() throws {
    var random = SplitMix64(seed: 68)
    for size in [1, 2, 3, 5, 8, 16, 33] {
      for scale in [1e-100, 1, 1e100] {
        var matrix = Array(repeating: Complex<Double>(0), count: size * size)
        for r in 0..<size {
          for k in 0...r {
            // Graded, as Gram matrices of coherent states are.
            let grade = scale * Double(sign: .plus, exponent: -2 * (r + k), significand: 1)
            let entry = Complex(random.normal(), r == k ? 0 : random.normal())
            matrix[r * size + k] = entry.multiplied(by: size > 5 ? grade : scale)
            matrix[k * size + r] = matrix[r * size + k].conjugate
          }
        }
        let (values, vectors) = try Own.eigensystem(matrix, size: size)
        let other = try NumericalLibrary.eigensystem(matrix, size: size).values.sorted()
        let norm = max(abs(other.first ?? 0), abs(other.last ?? 0))
        // Either is good to the rounding of as many steps as there are rows.
        let allowed = 1e-15 * (1 + Double(size).squareRoot()) * norm
        for (value, expected) in zip(values.sorted(), other) where abs(value - expected) > allowed {
          Issue.record("size \(size): \(value), not \(expected)")
        }
        for i in 0..<size {
          let v = vectors[(i * size)..<((i + 1) * size)]
          for r in 0..<size {
            var sum = Complex<Double>(0)
            for (k, x) in v.enumerated() { sum += matrix[r * size + k] * x }
            #expect((sum - vectors[i * size + r].multiplied(by: values[i])).length < 1e-14 * norm)
          }
          for j in 0..<size {
            var overlap = Complex<Double>(0)
            for (k, x) in v.enumerated() { overlap += x.conjugate * vectors[j * size + k] }
            #expect((overlap - Complex(i == j ? 1 : 0)).length < 1e-14)
          }
        }
      }
    }
    // Equal eigenvalues and only the lower triangle.
    let (values, _) = try Own.eigensystem([Complex(2), Complex(9, 9), Complex(0), Complex(2)], size: 2)
    #expect(values == [2, 2])
    #expect(throws: SpecialFunctionError.self) { try Own.eigensystem([Complex(1e300)], size: 1) }
  }
}

extension Double {
  /// A rough ln.
  fileprivate var logarithm: Double { 0.7 * Double(exponent) }
}
