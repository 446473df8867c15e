// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReports
import Testing

@testable import KeyRateEvidence

@Suite("JSON as it is written")
struct JSONNodeTests {
  @Test("Numbers keep their digits, members their order")
  func digits() throws {
    let node = try JSONNode(parsing: " { \"b\" : 1.50 , \"a\" : [1e-10, -0.0, true, null, \"x\\u0041\\n\"] } ")
    #expect(node.canonicalText == #"{"b":1.50,"a":[1e-10,-0.0,true,null,"xA\n"]}"#)
  }

  @Test("What the writer writes is read back", arguments: ["a\"b\\c\u{7}\u{2028}é😀", "", "line\nline\ttab"])
  func roundTrip(text: String) throws {
    let value = JSONValue.object([
      ("k", .string(text)), ("n", .number(0.1 + 0.2)), ("i", .integer(-7)), ("e", .array([])),
    ])
    let node = try JSONNode(parsing: value.text)
    #expect(node["k"]?.text == text)
    #expect(node.value == value)
  }

  @Test(
    "Broken documents are refused",
    arguments: [
      "", "{", "[1,]", "{\"a\":1,\"a\":2}", "[1] 2", "{\"a\" 1}", "\"a", "[01x]", "tru", "{\"a\":\"\\q\"}",
      "\"\\ud800\"",
      "[1 2]", "{1:2}", "\"a\nb\"",
    ])
  func broken(text: String) {
    #expect(throws: JSONNode.SyntaxError.self) { try JSONNode(parsing: text) }
  }

  @Test("Deep nesting is refused, not crashed on")
  func deep() {
    let text = String(repeating: "[", count: 100_000)
    #expect(throws: JSONNode.SyntaxError.self) { try JSONNode(parsing: text) }
  }

  @Test("A difference is named by its place")
  func differences() throws {
    let computed = try JSONNode(parsing: #"{"a":[{"v":1.0},{"v":2.0}],"b":"x"}"#)
    let recorded = try JSONNode(parsing: #"{"a":[{"v":1.0},{"v":2.1}],"c":"x"}"#)
    var list: [Verification.Difference] = []
    computed.differences(from: recorded, path: "", into: &list)
    #expect(list.map(\.path) == ["/a/1/v", "/b", "/c"])
    #expect(list.first?.recorded == "2.1")
    #expect(list.first?.recomputed == "2.0")
  }
}
