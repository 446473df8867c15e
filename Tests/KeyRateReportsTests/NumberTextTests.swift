// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import KeyRateReports

@Suite struct NumberTextTests {
  @Test func shortestTextReadsBack() {
    var generator = SplitMix64(seed: 1)
    for _ in 0..<5000 {
      let value = Double(bitPattern: generator.next())
      let text = NumberText.shortest(value)
      if value.isNaN {
        #expect(text == "nan")
      } else {
        #expect(Double(text)?.bitPattern == value.bitPattern, "\(value)")
      }
    }
    #expect(NumberText.shortest(-.infinity) == "-inf")
    #expect(NumberText.shortest(-0.0) == "-0.0")
    #expect(NumberText.shortest(.signalingNaN) == "nan")
  }

  @Test func significantDigits() {
    let cases: [(Double, Int, String)] = [
      (0, 3, "0"), (-0.0, 3, "0"), (1, 3, "1"), (0.12345, 3, "0.123"), (0.12355, 4, "0.1236"), (9.996, 3, "10"),
      (-9.996, 3, "-10"), (1e-10, 3, "1e-10"), (1.2345e-7, 3, "1.23e-7"), (123456, 3, "123000"), (1e6, 3, "1e6"),
      (1234567, 6, "1.23457e6"), (0.0001, 2, "0.0001"), (99.95, 3, "100"),
      (.leastNonzeroMagnitude, 4, "5e-324"), (100, 1, "100"),
      (2.5, 0, "3"), (.infinity, 3, "inf"), (1.7976931348623157e308, 3, "1.8e308"),
    ]
    for (value, digits, text) in cases {
      #expect(NumberText.significant(value, digits: digits) == text)
    }
  }

  @Test func significantDigitsAreCloseToTheValue() throws {
    var generator = SplitMix64(seed: 2)
    for _ in 0..<2000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite, value.isNormal else { continue }
      for digits in [1, 3, 8, 17] {
        let back = try #require(Double(NumberText.significant(value, digits: digits)))
        guard back.isFinite else { continue }
        #expect((back - value).magnitude <= value.magnitude * 5.001 * decimalPower(-Double(digits)), "\(value)")
      }
    }
  }

  @Test func coordinates() {
    let cases: [(Double, String)] = [
      (0, "0"), (-0.001, "0"), (12, "12"), (12.5, "12.5"), (-0.256, "-0.26"), (100.004, "100"), (.nan, "0"),
      (.infinity, "0"), (1e300, "1000000000"),
    ]
    for (value, text) in cases { #expect(NumberText.coordinate(value) == text) }
    #expect(NumberText.scaled(-25, exponent: -1) == "\u{2212}2.5")
    #expect(NumberText.scaled(0, exponent: 3) == "0")
    #expect(NumberText.scaled(7, exponent: 2) == "700")
    #expect(NumberText.scaled(5, exponent: -3) == "0.005")
  }
}
