// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateText

/// Where a value stands: a line and column of a file, or the option or sweep that set it.
///
/// Lines and columns count from 1. A column counts Unicode scalars, a tab being one of them, so
/// that it agrees with the position an editor shows for plain text.
public struct SourcePosition: Sendable, Hashable {
  /// The file's name as the user gave it, or `--set KEY` for an option.
  public let file: String
  /// The line, from 1; `nil` when the whole file is meant.
  public let line: Int?
  /// The column, from 1; `nil` when the whole line is meant.
  public let column: Int?

  /// A position in a file; without a line it stands for the whole file.
  package init(file: String, line: Int? = nil, column: Int? = nil) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// The position of a value given on the command line as `--set path=value`.
  package static func setting(_ path: String) -> SourcePosition {
    SourcePosition(file: "--set \(path)")
  }
}

extension SourcePosition: Comparable {
  /// Orders by file, then line, then column; a whole file comes before its lines.
  public static func < (left: SourcePosition, right: SourcePosition) -> Bool {
    if left.file != right.file { return left.file < right.file }
    if left.line != right.line { return (left.line ?? 0) < (right.line ?? 0) }
    return (left.column ?? 0) < (right.column ?? 0)
  }
}

extension SourcePosition: CustomStringConvertible {
  /// `file`, `file:line` or `file:line:column`.
  public var description: String {
    var text = file.printable
    if let line { text += ":\(line)" }
    if line != nil, let column { text += ":\(column)" }
    return text
  }
}
