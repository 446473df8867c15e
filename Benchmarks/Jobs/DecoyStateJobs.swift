// SPDX-License-Identifier: GPL-3.0-or-later
import BB84
import KeyRateDocuments
import KeyRateLinks
import KeyRateOptimisation
import RealModule

extension BenchmarkJob {
  /// The measure of the machine: times are compared as ratios to it, because machines differ and are noisy.
  /// Short samples: some of them are not interrupted even on a busy machine.
  static let reference = BenchmarkJob("reference: 1000 logarithms") {
    { count in
      var x = 1.0
      for _ in 0..<count {
        for _ in 0..<1000 { x = Double.log(onePlus: x) + 1 }
        consume(x)
      }
    }
  }

  private static func setup() throws -> BB84.Setup {
    BB84.Setup(
      channel: try transmittance(lossDecibel: 20), detectorEfficiency: try transmittance(0.31),
      backgroundProbability: 4.3e-7, misalignment: 0.0091)
  }

  /// Decoy BB84: points with one and two decoys.
  static var decoyStates: [BenchmarkJob] {
    let settings = BB84.Settings(
      intensities: BB84.ByIntensity(0.65411, 0.063968, 0),
      probabilities: BB84.ByIntensity(0.94827, 0.038357, 0.013373), keyBasisProbability: 0.94881)
    let oneDecoy = BB84.Settings(
      intensities: BB84.ByIntensity(0.65215, 0.057452), probabilities: BB84.ByIntensity(0.9487, 0.0513),
      keyBasisProbability: 0.94873)
    let options = BB84.FiniteKeyOptions()

    return [
      BenchmarkJob("two decoys, counts and length", repetitions: 1000) {
        let setup = try setup()
        return { count in
          for _ in 0..<count {
            let counts = BB84.Simulation.observations(setup, settings, block: .pulses(1e11))
            consume(try BB84.FiniteKey.estimate(counts, settings, options))
          }
        }
      },
      BenchmarkJob("one decoy, counts and length", repetitions: 1000) {
        let setup = try setup()
        return { count in
          for _ in 0..<count {
            let counts = BB84.Simulation.observations(setup, oneDecoy, block: .pulses(1e11))
            consume(try BB84.FiniteKey.estimate(counts, oneDecoy, options))
          }
        }
      },
      BenchmarkJob("two decoys, length by intervals") {
        let counts = BB84.Simulation.observations(try setup(), settings, block: .pulses(1e11))
        return { count in
          for _ in 0..<count { consume(try BB84.FiniteKey.enclosure(counts, settings, options)) }
        }
      },
      BenchmarkJob("two decoys, result with trace") {
        let counts = BB84.Simulation.observations(try setup(), settings, block: .pulses(1e11))
        return { count in
          for _ in 0..<count { consume(try BB84.FiniteKey.analyse(counts, settings, options)) }
        }
      },
      BenchmarkJob("two decoys, optimised point") {
        let open = BB84.PartialSettings(
          intensities: BB84.ByIntensity(nil, nil, .some(0)), probabilities: BB84.ByIntensity(nil, nil, .some(nil)),
          keyBasisProbability: nil)
        let problem = BB84.SearchSpace(open).problem(setup: try setup(), block: .pulses(1e11), options: options)
        return { count in for _ in 0..<count { consume(try Optimiser.maximise(problem)) } }
      },
    ]
  }

  /// Decoy BB84: a curve.
  static let decoySweep = BenchmarkJob(
    sweep: "41 points over 40 dB, optimised, two jobs", limits: Limits(warmupRounds: 1, seconds: 4)
  ) {
    try ParameterFile(
      text: """
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
        """, fileName: "sweep.toml")
  }
}
