// SPDX-License-Identifier: GPL-3.0-or-later
import BB84
import KeyRateLinks
import KeyRateSecurity
import Testing

@Suite("Clamps leave a line in the trace")
struct ClampTraceTests {
  @Test("One decoy: a vacuum bound held to its basis says so")
  func vacuumUpper() throws {
    let few = Observations(
      keyDetections: ByIntensity(900, 300), keyErrors: ByIntensity(20, 10), testDetections: ByIntensity(300, 100),
      testErrors: ByIntensity(9, 3), pulses: 1e8, origin: .measured)
    let settings = Settings(
      intensities: ByIntensity(0.5, 0.15), probabilities: ByIntensity(0.7, 0.3), keyBasisProbability: 0.5)
    let rate = try FiniteKey.analyse(few, settings, FiniteKeyOptions())
    for symbol in ["sX0U", "sZ0U"] {
      #expect(rate.trace.first { $0.symbol == symbol }?.note != nil, "\(symbol)")
    }
  }

  @Test("Asymptotic: yields and error rates taken to the end of their range say so")
  func asymptotic() throws {
    let setup = Setup(channel: try #require(Transmittance(lossDecibel: 70)), backgroundProbability: 1e-5)
    let rate = try AsymptoticAnalysis.analyse(
      setup, AsymptoticSettings(signal: 0.5, decoy: 0.4), AsymptoticOptions(method: .oneDecoy))
    for symbol in ["Y1", "e1"] {
      #expect(rate.trace.first { $0.symbol == symbol }?.note != nil, "\(symbol)")
    }
  }
}
