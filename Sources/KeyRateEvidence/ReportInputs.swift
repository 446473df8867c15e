// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments

/// The texts that a report is made from: the claim, and the files that it names.
package struct ReportInputs: Sendable, Equatable {
  /// The claim, named as it is seen from its own folder.
  package let claim: TextFile
  /// The files that the claim names, under the names that it uses.
  package let files: [TextFile]

  /// Gathers inputs that are in memory.
  package init(claim: TextFile, files: [TextFile] = []) {
    self.claim = TextFile(name: Self.lastName(claim.name), text: claim.text)
    self.files = files
  }

  /// Reads a claim and the files that it names.
  ///
  /// - Parameter path: the path of the claim, or `-`.
  /// - Throws: `DocumentError` or `DocumentErrors`, with the path as it was given.
  package static func read(_ path: String) throws -> ReportInputs {
    let claim = try TextFile.read(path)
    // Errors of the claim itself are reported under the path that the user knows.
    let file = try ClaimFile(text: claim.text, fileName: claim.name)
    var files: [TextFile] = []
    func take(_ name: String) throws {
      guard !files.contains(where: { $0.name == name }) else { return }
      guard !name.hasPrefix("/") else {
        throw DocumentError(
          position: SourcePosition(file: path), value: name, problem: "is an absolute path",
          hint: "name the file relative to the claim, so that another laboratory finds it")
      }
      let text = try TextFile.read(RelativePath.resolve(name, beside: path)).text
      files.append(TextFile(name: name, text: text))
    }
    for name in file.namedFiles { try take(name) }
    return ReportInputs(claim: claim, files: files)
  }

  /// The files by name, for the readers of counts: nothing outside the report is ever read.
  var source: CountsSource {
    let files = files
    return CountsSource { name in
      guard let file = files.first(where: { $0.name == name }) else {
        throw DocumentError(position: SourcePosition(file: name), problem: "is not among the files of the report")
      }
      return file
    }
  }

  private static func lastName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
