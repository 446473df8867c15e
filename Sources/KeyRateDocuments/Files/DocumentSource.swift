/// A document as it was given: its text and what the command line set over it.
package struct DocumentSource: Sendable, Equatable {
  /// A `key=value` pair of the command line.
  package struct Setting: Sendable, Equatable {
    /// The key.
    package let key: String
    /// The value as typed.
    package let value: String

    /// A pair.
    package init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// The file's name as messages show it; paths in the document are relative to its folder.
  package let name: String
  /// The contents.
  package let text: String
  /// The settings in the order in which they apply.
  package let settings: [Setting]

  /// A document from its parts.
  package init(name: String, text: String, settings: [Setting] = []) {
    self.name = name
    self.text = text
    self.settings = settings
  }

  /// The parameter file that this is.
  ///
  /// - Parameter files: where the files that it names are found.
  /// - Throws: `DocumentErrors` or `DocumentError` with line and column.
  package func parameters(files: NamedFiles = NamedFiles()) throws -> ParameterFile {
    try ParameterFile(
      text: text, fileName: name, settings: settings.map { ($0.key, $0.value) }, files: files)
  }
}
