// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import Foundation
import Testing

@testable import KeyRateDocuments

@Suite("Files that a document names, and how documents differ")
struct NamedFilesTests {
  static let text = """
    protocol = "bb84"
    [link]
    distance_km = 50
    [source]
    intensities = [0.5, 0.1, 0]
    [security]
    pulses = 1e10
    [sweep]
    values = [\((1...100).map(String.init).joined(separator: ", "))]
    [[curve]]
    label = "a"
    [[curve]]
    label = "b"
    detector.misalignment = 0.02

    """

  static func file(_ text: String = text, _ settings: [(String, String)] = [], name: String = "link.toml") throws
    -> ParameterFile
  { try ParameterFile(text: text, fileName: name, settings: settings.map { (key: $0.0, value: $0.1) }) }

  static func differences(_ text: String, _ settings: [(String, String)] = []) throws -> [String] {
    try file(text, settings).differences(from: file()).map { $0.words(here: "here", there: "there") }
  }

  @Test("A file is read once, and all copies of the document share it")
  func readOnce() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("keyrate-\(UUID().uuidString).csv").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try "first".write(toFile: path, atomically: true, encoding: .utf8)
    let file = try Self.file()
    let copy = try file.table.setting("link.distance_km", to: "60")
    #expect(try file.table.files.read(path).text == "first")
    try "second".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try copy.files.read(path) == TextFile(name: path, text: "first"))
    #expect(file.table.files.attachments == [.init(path: path, text: "first")])
    // The files come along, and no others are read.
    let elsewhere = NamedFiles(file.table.files.attachments)
    try FileManager.default.removeItem(atPath: path)
    #expect(try elsewhere.read(path).text == "first")
    #expect(throws: DocumentError.self) { try elsewhere.read("/etc/hostname") }
  }

  @Test("Comments, order and layout make no difference")
  func same() throws {
    #expect(
      try Self.differences("# remark\n" + Self.text.replacing("[link]\ndistance_km", with: "link.distance_km")) == [])
  }

  @Test("Whatever has been changed is found: in long lists, in curves, on the command line")
  func changed() throws {
    #expect(try Self.differences(Self.text, [("link.distance_km", "60")]) == ["link.distance_km (60 here, 50 there)"])
    #expect(
      try Self.differences(Self.text, [("link.loss_db", "3")])
        == ["link.loss_db (3 here, not given there)", "link.distance_km (not given here, 50 there)"])
    #expect(
      try Self.differences(Self.text.replacing("99, 100]", with: "99, 101]"))
        == ["sweep.values[100] (101 here, 100 there)"])
    #expect(
      try Self.differences(Self.text.replacing("misalignment = 0.02", with: "misalignment = 0.03"))
        == ["curve[2].detector.misalignment (0.03 here, 0.02 there)"])
    #expect(
      try Self.differences(Self.text.replacing("[[curve]]\nlabel = \"a\"\n", with: ""))
        == [
          "curve (a list of 1 here, a list of 2 there)", "curve[1].label (b here, a there)",
          "curve[1].detector.misalignment (0.02 here, not given there)", "curve[2].label (not given here, b there)",
          "curve[2].detector.misalignment (not given here, 0.02 there)",
        ])
    // The fingerprint looks at how numbers are written, and so does this.
    #expect(
      try Self.differences(Self.text.replacing("1e10", with: "1e+10")) == ["security.pulses (1e+10 here, 1e10 there)"])
    #expect(
      try Self.file(name: "other.toml").differences(from: Self.file()).map { $0.words(here: "here", there: "there") }
        == ["title (other here, link there)"])
  }
}
