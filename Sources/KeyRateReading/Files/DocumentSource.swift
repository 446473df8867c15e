// SPDX-License-Identifier: GPL-3.0-or-later
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

}
