// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import Testing

/// The message for a text that cannot be read.
func refusal(_ text: String) -> String {
  do {
    _ = try DocumentTable(parsing: text, fileName: "f.toml")
    return "accepted"
  } catch {
    return error.description
  }
}

@Suite("Refused documents")
struct DocumentSyntaxTests {
  @Test(
    "What is not well formed is refused with its place",
    arguments: [
      ("a = 1\n[=]\n", "f.toml:2:2: expected a key, found '='"),
      ("[#]", "f.toml:1:2: expected a key, found '#'"),
      ("[\n", "f.toml:1:2: expected a key, found the end of the line"),
      ("[", "f.toml:1:2: expected a key, found the end of the file"),
      ("[]", "f.toml:1:2: a table header needs a name; write [link]"),
      ("[[]]", "f.toml:1:3: a table header needs a name; write [link]"),
      ("[a.]", "f.toml:1:4: expected a key, found ']'"),
      ("[a", "f.toml:1:3: expected ']' after the table's name, found the end of the file"),
      ("[[a]", "f.toml:1:5: expected ']]' after the name of an array of tables, found the end of the file"),
      ("[a] b = 1", "f.toml:1:5: expected the end of the line, found 'b = 1'"),
      (
        "[ä]",
        "f.toml:1:2: expected a key, found 'ä'; keys use a-z, 0-9, _ and -; others go in quotes"
      ),
      ("a", "f.toml:1:2: expected '=' after the key, found the end of the file"),
      ("a: 1", "f.toml:1:2: expected '=' after the key, found ':'; write '=' in place of ':'"),
      ("a =\nb = 1", "f.toml:1:4: a: a value is missing, found the end of the line"),
      ("a = # c", "f.toml:1:5: a: a value is missing, found '#'"),
      ("a = [}]", "f.toml:1:6: a[1]: a value is missing, found '}'"),
      ("a = [1 2]", "f.toml:1:8: a: expected ',' or ']' in the list, found '2'"),
      ("a = [1,\n2\n", "f.toml:1:5: a: this list is never closed with ']'"),
      ("a = {b = 1", "f.toml:1:11: a: expected ',' or '}' in the table, found the end of the file"),
      ("a = {b = 1,}", "f.toml:1:12: expected a key, found '}'"),
      ("a = {b = 1,\nc = 2}", "f.toml:1:5: a: a table in { } must stand on one line; use a [table] header"),
      ("a = \"x\nb = 1", "f.toml:1:5: a: the quotes of this text are not closed on its line"),
      ("a = '''x\nb = 1", "f.toml:1:5: a: the quotes of this text are never closed"),
      ("\"a\nb\" = 1", "f.toml:1:1: a quoted key must end on its line and hold no control characters"),
      ("\"a\\qb\" = 1", "f.toml:1:3: an escape that TOML does not know; use single quotes to write a backslash"),
      ("\"a\\u0000b\" = 1", "f.toml:1:3: an escape that TOML does not know; use single quotes to write a backslash"),
      ("a = \"x\\u0000y\"", "f.toml:1:8: a: a text must not hold the null character"),
      ("a = 1\rb = 2", "f.toml:1:6: a carriage return without a line feed; save with Unix line ends"),
      (
        "a = \"\\q\"", "f.toml:1:6: a: an escape that TOML does not know; use single quotes to write a backslash"
      ),
      (
        "a = \"\\uD800\"",
        "f.toml:1:6: a: an escape that TOML does not know; use single quotes to write a backslash"
      ),
      ("a = '\u{7}'", "f.toml:1:6: a: a control character that a text must not hold; write \\u0007 in double quotes"),
      ("a = 1 # \u{8}", "f.toml:1:9: a control character that a comment must not hold"),
      ("a = 1 # \rb = 2", "f.toml:1:9: a carriage return without a line feed; save with Unix line ends"),
      (
        "a = \"\"\"\r\"\"\"",
        "f.toml:1:8: a: a carriage return without a line feed in a text; save with Unix line ends"
      ),
    ])
  func syntax(text: String, message: String) {
    #expect(refusal(text) == message)
  }

