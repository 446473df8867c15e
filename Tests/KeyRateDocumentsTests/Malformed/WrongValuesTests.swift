// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import Testing

@testable import KeyRateDocuments

@Suite("Wrong values")
struct WrongValuesTests {
  static let values = [
    "-1", "0", "1", "2", "1e30", "1e-300", "true", "\"\"", "\"word\"", "\"optimise\"", "[]", "[0]", "[1, 2, 3, 4]",
    "[0.5, \"optimise\"]", "[\"optimise\", \"optimise\", \"optimise\"]", "[[1]]", "{ a = 1 }",
  ]

  static let heads = [MalformedFile.finite, MalformedFile.asymptotic, MalformedFile.countsWithLists + "[source]\n"]

  /// Every key with every kind of wrong value, in three kinds of file: nothing may stop the program,
  /// and whatever it refuses, it says where.
  @Test(
    "Every key takes every value or says where it is wrong",
    arguments: ProtocolFamily.bb84.fileVocabulary.definitions.map(\.path))
  func everyKey(path: String) {
    for head in Self.heads {
      for value in Self.values {
        // The last head ends inside a table: there the key is set as from the command line.
        let text = head.hasSuffix("[source]\n") ? head : head + "\(path) = \(value)\n"
        let settings = head.hasSuffix("[source]\n") ? [(key: path, value: value)] : []
        let message = MalformedFile("any", text, settings: settings, says: "").message
        guard message != "accepted" else { continue }
        for line in message.split(separator: "\n") {
          #expect(
            line.hasPrefix("f.toml") || line.hasPrefix("--set \(path)") || line.hasPrefix("sweep"),
            "\(path) = \(value): \(line)")
          #expect(!line.contains("internal error"), "\(path) = \(value): \(line)")
        }
      }
    }
  }
}
