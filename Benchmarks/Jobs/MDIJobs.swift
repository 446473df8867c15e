// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateLinks
import KeyRateOptimisation
import MDI

extension BenchmarkJob {
  private static func link(_ alice: Double, _ bob: Double) throws -> MDI.Setup {
    MDI.Setup(
      channels: PerParty(
        alice: try transmittance(lossDecibel: 0.2 * alice), bob: try transmittance(lossDecibel: 0.2 * bob)),
      detectorEfficiency: try transmittance(0.145), darkCountProbability: 3.01e-6, misalignment: 0.015)
  }

  /// MDI-QKD with four intensities over 75 km, 1e13 pulse pairs: below 200 µs for counts and length, 0.5 s for an
  /// optimised symmetric point, 5 s for twelve settings, 15 s for a sweep of 41 points.
  static var measurementDeviceIndependent: [BenchmarkJob] {
    let choices = PerParty(
      both: FourIntensityChoice(
        signal: 0.438, strongDecoy: 0.178, weakDecoy: 0.0424, signalProbability: 0.75, strongProbability: 0.0295,
        weakProbability: 0.185))
    let options = MDI.FiniteKeyOptions()
    let optimised = [("symmetric", true, (37.5, 37.5)), ("twelve settings", false, (10, 60))].map {
      name, isSymmetric, arms in
      BenchmarkJob("mdi, optimised point, \(name)", limits: Limits(warmupRounds: 1)) {
        let space = FourIntensitySpace(PerParty(both: PartialFourIntensities()), isSymmetric: isSymmetric)
        let problem = space.problem(setup: try link(arms.0, arms.1), pulses: 1e13, options: options)
        return { count in for _ in 0..<count { consume(try Optimiser.maximise(problem)) } }
      }
    }
    return [
      BenchmarkJob("mdi, four intensities, counts and length", repetitions: 1000) {
        let setup = try link(37.5, 37.5)
        return { count in
          for _ in 0..<count {
            let counts = FourIntensityCounts.expected(setup, choices, pulses: 1e13)
            consume(try MDI.FiniteKey.estimate(counts, choices, options))
          }
        }
      },
      BenchmarkJob("mdi, four intensities, length by intervals") {
        let counts = FourIntensityCounts.expected(try link(37.5, 37.5), choices, pulses: 1e13)
        return { count in
          for _ in 0..<count { consume(try MDI.FiniteKey.enclosure(counts, choices, options)) }
        }
      },
    ] + optimised + [
      BenchmarkJob(
        sweep: "mdi, 41 points over 120 km, optimised, two jobs",
        limits: Limits(warmupRounds: 0, seconds: 6, samples: 3)
      ) {
        try ParameterFile(
          text: """
            protocol = "mdi"
            [link]
            distance_km = 0
            [detector]
            efficiency = 0.145
            dark_count_probability = 3.01e-6
            misalignment = 0.015
            [security]
            pulses = 1e13
            [sweep]
            variable = "link.distance_km"
            from = 0
            to = 120
            points = 41
            """, fileName: "sweep.toml")
      }
    ]
  }
}
