// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import KeyRate

/// `keyrate sensitivity`: what 1 % of every number is worth.
struct SensitivityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sensitivity", abstract: "What 1 % more or less of every number does to the rate.",
    discussion: """
      Moves every number of the link, the source, the detectors and the security analysis by 1 % both ways, and \
      every setting too, with the other settings held; of probabilities that sum to 1 the others share the rest. \
      The largest effect comes first; an elasticity of 1 means that the rate is proportional to the number. What \
      cannot be moved says why. Below stand what is at a limit (of the search, or a clamp of the analysis) and how \
      much of the ceilings of the link is reached.

      Examples:
        keyrate sensitivity gys-2004 --set link.distance_km=50
        keyrate sensitivity link.toml --reoptimise
        keyrate sensitivity link.toml --json
      """)

  @OptionGroup var input: InputOptions

  @Flag(name: .long, help: "Search the open settings anew for every input that is moved.")
  var reoptimise = false

  @OptionGroup var search: SearchOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await CommandFailure.reporting {
      let file = try input.read()
      let options = search.options
      let reoptimise = reoptimise
      let found = try await Interruption.cancelling {
        try Sensitivity.all(of: file, reoptimise: reoptimise, options: options)
      }
      try output.write(document: { Sensitivity.json(found, file) }, words: { Sensitivity.summary(found, file) })
    }
  }
}
