// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

/// The JSON Schema (draft 2020-12) of every result that the library and the command give as JSON.
public enum ResultSchema {
  /// The version: it rises when a member is taken away or changes its meaning, not when one is added.
  public static let version = 1
  /// The schema itself, for validators; `Reports/schema` has it as a file.
  public static var text: String { EmbeddedFiles.resultSchemas.last?.text ?? "" }
}
