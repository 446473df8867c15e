// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateOptimisation
import SendingOrNotSending

extension BenchmarkJob {
  /// Sending-or-not-sending, with and without pairing, over 50 dB.
  static var sendingOrNotSending: [BenchmarkJob] {
    @Sendable func setup() throws -> SendingOrNotSending.Setup {
      SendingOrNotSending.Setup(channels: PerUser(both: try transmittance(lossDecibel: 25)))
    }
    @Sendable func optimum(_ scheme: Scheme) throws -> @Sendable (Int) throws -> Void {
      let problem = SendingOrNotSending.SearchSpace(SendingOrNotSending.PartialSettings()).problem(
        setup: try setup(), rounds: 1e12, options: SendingOrNotSending.FiniteKeyOptions(scheme: scheme))
      return { count in for _ in 0..<count { consume(try Optimiser.maximise(problem)) } }
    }
    let user = UserSettings(
      signalWindowProbability: 0.85, weakProbability: 0.8, strongProbability: 0.1, weakIntensity: 0.05,
      strongIntensity: 0.4, signalIntensity: 0.48, sendingProbability: 0.27)
    let settings = SendingOrNotSending.Settings(users: PerUser(both: user), sliceWidth: 0.4)
    let options = SendingOrNotSending.FiniteKeyOptions(scheme: .aopp)
    return [
      BenchmarkJob("aopp, counts and length", repetitions: 1000) {
        let counts = Simulation(try setup(), settings, rounds: 1e12).observations
        return { count in
          for _ in 0..<count { consume(try SendingOrNotSending.FiniteKey.estimate(counts, settings, options)) }
        }
      },
      BenchmarkJob("aopp, length by intervals") {
        let counts = Simulation(try setup(), settings, rounds: 1e12).observations
        return { count in
          for _ in 0..<count { consume(try SendingOrNotSending.FiniteKey.enclosure(counts, settings, options)) }
        }
      },
      BenchmarkJob("aopp, optimised point") { try optimum(.aopp) },
      BenchmarkJob("sns, optimised point") { try optimum(.sns) },
    ]
  }
}
