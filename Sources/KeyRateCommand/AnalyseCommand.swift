import ArgumentParser
import KeyRate

/// `keyrate analyse`: measured counts to key.
struct AnalyseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyse", abstract: "The key length that the counts of a run certify.",
    discussion: """
      The file gives intensities, probabilities and, in [counts], the detections and errors of each basis \
      and intensity, and the measured leakage of error correction (without it the result is a plan, not a \
      certified length). The length is evaluated with outward-rounded intervals and rounded down.

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
      print(output.json ? ResultJSON.document(file, run).text : ResultText.summary(file, run))
    }
  }
}
