// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import KeyRate

/// `keyrate rate`: one operating point.
struct RateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rate", abstract: "The key rate of one operating point.",
    discussion: """
      Settings (intensities, their probabilities, the key basis probability) are taken as the file gives \
      them; those that it leaves out are optimised. Beside the rate stand the repeaterless bound (PLOB) of \
      the link, the error rates, and what the result may be used for: planning, comparison or certified. \
      A rate of zero comes with its reason.

      Examples:
        keyrate rate gys-2004 --set link.distance_km=100
        keyrate rate lim-2014 --set security.key_block_size=1e9 --json
        keyrate parameters show gys-2004 | keyrate rate -
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var search: SearchOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await CommandFailure.reporting {
      let file = try input.read()
      let options = search.options
      let evaluation = try await Interruption.cancelling { try LinkEvaluation.of(file.link(), options: options) }
      try output.write(
        document: { ResultJSON.document(file, evaluation) }, words: { ResultText.summary(file, evaluation) })
    }
  }
}
