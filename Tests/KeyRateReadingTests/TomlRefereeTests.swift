// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import Foundation
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@Suite("The reader of TOML against an independent one")
struct TomlRefereeTests {
  /// All of TOML's forms in few lines.
  static let forms = #"""
    a = "x\t\"\\é\U0001F600\b\f\n\r" # é
    "b c" = 'C:\raw "x"'
    d."e.f".g = [[1, 2], ["x", 'y'], [], [true, false,], {h = 1, i.j = "k"}]
    hex = 0xdead_BEEF
    oct = 0o755
    bin = 0b1101
    ints = [+1, -1, 0, -0, +0, 1_000, 9223372036854775807, -9223372036854775808]
    reals = [1.0, -0.0, +0.0, 1e3, 1E-3, 6.626_070e-34, 1_0.5e+1_0, 4.9e-324, 1.7976931348623157e308, 0e0]
    lines = """

    one \

       two\tthree \
    four
    ""quoted"" """""
    raw = '''
    \n ''x'' '''''
    [implied.by.header]
    x = 1
    [implied]
    y.z = 1
    y.w = 2
    [implied.by]
    v = {}
    [[list]]
    [[list]]
    n = 1
    [list.sub]
    m = 2
    [[list.sub2]]
    [list.sub2.deep]
    "" = 1
    """# + "\r\n[last] \t# end\r\n k = 1"

  static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func parameterFiles() throws -> [(name: String, text: String)] {
    let folder = package.appendingPathComponent("Parameters")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL }
    return try (files ?? []).filter { $0.pathExtension == "toml" }.sorted { $0.path < $1.path }
      .map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
  }

  @Test("All files in Parameters are read alike")
  func shipped() throws {
    let files = try Self.parameterFiles()
    #expect(files.count > 40)
    for file in files {
      let difference = TomlReferee.difference(file.text)
      #expect(difference == nil, "\(file.name)")
    }
  }

  @Test("All forms of TOML are read alike, with Unix and Windows line ends")
  func forms() throws {
    _ = try DocumentTable(parsing: Self.forms, fileName: "f")
    #expect(TomlReferee.difference(Self.forms) == nil)
    let windows = Self.forms.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    #expect(TomlReferee.difference(windows) == nil)
  }

  @Test(
    "What may be added to which table is decided alike",
    arguments: ["a = 1", "a.b = 1", "a.b.c = 1", "[a]", "[a.b]", "[[a]]", "[[a.b]]", "a = {b = 1}", "a = [{}]"])
  func additions(first: String) {
    let lines = [
      "", "a = 1", "a.b = 1", "a.b.c = 1", "a.c = 1", "b.x = 1", "b = 1", "[a]", "[a.b]", "[a.b.c]", "[[a]]", "[[a.b]]",
      "a = {b = 1}", "a = {b.c = 1}", "a.b = {}", "[b]",
    ]
    for second in lines {
      for third in lines {
        for fourth in lines {
          let text = [first, second, third, fourth].joined(separator: "\n")
          if let difference = TomlReferee.difference(text) { Issue.record("\(text)\n\(difference)") }
        }
      }
    }
  }

  @Test("10 000 mutations are accepted or refused alike, with the same values")
  func mutations() throws {
    // The referee takes other white space than TOML's for such behind a backslash at the end of a line.
    let pieces = DocumentMutation.pieces.filter { $0 != Array("\u{FEFF}".utf8) }
    let originals =
      try [Self.forms, Self.forms, DocumentFuzzTests.sample]
      + Self.parameterFiles().map(\.text).filter {
        $0.utf8.count < 3000
      }
    var generator = SplitMix64(seed: 20_261)
    for round in 0..<10_000 {
      let original = Array(originals[round % originals.count].utf8)
      let text = DocumentMutation.of(original, pieces: pieces, using: &generator)
      if let difference = TomlReferee.difference(text) { Issue.record("round \(round): \(difference)\n\(text)") }
    }
  }
}
