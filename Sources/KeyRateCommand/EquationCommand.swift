// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import KeyRate

/// `keyrate equation`: what a result cites.
struct EquationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "equation", abstract: "An equation that a result cites: formula, direction, source, code.",
    discussion: """
      Results, explain and parameter files cite equations by the names of the formula sheets, such as BB-31. \
      The program carries the sheets: this prints what they say of one, and which quantities it gives. \
      Without a name it lists all; with the letters of a sheet, those of the sheet.

      Examples:
        keyrate equation BB-31
        keyrate equation TF
      """)

  @Argument(help: "An equation (BB-31), or the letters of a sheet (BB).", completion: .list(EquationText.names))
  var name: String?

  func run() async throws {
    try await CommandFailure.reporting {
      guard let name, !EquationText.sheets.contains(name.uppercased()) else {
        return try StandardOutput.write(EquationText.list(name).joined(separator: "\n"))
      }
      try StandardOutput.write(EquationText.of(name))
    }
  }
}
