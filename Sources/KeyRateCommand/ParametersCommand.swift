// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import KeyRate
import KeyRateDocuments

/// `keyrate parameters`: the published sets and what a file means.
struct ParametersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parameters", abstract: "The published parameter sets, and what a file means.",
    discussion: """
      Examples:
        keyrate parameters list
        keyrate parameters show gys-2004 > link.toml
        keyrate parameters check link.toml
        keyrate parameters keys bb84
      """,
    subcommands: [ListCommand.self, ShowCommand.self, CheckCommand.self, KeysCommand.self])

  /// `keyrate parameters list`.
  struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "The published sets, by the name that FILE can take in other commands.",
      discussion: "Example:\n  keyrate parameters list")

    func run() async throws {
      try await CommandFailure.reporting {
        let rows = try EmbeddedFiles.publishedSets.map { set in
          let file = try ParameterFile(text: set.text, fileName: set.name)
          return (name: String(set.name.dropLast(".toml".count)), title: file.title)
        }
        let width = rows.map(\.name.count).max() ?? 0
        for row in rows {
          try StandardOutput.write(row.name + String(repeating: " ", count: width - row.name.count + 2) + row.title)
        }
      }
    }
  }

  /// `keyrate parameters show`.
  struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Prints a published set, a file to begin with.",
      discussion: "Example:\n  keyrate parameters show gys-2004 > link.toml")

    @Argument(help: "The name of a published set.")
    var name: String

    func run() async throws {
      try await CommandFailure.reporting {
        let text = try ParameterSource.find(name).text
        try StandardOutput.copy(text)
      }
    }
  }

  /// `keyrate parameters check`.
  struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Reads a file and says what is wrong with it, or what it means.",
      discussion: """
        Everything that is wrong is listed with its line; otherwise the sweep, the curves, and which \
        settings are left to the optimiser. Nothing is computed but the counts of a run.

        Examples:
          keyrate parameters check link.toml
          keyrate parameters check gys-2004
        """)

    @OptionGroup var input: InputOptions

    func run() async throws {
      try await CommandFailure.reporting {
        let file = try input.read()
        try StandardOutput.write(FileMeaning.text(file, countsFrom: .beside(input.file)))
      }
    }
  }

  /// `keyrate parameters keys`.
  struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "keys", abstract: "Every key of a family with unit, range, default and meaning, as Markdown.",
      discussion: "Example:\n  keyrate parameters keys bb84")

    @Argument(help: "The family of protocols, or claim for what a claim has beside them.")
    var family: String = "bb84"

    private static let claimWord = "claim"

    func run() async throws {
      try await CommandFailure.reporting {
        if Self.claimWord == family {
          try StandardOutput.write(ClaimFile.ownVocabulary.markdownTable())
          return
        }
        guard let family = ProtocolFamily.named(family) else {
          throw DocumentError(
            path: "family", value: family,
            problem: "must be one of \(ProtocolFamily.all.map(\.name).joined(separator: ", "))")
        }
        try StandardOutput.write(family.fileVocabulary.markdownTable())
      }
    }
  }
}
