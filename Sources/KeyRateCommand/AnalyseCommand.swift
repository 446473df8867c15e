// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import KeyRate

/// `keyrate analyse`: measured counts to key.
struct AnalyseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyse", abstract: "The key length that the counts of a run certify.",
    discussion: """
      The file gives the settings of the run and, strongest intensity first, what was counted:
        protocol = "bb84"
        [source]
        intensities = [0.5, 0.15, 0]
        intensity_probabilities = [0.7, 0.2, 0.1]
        [counts]
        pulses = 1e10
        key_basis_detections = [2521034, 216230, 2003]
        key_basis_errors = [27731, 3168, 1001]
        test_basis_detections = [28012, 2402, 22]
        test_basis_errors = [309, 36, 11]
        error_correction_leak_bits = 290791

      Without the number of pulses or the measured leakage of error correction the result is a plan, not a \
      certified length. The length is evaluated with outward-rounded intervals and rounded down. Four \
      thresholds in [acceptance], fixed before the run, make it a test for a fixed length.

      Examples:
        keyrate analyse counts.toml
        keyrate analyse counts.toml --set security.secrecy=1e-12 --json
      """, aliases: ["analyze"])

  @OptionGroup var input: InputOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await CommandFailure.reporting {
      let file = try input.read()
      let run = try file.run(reading: .beside(input.file))
      try output.write(document: { ResultJSON.document(file, run) }, words: { ResultText.summary(file, run) })
    }
  }
}
