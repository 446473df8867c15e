// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateReading

/// The parameters of a paper or an experiment, each value with its source; all are compiled into the library.
public struct PublishedSet: Sendable, Hashable {
  /// The name, for example `gys-2004`.
  public let name: String
  /// The parameter file, a text to begin with.
  public let text: String

  private init(_ file: EmbeddedFiles.File) {
    name = ParameterFile.stem(of: file.name)
    text = file.text
  }

  /// All sets, by name.
  public static var all: [PublishedSet] { EmbeddedFiles.publishedSets.map(PublishedSet.init) }

  /// The set with a name.
  ///
  /// - Throws: `DocumentError` with the nearest name.
  public init(named name: String) throws {
    guard let file = EmbeddedFiles.publishedSet(named: name) else {
      let names = Self.all.map(\.name)
      throw DocumentError(
        position: SourcePosition(file: name), problem: "is not a published set",
        hint: NearestName.nearest(to: name, among: names).map { "did you mean \($0)?" })
    }
    self.init(file)
  }
}
