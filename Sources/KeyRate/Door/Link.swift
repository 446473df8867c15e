// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateReading

/// A link as it is described: its fibre, source, detectors and security analysis, or the counts of a run over it.
///
/// A link is a value. It is described by the typed parameters of a family, by a parameter file, or by a published set
/// that is changed; whichever way, it is read by the same rules.
///
///     var link = try Link(published: "gys-2004")
///     link[.distanceKilometres] = 50
///     let key = try link.evaluate().key
///
/// What is wrong with a description is said when the link is used: every use throws `DocumentErrors` or
/// `DocumentError`, which name the key, its value and what would be allowed. Nothing is ever corrected silently.
/// Settings of the operator that are left out (intensities, their probabilities, basis probabilities) are optimised.
public struct Link: Sendable {
  private let document: DocumentTable
  /// The path beside which the files that the description names are found.
  let path: String
  private var changes: [(path: String, text: String?)] = []

  private init(text: String, name: String, path: String) throws {
    document = try DocumentTable(parsing: text, fileName: name)
    self.path = path
    _ = try ParameterFile.family(of: document)
  }

  /// A link of which nothing is known but its family.
  public init(_ family: Family) throws {
    try self.init(text: "protocol = \(family.name.parameterText)\n", name: family.name, path: "")
  }

  /// A link as a text in the format of parameter files describes it.
  ///
  /// - Parameters:
  ///   - text: the description, in TOML.
  ///   - name: what messages call it.
  /// - Throws: `DocumentErrors` for a text that is no TOML, or names no family.
  public init(text: String, name: String = "link.toml") throws { try self.init(text: text, name: name, path: name) }

  /// A link as a file describes it.
  ///
  /// - Parameter path: the path of a parameter file or a counts file, or `-` for standard input.
  /// - Throws: `DocumentError` if it cannot be read, `DocumentErrors` if it is no TOML, or names no family.
  public init(contentsOf path: String) throws {
    let file = try TextFile.read(path)
    try self.init(text: file.text, name: file.name, path: path)
  }

  /// A link as a published set describes it.
  ///
  /// - Parameter name: the name of one of ``PublishedSet/all``.
  /// - Throws: `DocumentError` with the nearest name.
  public init(published name: String) throws {
    let set = try PublishedSet(named: name)
    try self.init(text: set.text, name: set.name + ".toml", path: "")
  }

  /// The value of a parameter: what the description gives, nil if it gives none (or none of this type).
  ///
  /// What says the same in another way gives way to a new value: a loss replaces a distance. Setting nil leaves the
  /// parameter out, so that its default holds, or that a setting is optimised.
  public subscript<Value: ParameterValue>(parameter: Parameter<Value>) -> Value? {
    get { (try? file().table[parameter.path])?.value() }
    set { changes.append((parameter.path, newValue?.parameterText)) }
  }

  /// The same link with another value of a parameter; see ``subscript(_:)``.
  public func with<Value: ParameterValue>(_ parameter: Parameter<Value>, _ value: Value?) -> Link {
    var link = self
    link[parameter] = value
    return link
  }

  /// What figures and tables call it.
  ///
  /// - Throws: `DocumentErrors` or `DocumentError` for what is wrong with the description.
  public func title() throws -> String { try file().title }

  /// Where its values come from; nil if the description does not say.
  ///
  /// - Throws: `DocumentErrors` or `DocumentError` for what is wrong with the description.
  public func reference() throws -> String? { try file().reference }

  /// Whether it is a run: its description holds counts, and ``analyse()`` takes them.
  public var isRun: Bool { (try? file().hasCounts) ?? false }

  /// The family.
  ///
  /// - Throws: `DocumentErrors` or `DocumentError` for what is wrong with the description.
  public func family() throws -> Family { try Family(named: file().family.name) }

  /// Reads everything that the description says, and says in words what it asks for.
  ///
  /// - Throws: `DocumentErrors` with all that is wrong.
  public func meaning() throws -> String {
    try Refusal.saidPlainly { try FileMeaning.text(file(), countsFrom: .beside(path)) }
  }

  /// The description with all changes.
  func file() throws -> ParameterFile {
    try Refusal.saidPlainly {
      var file = try ParameterFile(table: document, settings: [])
      for change in changes {
        if let text = change.text {
          file = try ParameterFile(table: file.table, settings: [(change.path, text)])
        } else {
          file = try ParameterFile(table: file.table.removing(change.path), settings: [])
        }
      }
      return file
    }
  }
}

/// Refusals of values that a program set: it has no options, so that messages name the key alone.
enum Refusal {
  static func saidPlainly<Value>(_ work: () throws -> Value) throws -> Value {
    do { return try work() } catch { throw plain(error) }
  }

  static func plain(_ error: any Error) -> any Error {
    switch error {
    case let errors as DocumentErrors: DocumentErrors(errors.errors.map(plain))
    case let error as DocumentError: plain(error)
    default: error
    }
  }

  private static func plain(_ error: DocumentError) -> DocumentError {
    guard error.position?.file.hasPrefix("--set ") ?? false else { return error }
    var plain = error
    plain.position = nil
    return plain
  }
}
