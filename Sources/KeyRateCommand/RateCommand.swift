import ArgumentParser
import KeyRate

/// `keyrate rate`: one operating point.
struct RateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rate", abstract: "The key rate of one operating point.",
    discussion: """
      Settings that the file gives are taken as they are; settings that it leaves out are optimised.

      Examples:
        keyrate rate gys-2004 --set link.distance_km=100
        keyrate rate link.toml --set security.pulses=1e12 --json
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var search: SearchOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await CommandFailure.reporting {
      let file = try input.read()
      let options = search.options
      let evaluation = try await Interruption.cancelling { try LinkEvaluation.of(file.link(), options: options) }
      print(output.json ? ResultJSON.document(file, evaluation).text : ResultText.summary(file, evaluation))
    }
  }
}
