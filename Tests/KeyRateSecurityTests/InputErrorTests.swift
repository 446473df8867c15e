// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import Testing

@Suite("Refused inputs")
struct InputErrorTests {
  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "accepted"
    } catch { return "\(error)" }
  }

  @Test("The message names quantity, value, range and the likely slip")
  func messages() {
    #expect(message { try require(1.5, "e_d", in: 0...0.5) } == "e_d = 1.5: must be at least 0.0 and at most 0.5")
    #expect(
      message { try require(3.3, "e_d", in: 0...0.5, hint: "a fraction, not percent") }
        == "e_d = 3.3: must be at least 0.0 and at most 0.5; a fraction, not percent")
    #expect(
      message { try require(0, "eps", in: 0...1, excludingLower: true, excludingUpper: true) }
        == "eps = 0.0: must be above 0.0 and below 1.0")
    #expect(message { try require(.nan, "x", in: -.infinity ... .infinity) } == "x = nan: must be a number")
    #expect(message { try require(-1, "n", in: 0 ... .infinity) } == "n = -1.0: must be at least 0.0")
    #expect(
      InputError("mu", value: "[1]", allowed: "must have 3 values").description == "mu = [1]: must have 3 values")
  }

  @Test("Ends are in unless excluded; NaN never is")
  func ends() {
    #expect(message { try require(0, "x", in: 0...1) } == "accepted")
    #expect(message { try require(1, "x", in: 0...1) } == "accepted")
    #expect(message { try require(0, "x", in: 0...1, excludingLower: true) } != "accepted")
    #expect(message { try require(1, "x", in: 0...1, excludingUpper: true) } != "accepted")
    #expect(message { try require(1, "x", in: 0...1, excludingLower: true) } == "accepted")
    #expect(message { try require(0, "x", in: 0...1, excludingUpper: true) } == "accepted")
    #expect(message { try require(1.0.nextUp, "x", in: 0...1) } != "accepted")
    #expect(message { try require((0.0).nextDown, "x", in: 0...1) } != "accepted")
    #expect(message { try require(.nan, "x", in: 0...1) } != "accepted")
    #expect(message { try require(.infinity, "x", in: 0...1e18) } != "accepted")
  }
}
