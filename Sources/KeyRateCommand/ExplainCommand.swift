// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import KeyRate

/// `keyrate explain`: the chain from input to rate.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "The chain from input to rate, equation by equation.",
    discussion: """
      Every intermediate quantity to full precision with its equation, source and direction (lower bound, \
      upper bound, exact), the failure probabilities as a table that sums, and the assumptions of the proof. \
      Works for parameter files and for the counts of a run.

      Examples:
        keyrate explain lim-2014 --set link.distance_km=50
        keyrate explain counts.toml
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var search: SearchOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await CommandFailure.reporting {
      let file = try input.read()
      if file.hasCounts {
        let run = try file.run(reading: .beside(input.file))
        try output.write(
          document: { ResultJSON.document(file, run) }, words: { ResultText.explanation(file, run.result) })
      } else {
        let options = search.options
        let evaluation = try await Interruption.cancelling { try LinkEvaluation.of(file.link(), options: options) }
        try output.write(
          document: { ResultJSON.document(file, evaluation) },
          words: { ResultText.explanation(file, evaluation.result) })
      }
    }
  }
}
