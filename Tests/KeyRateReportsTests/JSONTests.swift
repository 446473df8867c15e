// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import KeyRateReports

@Suite struct JSONTests {
  @Test func wholeDocument() {
    let value: JSONValue = [
      "rate": 1e-7, "pulses": 10_000_000_000, "ok": true, "reason": nil, "counts": [1, 2.5, 3], "empty": [:],
      "none": [],
      "mixed": [1, "two"], "odd": .number(.infinity), "list": JSONValue([.nan, -.infinity]),
    ]
    let expected = """
      {
        "rate": 1e-07,
        "pulses": 10000000000,
        "ok": true,
        "reason": null,
        "counts": [1, 2.5, 3],
        "empty": {},
        "none": [],
        "mixed": [
          1,
          "two"
        ],
        "odd": "inf",
        "list": ["nan", "-inf"]
      }

      """
    #expect(value.text == expected)
  }

  @Test func stringsAreEscaped() {
    let value: JSONValue = .string("\"\\/\n\r\t\u{8}\u{C}\u{0}\u{1F}\u{7F}\u{2028}é😀\r\n")
    #expect(
      value.text
        == "\"\\\"\\\\/\\n\\r\\t\\b\\f\\u0000\\u001f\\u007f\\u2028é😀\\r\\n\"\n")
    #expect(JSONValue.object([(key: "a\"b", value: .null)]).text == "{\n  \"a\\\"b\": null\n}\n")
  }

  @Test func longArraysOfNumbersAreBroken() {
    let short = JSONValue.array((0..<33).map { _ in .integer(1) })
    #expect(short.text.count == 1 + 33 * 3 - 2 + 1 + 1)
    let long = JSONValue.array((0..<40).map { _ in .integer(1) })
    #expect(long.text.split(separator: "\n").count == 42)
  }

  @Test func numbersReadBack() {
    var generator = SplitMix64(seed: 3)
    for _ in 0..<500 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      let text = JSONValue.number(value).text.dropLast()
      #expect(Double(String(text))?.bitPattern == value.bitPattern)
    }
  }

  @Test func equalityFollowsTheText() {
    #expect(JSONValue.number(.nan) == .number(.nan))
    #expect(JSONValue.number(0) != .number(-0.0))
    #expect(JSONValue.number(1) != .integer(1))
    #expect(["a": 1, "b": 2] as JSONValue != ["b": 2, "a": 1])
    #expect((["a": 1] as JSONValue)["a"] == 1)
    #expect((["a": 1] as JSONValue)["b"] == nil)
    #expect(JSONValue(Double?.none) == .null)
    #expect(JSONValue(String?("x")) == "x")
  }
}
