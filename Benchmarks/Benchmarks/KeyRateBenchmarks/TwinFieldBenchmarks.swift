// SPDX-License-Identifier: GPL-3.0-or-later
import Benchmark
import KeyRate

/// Twin-field QKD over 50 dB with misalignment of 2 %: the protocol of Curty, Azuma and Lo.
func twinField() {
  let arm = Transmittance(lossDecibel: 25) ?? .one
  let setup = TwinField.Setup(
    aliceChannel: arm, bobChannel: arm, darkCountProbability: 1e-8,
    polarisationAngle: TwinField.Setup.polarisationAngle(misalignment: 0.02))
  let side = SideSettings(
    signalIntensity: 0.02, testIntensities: [0.4, 0.1, 1e-4], testProbabilities: [0.2, 0.3, 0.5])
  let settings = TwinField.Settings(alice: side, bob: side, keyModeProbability: 0.7)

  Benchmark("tf, infinitely many decoys", configuration: .init(scalingFactor: .kilo)) { benchmark in
    for _ in benchmark.scaledIterations {
      blackHole(try TwinField.AsymptoticAnalysis.estimate(setup, settings, TwinField.AsymptoticOptions()))
    }
  }
  Benchmark("tf, one set of decoy programs, three decoys, S = 4") { benchmark in
    let options = TwinField.AsymptoticOptions(estimation: .linearProgram, pairCutoff: 4)
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      blackHole(try TwinField.AsymptoticAnalysis.estimate(setup, settings, options))
    }
  }
  Benchmark("tf, finite key, one point") { benchmark in
    let options = TwinField.FiniteKeyOptions()
    let counts = TwinField.Observations.expected(setup, settings, rounds: 1e12)
    let predictions = Predictions(setup, settings, rounds: 1e12, pairCutoff: options.pairCutoff)
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      blackHole(try TwinField.FiniteKey.estimate(counts, settings, options, predictions: predictions))
    }
  }
  Benchmark(
    "tf, finite key, optimised point (job C)", configuration: .init(warmupIterations: 1, maxDuration: .seconds(4))
  ) { benchmark in
    let problem = try job("c").link().search
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { blackHole(try problem.map { try Optimiser.maximise($0) }) }
  }
  Benchmark(
    "tf, finite key, 61 optimised points, two jobs",
    configuration: .init(warmupIterations: 0, maxDuration: .seconds(90), maxIterations: 2)
  ) { benchmark in
    let file = try job("c", [("sweep.from", "30"), ("sweep.to", "60"), ("sweep.points", "61")])
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      blackHole(try await TwoThreads.run { try await SweepRun.carryOut(file, jobs: 2) })
    }
  }
}
