// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@Suite("Special functions")
struct SpecialFunctionsTests {
  @Test("Values agree with 32-digit ones")
  func goldens() throws {
    for row in SpecialGoldens.table.named("gammastar") {
      #expect(relativeDifference(try SpecialFunctions.stirlingRemainder(row.values[0]), row.values[1]) < 1e-14)
    }
    for row in SpecialGoldens.table.named("normal") {
      let got = try SpecialFunctions.normalUpperTail(row.values[0])
      if relativeDifference(got, row.values[1]) > 1e-12 { Issue.record("Q(\(row.values[0])) = \(got)") }
    }
    for row in SpecialGoldens.table.named("log1mexp") {
      let got = StableForms.logOneMinusExp(row.values[0])
      if relativeDifference(got, row.values[1]) > 1e-15 { Issue.record("ln(1 - e^\(row.values[0])) = \(got)") }
    }
    #expect(StableForms.logOneMinusExp(0) == -.infinity)
    #expect(StableForms.logOneMinusExp(1).isNaN)
  }

  @Test("Arguments out of the domain are thrown back, not fatal")
  func domain() throws {
    for x: Double in [0, -1, -Double.infinity, .nan] {
      let error = #expect(throws: SpecialFunctionError.self) { try SpecialFunctions.stirlingRemainder(x) }
      #expect(error?.description == "gammastar(\(x)): x must be positive")
    }
    #expect(throws: SpecialFunctionError.self) { try SpecialFunctions.normalUpperTail(.nan) }
    #expect(try SpecialFunctions.normalUpperTail(.infinity) == 0)
    #expect(try SpecialFunctions.normalUpperTail(-.infinity) == 1)
    // An underflow is a result.
    #expect(try SpecialFunctions.normalUpperTail(60) == 0)
    #expect(throws: SpecialFunctionError.self) {
      try HypergeometricTail.logProbability(atMost: 1, population: .nan, marked: 3, draws: 4)
    }
  }
}
