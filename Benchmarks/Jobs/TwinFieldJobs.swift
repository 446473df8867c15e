// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateOptimisation
import TwinField

extension BenchmarkJob {
  /// 50 dB with misalignment of 2 %.
  private static func setup() throws -> TwinField.Setup {
    let arm = try transmittance(lossDecibel: 25)
    return TwinField.Setup(
      aliceChannel: arm, bobChannel: arm, darkCountProbability: 1e-8,
      polarisationAngle: TwinField.Setup.polarisationAngle(misalignment: 0.02))
  }

  /// Twin-field QKD: the protocol of Curty, Azuma and Lo.
  static var twinField: [BenchmarkJob] {
    let side = SideSettings(
      signalIntensity: 0.02, testIntensities: [0.4, 0.1, 1e-4], testProbabilities: [0.2, 0.3, 0.5])
    let settings = TwinField.Settings(alice: side, bob: side, keyModeProbability: 0.7)
    return [
      BenchmarkJob("tf, infinitely many decoys", repetitions: 1000) {
        let setup = try setup()
        return { count in
          for _ in 0..<count {
            consume(try TwinField.AsymptoticAnalysis.estimate(setup, settings, TwinField.AsymptoticOptions()))
          }
        }
      },
      BenchmarkJob("tf, one set of decoy programs, three decoys, S = 4") {
        let setup = try setup()
        let options = TwinField.AsymptoticOptions(estimation: .linearProgram, pairCutoff: 4)
        return { count in
          for _ in 0..<count { consume(try TwinField.AsymptoticAnalysis.estimate(setup, settings, options)) }
        }
      },
      BenchmarkJob("tf, finite key, one point") {
        let setup = try setup()
        let options = TwinField.FiniteKeyOptions()
        let counts = TwinField.Observations.expected(setup, settings, rounds: 1e12)
        return { count in
          for _ in 0..<count {
            consume(try TwinField.FiniteKey.estimate(counts, settings, options))
          }
        }
      },
      BenchmarkJob("tf, finite key, optimised point (job C)", limits: Limits(warmupRounds: 1, seconds: 4)) {
        try optimum(try job("c"))
      },
      BenchmarkJob(
        sweep: "tf, finite key, 61 optimised points, two jobs", limits: Limits(warmupRounds: 0, seconds: 90, samples: 2)
      ) {
        try job("c", [("sweep.from", "30"), ("sweep.to", "60"), ("sweep.points", "61")])
      },
    ]
  }
}
