// SPDX-License-Identifier: GPL-3.0-or-later
import ContinuousVariable
import KeyRateLinks
import KeyRateOptimisation

extension BenchmarkJob {
  private static func receiver(_ detection: Detection) throws -> QuadratureSetup {
    QuadratureSetup(
      channel: try transmittance(lossDecibel: 5), excessNoise: ExcessNoise(0.01), detection: detection,
      detectorEfficiency: 0.6, electronicNoise: 0.05)
  }

  /// Continuous variables: the receiver of the cv sheet at 25 km.
  static var continuousVariables: [BenchmarkJob] {
    let beta = ReconciliationOptions()
    let points = [("heterodyne", Detection.heterodyne), ("homodyne", .homodyne)].map { name, detection in
      BenchmarkJob("cv, asymptotic point, \(name)", repetitions: 1000) {
        let link = try receiver(detection)
        return { count in
          for _ in 0..<count { consume(GaussianAnalysis.evaluate(link, modulation: 5, beta)) }
        }
      }
    }
    return points + [
      BenchmarkJob("cv, 401 points over 200 km") {
        let link = try receiver(.heterodyne)
        let channels = try (0...400).map { try transmittance(lossDecibel: 0.1 * Double($0)) }
        return { count in
          for _ in 0..<count {
            var setup = link
            for channel in channels {
              setup.channel = channel
              consume(try GaussianAnalysis.estimate(setup, modulation: 5, beta))
            }
          }
        }
      },
      BenchmarkJob("cv, asymptotic result with trace") {
        let link = try receiver(.heterodyne)
        return { count in
          for _ in 0..<count { consume(try GaussianAnalysis.analyse(link, modulation: 5, beta)) }
        }
      },
      BenchmarkJob("cv, composable, estimates and length", repetitions: 1000) {
        let link = try receiver(.heterodyne)
        let settings = QuadratureSettings(modulationVariance: 5, estimationFraction: 0.1)
        let options = ComposableOptions()
        return { count in
          for _ in 0..<count {
            let e = QuadratureSimulation.estimates(link, settings, symbols: 1e10, mode: .sacrifice)
            consume(try ComposableAnalysis.estimate(e, link, options))
          }
        }
      },
      BenchmarkJob("cv, composable, optimised point") {
        let space = ModulationSearchSpace(modulation: nil, mode: .sacrifice)
        let problem = try space.composableProblem(
          link: LinkPrediction(receiver(.heterodyne)), symbols: 1e10, options: ComposableOptions())
        return { count in for _ in 0..<count { consume(try Optimiser.maximise(problem)) } }
      },
      BenchmarkJob("cv, 64-QAM point") {
        let link = try receiver(.heterodyne)
        return { count in
          for _ in 0..<count {
            let qam = try Constellation.qam(side: 8, modulationVariance: 5, shaping: .binomial)
            consume(try DiscreteAnalysis.estimate(link, qam, beta))
          }
        }
      },
      BenchmarkJob("cv, QPSK point") {
        let link = try receiver(.heterodyne)
        return { count in
          for _ in 0..<count {
            consume(try DiscreteAnalysis.estimate(link, .psk(states: 4, amplitude: 0.5), beta))
          }
        }
      },
    ]
  }
}
