// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateText

/// One thing that is wrong with a file, an option or a value, said so that it can be put right.
///
/// Printed on one line, each part only if it is known:
///
///     link.toml:12:1: detector.dark_count_probability = 600: must be between 0 and 1 (per detector per gate); did you …
public struct DocumentError: Error, Sendable, Hashable {
  /// Where it stands.
  public var position: SourcePosition?
  /// The full key path, for example `detector.efficiency` or `source.intensities[2]`.
  public var path: String?
  /// The value as written in the source.
  public var value: String?
  /// What is wrong, as a clause that can follow the key and the value.
  public var problem: String
  /// The allowed range or words by themselves, for programs that show them apart; `problem`
  /// already contains them.
  public var allowed: String?
  /// The likely slip or the nearest known name, for example `did you mean link.distance_km?`.
  public var hint: String?

  /// An error from its parts; see the properties.
  package init(
    position: SourcePosition? = nil, path: String? = nil, value: String? = nil, problem: String,
    allowed: String? = nil, hint: String? = nil
  ) {
    self.position = position
    self.path = path
    self.value = value
    self.problem = problem
    self.allowed = allowed
    self.hint = hint
  }
}

extension DocumentError: CustomStringConvertible {
  /// The message on one line, without control characters.
  public var description: String {
    var parts: [String] = []
    var subject = path.map(\.printable)
    if let position {
      // `--set link.distance_km` already names the key.
      if let path, position == .setting(path) {
        subject = position.description
      } else {
        parts.append(position.description)
      }
    }
    switch (subject, value) {
    case (let subject?, let value?): parts.append("\(subject) = \(value.quotable())")
    case (let subject?, nil): parts.append(subject)
    case (nil, let value?): parts.append(value.quotable())
    case (nil, nil): break
    }
    parts.append((hint.map { "\(problem); \($0)" } ?? problem).printable)
    return parts.joined(separator: ": ")
  }
}

/// All that is wrong with a file, sorted by position, never empty of meaning: it is thrown only
/// when there is at least one error.
public struct DocumentErrors: Error, Sendable, Hashable {
  /// The errors in the order of their positions; those without a position come first.
  public let errors: [DocumentError]

  /// Sorts and keeps the errors; errors at the same place keep the order they were given in.
  package init(_ errors: [DocumentError]) {
    self.errors = errors.enumerated().sorted { left, right in
      switch (left.element.position, right.element.position) {
      case (let a?, let b?) where a != b: a < b
      case (nil, _?): true
      case (_?, nil): false
      default: left.offset < right.offset
      }
    }.map(\.element)
  }
}

extension DocumentErrors: CustomStringConvertible {
  /// One line per error.
  public var description: String {
    errors.map(\.description).joined(separator: "\n")
  }
}
