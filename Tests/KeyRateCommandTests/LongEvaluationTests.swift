// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateTestSupport
import Testing

@Suite("Signals while one evaluation takes long")
struct LongEvaluationTests {
  /// Eight decoys, thirty photons and the joint bound: one evaluation takes minutes without optimisation.
  private static let link = """
    protocol = "twin-field"
    link.loss_db = 50
    detector.dark_count_probability = 1e-8
    detector.misalignment = 0.02
    security.pulses = 1e12
    source.key_intensity = 0.02
    source.key_mode_probability = 0.7
    source.test_intensities = [0.4, 0.3, 0.2, 0.1, 0.05, 0.01, 1e-3, 1e-9]
    source.test_probabilities = [0.2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.2]
    security.photon_cutoff = 30
    security.pair_cutoff = 30
    security.phase_errors = "joint"

    """

  @Test("A second Ctrl-C ends the program at once")
  func twice() throws {
    for wait in [1.0, 3, 9] {
      let folder = try TestFolder(["link.toml": Self.link])
      let program = try folder.start(["rate", "link.toml"])
      Thread.sleep(forTimeInterval: wait)
      #expect(program.process.isRunning, "the evaluation is too short for this test")
      program.process.interrupt()
      Thread.sleep(forTimeInterval: 0.5)
      let start = ContinuousClock.now
      program.process.interrupt()
      let run = try program.finish()
      if run.wasKilled { continue }
      #expect(run.status == 130 && run.output == "")
      #expect(run.errors == "interrupted twice; the evaluation under way was given up\n")
      #expect(ContinuousClock.now - start < .seconds(2))
      return
    }
    Issue.record("the program never came as far as catching the signal")
  }
}
