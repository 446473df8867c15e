// SPDX-License-Identifier: GPL-3.0-or-later
import Benchmark
import KeyRate

/// MDI-QKD with four intensities over 75 km, 1e13 pulse pairs: below 200 µs for counts and length, 0.5 s for an
/// optimised symmetric point, 5 s for twelve settings, 15 s for a sweep of 41 points.
func measurementDeviceIndependent() {
  func arm(_ km: Double) -> Transmittance { Transmittance(lossDecibel: 0.2 * km) ?? .one }
  func link(_ a: Double, _ b: Double) -> MDI.Setup {
    MDI.Setup(
      channels: PerParty(alice: arm(a), bob: arm(b)), detectorEfficiency: Transmittance(0.145) ?? .one,
      darkCountProbability: 3.01e-6, misalignment: 0.015)
  }
  let setup = link(37.5, 37.5)
  let choices = PerParty(
    both: FourIntensityChoice(
      signal: 0.438, strongDecoy: 0.178, weakDecoy: 0.0424, signalProbability: 0.75, strongProbability: 0.0295,
      weakProbability: 0.185))
  let options = MDI.FiniteKeyOptions()

  Benchmark("mdi, four intensities, counts and length", configuration: .init(scalingFactor: .kilo)) { benchmark in
    for _ in benchmark.scaledIterations {
      let counts = FourIntensityCounts.expected(setup, choices, pulses: 1e13)
      blackHole(try MDI.FiniteKey.estimate(counts, choices, options))
    }
  }

  Benchmark("mdi, four intensities, length by intervals") { benchmark in
    let counts = FourIntensityCounts.expected(setup, choices, pulses: 1e13)
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { blackHole(try MDI.FiniteKey.enclosure(counts, choices, options)) }
  }

  for (name, isSymmetric, place) in [("symmetric", true, setup), ("twelve settings", false, link(10, 60))] {
    Benchmark("mdi, optimised point, \(name)", configuration: .init(warmupIterations: 1)) { benchmark in
      let space = FourIntensitySpace(PerParty(both: PartialFourIntensities()), isSymmetric: isSymmetric)
      let problem = space.problem(setup: place, pulses: 1e13, options: options)
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations { blackHole(try Optimiser.maximise(problem)) }
    }
  }

  Benchmark(
    "mdi, 41 points over 120 km, optimised, two jobs",
    configuration: .init(warmupIterations: 0, maxDuration: .seconds(6), maxIterations: 3)
  ) { benchmark in
    let text = """
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
      """
    let file = try ParameterFile(text: text, fileName: "sweep.toml")
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      blackHole(try await TwoThreads.run { try await SweepRun.carryOut(file, jobs: 2) })
    }
  }
}
