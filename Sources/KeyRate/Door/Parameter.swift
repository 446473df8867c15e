// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateReports

/// A quantity that describes a link, with the type of its values: a misspelt name, or a value of another type, does
/// not compile.
///
///     var link = try Link(.bb84)
///     link[.lossDecibel] = 20
///     link[.intensities] = [0.49, 0.083, 0]
///
/// Each stands for a key of the parameter files; `Parameters/README.md` lists all keys with unit, range, default and
/// meaning. A key that has no name here is reached by its path: `Parameter<Bool>("security.joint")`.
public struct Parameter<Value: ParameterValue>: Sendable, Hashable {
  /// The key path, for example `detector.efficiency`.
  public let path: String

  /// The parameter of a key. A key that the family of the link does not have is refused when the link is used.
  public init(_ path: String) { self.path = path }
}

// A key of the documents becomes a parameter of the type that its values have.
extension Parameter where Value: DocumentValue {
  init(_ key: Key<Value>) { path = key.path }
}

extension Parameter where Value == Double {
  init(_ key: Key<SettingValue>) { path = key.path }
}

extension Parameter where Value == [Double] {
  init(_ key: Key<[SettingValue]>) { path = key.path }
}

extension Parameter where Value == String {
  init<Choice>(_ key: WordKey<Choice>) { path = key.path }
}

/// What a parameter can be set to: a number, a whole number, yes or no, words, or a list of these.
public protocol ParameterValue: Sendable {
  /// The value as a parameter file has it.
  var parameterText: String { get }
}

extension Double: ParameterValue {
  /// All digits that are needed to read the same number back.
  public var parameterText: String { plain }
}

extension Int: ParameterValue {
  /// The digits.
  public var parameterText: String { String(self) }
}

extension Bool: ParameterValue {
  /// `true` or `false`.
  public var parameterText: String { self ? "true" : "false" }
}

extension String: ParameterValue {
  /// The words in quotation marks, with the escapes that JSON and TOML share.
  public var parameterText: String { JSONText.quoted(self) }
}

extension Array: ParameterValue where Element: ParameterValue {
  /// The elements in square brackets.
  public var parameterText: String { "[" + map(\.parameterText).joined(separator: ", ") + "]" }
}

extension LocatedValue {
  /// The value as a type that parameters have; nil if it is of another type.
  func value<Value: ParameterValue>(as type: Value.Type = Value.self) -> Value? {
    switch content {
    case .number(let number): number.value as? Value ?? number.exactInteger as? Value
    case .text(let text): text as? Value
    case .bool(let bool): bool as? Value
    case .array(let elements):
      Self.list(elements.compactMap(\.number), elements) ?? Self.list(elements.compactMap(\.text), elements)
        ?? Self.list(elements.compactMap { $0.value(as: [Double].self) }, elements)
    case .table: nil
    }
  }

  private static func list<Element, Value>(_ values: [Element], _ elements: [LocatedValue]) -> Value? {
    values.count == elements.count ? values as? Value : nil
  }
}