  @Test(
    "Words that should have been something else come with the likely slip",
    arguments: [
      ("a = finite", "f.toml:1:5: a = finite: is not a value; text stands in quotes"),
      ("a = True", "f.toml:1:5: a = True: is not a value; write true or false"),
      ("a = yes", "f.toml:1:5: a = yes: is not a value; write true or false"),
      ("a = NaN", "f.toml:1:5: a = NaN: must be a finite number"),
      (
        "a = 100km",
        "f.toml:1:5: a = 100km: is not a number; units are part of the key's name, write the number alone"
      ),
      (
        "a = 100 km",
        "f.toml:1:9: expected the end of the line, found 'km'; units are part of the key's name, write the number alone"
      ),
      ("a = 20%", "f.toml:1:5: a = 20%: is not a number; units are part of the key's name, write the number alone"),
      (
        "a = 0,2",
        "f.toml:1:6: expected the end of the line, found ',2'; decimal numbers are written with a point, lists in [ ]"
      ),
      (
        "a = 6e\u{2212}7", "f.toml:1:5: a = 6e\u{2212}7: is not a number; its minus sign is not the one of the keyboard"
      ),
      ("a = \u{201C}x\u{201D}", "f.toml:1:5: a = \u{201C}x\u{201D}: is not a value; use straight quotes"),
      ("a = 10^-6", "f.toml:1:5: a = 10^-6: is not a number; write powers of ten as in 1e-6"),
      ("a = .5", "f.toml:1:5: a = .5: is not a number; write a digit before and after the point"),
      ("a = 5.", "f.toml:1:5: a = 5.: is not a number; write a digit before and after the point"),
      ("a = 007", "f.toml:1:5: a = 007: is not a number; numbers have no leading zeros"),
      ("a = 1__0", "f.toml:1:5: a = 1__0: is not a number"),
    ])
  func slips(text: String, message: String) {
    #expect(refusal(text) == message)
  }

