// SPDX-License-Identifier: GPL-3.0-or-later
import Benchmark
import KeyRate

/// The jobs that users wait for, each beside a measure of the machine in the same run.
///
/// `reference: 1000 logarithms` is that measure: times are compared as ratios to it, because
/// machines differ and are noisy.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .throughput], timeUnits: .nanoseconds, warmupIterations: 10, scalingFactor: .one,
    maxDuration: .seconds(2), maxIterations: 1_000_000)

  let setup = BB84.Setup(
    channel: Transmittance(lossDecibel: 20) ?? .one, detectorEfficiency: Transmittance(0.31) ?? .one,
    backgroundProbability: 4.3e-7, misalignment: 0.0091)
  let settings = BB84.Settings(
    intensities: BB84.ByIntensity(0.65411, 0.063968, 0), probabilities: BB84.ByIntensity(0.94827, 0.038357, 0.013373),
    keyBasisProbability: 0.94881)
  let oneDecoy = BB84.Settings(
    intensities: BB84.ByIntensity(0.65215, 0.057452), probabilities: BB84.ByIntensity(0.9487, 0.0513),
    keyBasisProbability: 0.94873)
  let options = BB84.FiniteKeyOptions()

  // Short samples: some of them are not interrupted even on a busy machine.
  Benchmark("reference: 1000 logarithms") { benchmark in
    var x = 1.0
    for _ in benchmark.scaledIterations {
      for _ in 0..<1000 { x = Double.log(onePlus: x) + 1 }
      blackHole(x)
    }
  }

  Benchmark("two decoys, counts and length", configuration: .init(scalingFactor: .kilo)) { benchmark in
    for _ in benchmark.scaledIterations {
      let counts = BB84.Simulation.observations(setup, settings, block: .pulses(1e11))
      blackHole(try BB84.FiniteKey.estimate(counts, settings, options))
    }
  }

  Benchmark("one decoy, counts and length", configuration: .init(scalingFactor: .kilo)) { benchmark in
    for _ in benchmark.scaledIterations {
      let counts = BB84.Simulation.observations(setup, oneDecoy, block: .pulses(1e11))
      blackHole(try BB84.FiniteKey.estimate(counts, oneDecoy, options))
    }
  }

  Benchmark("two decoys, length by intervals", configuration: .init(scalingFactor: .one)) { benchmark in
    let counts = BB84.Simulation.observations(setup, settings, block: .pulses(1e11))
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { blackHole(try BB84.FiniteKey.enclosure(counts, settings, options)) }
  }

  Benchmark("two decoys, result with trace") { benchmark in
    let counts = BB84.Simulation.observations(setup, settings, block: .pulses(1e11))
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { blackHole(try BB84.FiniteKey.analyse(counts, settings, options)) }
  }

  Benchmark("two decoys, optimised point") { benchmark in
    let open = BB84.PartialSettings(
      intensities: BB84.ByIntensity(nil, nil, .some(0)), probabilities: BB84.ByIntensity(nil, nil, .some(nil)),
      keyBasisProbability: nil)
    let problem = BB84.SearchSpace(open).problem(setup: setup, block: .pulses(1e11), options: options)
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { blackHole(try Optimiser.maximise(problem)) }
  }

  continuousVariables()

  Benchmark(
    "41 points over 40 dB, optimised, two jobs",
    configuration: .init(warmupIterations: 1, maxDuration: .seconds(4))
  ) { benchmark in
    let text = """
      protocol = "bb84"
      [link]
      loss_db = 0
      [detector]
      efficiency = 0.31
      dark_count_probability = 4.3e-7
      misalignment = 0.0091
      [security]
      pulses = 1e11
      [sweep]
      variable = "link.loss_db"
      from = 0
      to = 40
      points = 41
      """
    let file = try ParameterFile(text: text, fileName: "sweep.toml")
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      blackHole(try await TwoThreads.run { try await SweepRun.carryOut(file, jobs: 2) })
    }
  }

  measurementDeviceIndependent()
  twinField()
  commonJobs()
}

/// The jobs of continuous variables: the receiver of the cv sheet at 25 km.
private func continuousVariables() {
  let link = QuadratureSetup(
    channel: Transmittance(lossDecibel: 5) ?? .one, excessNoise: ExcessNoise(0.01), detection: .heterodyne,
    detectorEfficiency: 0.6, electronicNoise: 0.05)
  var homodyne = link
  homodyne.detection = .homodyne
  let beta = ReconciliationOptions()
  let kilo = Benchmark.Configuration(scalingFactor: .kilo)

  Benchmark("cv, asymptotic point, heterodyne", configuration: kilo) { benchmark in
    for _ in benchmark.scaledIterations { blackHole(GaussianAnalysis.evaluate(link, modulation: 5, beta)) }
  }
  Benchmark("cv, asymptotic point, homodyne", configuration: kilo) { [homodyne] benchmark in
    for _ in benchmark.scaledIterations { blackHole(GaussianAnalysis.evaluate(homodyne, modulation: 5, beta)) }
  }
  Benchmark("cv, 401 points over 200 km") { benchmark in
    for _ in benchmark.scaledIterations {
      var setup = link
      for index in 0...400 {
        setup.channel = Transmittance(lossDecibel: 0.1 * Double(index)) ?? .one
        blackHole(try GaussianAnalysis.estimate(setup, modulation: 5, beta))
      }
    }
  }
  Benchmark("cv, asymptotic result with trace") { benchmark in
    for _ in benchmark.scaledIterations { blackHole(try GaussianAnalysis.analyse(link, modulation: 5, beta)) }
  }
  Benchmark("cv, composable, estimates and length", configuration: kilo) { benchmark in
    let settings = QuadratureSettings(modulationVariance: 5, estimationFraction: 0.1)
    let options = ComposableOptions()
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      let e = QuadratureSimulation.estimates(link, settings, symbols: 1e10, mode: .sacrifice)
      blackHole(try ComposableAnalysis.estimate(e, link, options))
    }
  }
  Benchmark("cv, composable, optimised point") { benchmark in
    let space = ModulationSearchSpace(modulation: nil, mode: .sacrifice)
    let problem = try space.composableProblem(setup: link, symbols: 1e10, options: ComposableOptions())
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { blackHole(try Optimiser.maximise(problem)) }
  }
  Benchmark("cv, 64-QAM point") { benchmark in
    for _ in benchmark.scaledIterations {
      let qam = try Constellation.qam(side: 8, modulationVariance: 5, shaping: .binomial)
      blackHole(try DiscreteAnalysis.estimate(link, qam, beta))
    }
  }
  Benchmark("cv, QPSK point") { benchmark in
    for _ in benchmark.scaledIterations {
      blackHole(try DiscreteAnalysis.estimate(link, .psk(states: 4, amplitude: 0.5), beta))
    }
  }
}
