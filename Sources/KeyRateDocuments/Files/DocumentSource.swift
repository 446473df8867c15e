/// A document as it was given: its text and what the command line set over it.
public struct DocumentSource: Sendable, Equatable {
  /// A `key=value` pair of the command line.
  public struct Setting: Sendable, Equatable {
    /// The key.
    public let key: String
    /// The value as typed.
    public let value: String

    /// A pair.
    public init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// The file's name as messages show it; paths in the document are relative to its folder.
  public let name: String
  /// The contents.
  public let text: String
  /// The settings in the order in which they apply.
  public let settings: [Setting]

  /// A document from its parts.
  public init(name: String, text: String, settings: [Setting] = []) {
    self.name = name
    self.text = text
    self.settings = settings
  }

  /// The parameter file that this is.
  ///
  /// - Parameter files: where the files that it names are found.
  /// - Throws: `DocumentErrors` or `DocumentError` with line and column.
  public func parameters(files: NamedFiles = NamedFiles()) throws -> ParameterFile {
    try ParameterFile(
      text: text, fileName: name, settings: settings.map { ($0.key, $0.value) }, files: files)
  }
}