  @Test("Values that are TOML and yet not accepted are refused together, with their keys")
  func refusedValues() {
    let text = """
      when = 1979-05-27 07:32:00
      [detector]
      efficiency = nan
      list = [1, -inf]
      day = 1979-05-27
      hour = 07:32:00
      small = 1e-400
      big = 1e400
      pulses = 100000000000000000000
      zero = 0e-400
      """
    #expect(
      refusal(text) == """
        f.toml:1:1: when = 1979-05-27: dates and times are not used here; put it in quotes
        f.toml:3:1: detector.efficiency = nan: must be a finite number
        f.toml:4:12: detector.list[2] = -inf: must be a finite number
        f.toml:5:1: detector.day = 1979-05-27: dates and times are not used here; put it in quotes
        f.toml:6:1: detector.hour = 07:32:00: dates and times are not used here; put it in quotes
        f.toml:7:1: detector.small = 1e-400: is too small for a number and would become 0
        f.toml:8:1: detector.big = 1e400: is too large for a number
        f.toml:9:1: detector.pulses = 100000000000000000000: is too large for a number; write it with an exponent, as in 1e20
        """)
  }

  @Test(
    "Keys and tables given twice are refused with both lines",
    arguments: [
      ("a = 1\nb = 2\na = 3\n", "f.toml:3:1: a: is given twice, first on line 1"),
      ("[a]\nx = 1\n[b]\n[a]\n", "f.toml:4:1: a: is given twice, first on line 1"),
      ("[a]\nx = 1\nx = 2", "f.toml:3:1: a.x: is given twice, first on line 2"),
      ("a = 1\n[a.b]\n", "f.toml:2:1: a: is given twice, first on line 1"),
      ("a.b = 1\na.b.c = 2\n", "f.toml:2:1: a.b: is given twice, first on line 1"),
      ("a = [1]\n[[a]]\n", "f.toml:2:1: a: is given twice, first on line 1"),
      ("a = {x = 1, x = 2}", "f.toml:1:13: a.x: is given twice, first on line 1"),
    ])
  func repetitions(text: String, message: String) {
    #expect(refusal(text) == message)
  }

  @Test(
    "Tables that are complete take no more keys, and say where they stand",
    arguments: [
      ("a = {x = 1}\na.y = 2\n", "f.toml:2:1: a: is complete in its { } on line 1 and takes no more keys"),
      ("a = {x = 1}\n[a.b]\n", "f.toml:2:1: a: is complete in its { } on line 1 and takes no more keys"),
      ("a.b = 1\n[a]\n", "f.toml:2:1: a: is given twice, first on line 1"),
      ("[a.b]\nx = 1\n[a]\nb.y = 2\n", "f.toml:4:1: a.b: has a table of its own on line 1; write its keys there"),
      ("[[a.b]]\nx = 1\n[a]\nb.y = 2\n", "f.toml:4:1: a.b: is given twice, first on line 1"),
      ("[[a]]\n[a]\n", "f.toml:2:1: a: is given twice, first on line 1"),
      ("[a]\n[[a]]\n", "f.toml:2:1: a: is given twice, first on line 1"),
    ])
  func completeTables(text: String, message: String) {
    #expect(refusal(text) == message)
  }

  @Test("Everything that does not stop the reader is said in one run")
  func together() {
    #expect(
      refusal("a = nan\nb = \"\u{7}\\q\"\n[c]\nx = 1\nx = 2\n[c]\ny = inf\n") == """
        f.toml:1:1: a = nan: must be a finite number
        f.toml:2:6: b: a control character that a text must not hold; write \\u0007
        f.toml:2:7: b: an escape that TOML does not know; use single quotes to write a backslash
        f.toml:5:1: c.x: is given twice, first on line 4
        f.toml:6:1: c: is given twice, first on line 3
        f.toml:7:1: y = inf: must be a finite number
        """)
  }

  @Test("Files that are no parameter files are refused")
  func notDocuments() {
    #expect(
      refusal(String(repeating: "#\n", count: 1 << 21) + "#") == "f.toml: is longer than 4 MiB, not a parameter file")
    #expect(refusal("a = 1\n\0b = 2") == "f.toml:2: holds a null character, not a text file")
    #expect(
      refusal(Array(repeating: "a", count: 17).joined(separator: ".") + " = 1")
        == "f.toml:1:1: a key of more than 16 names")
    let tenThousand = (1...10_001).map { "a\($0).b = 1\n" }.joined()
    #expect(refusal(tenThousand) == "f.toml:10001:13: more than 10000 tables, not a parameter file")
    let deep = String(repeating: "[", count: 100_000)
    #expect(refusal("a = " + deep) == "f.toml:1:29: values nested more than 24 deep")
    let tables = String(repeating: "{a=", count: 100_000)
    #expect(refusal("a = " + tables).hasSuffix("values nested more than 24 deep"))
    #expect(refusal("a = " + String(repeating: "[", count: 24) + String(repeating: "]", count: 24)) == "accepted")
  }

  @Test("Control characters of a file do not reach the terminal")
  func printable() {
    #expect(
      refusal("a = \"\u{7}\"")
        == "f.toml:1:6: a: a control character that a text must not hold; write \\u0007")
    #expect(refusal("a = x\u{1B}[31m") == "f.toml:1:5: a = x\\u{1b}[31m: is not a value; text stands in quotes")
    #expect(refusal("a = \u{202E}abc").contains("\\u{202e}"))
    #expect(DocumentError(value: "a\nb\tc", problem: "x").description == "a\\nb\\tc: x")
    let long = String(repeating: "9", count: 200)
    #expect(
      DocumentError(path: "a", value: long, problem: "x").description == "a = \(String(repeating: "9", count: 60))…: x")
  }
}
