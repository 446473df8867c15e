// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import Testing

@Suite("The width of a certified length in the output")
struct RoundingOutputTests {
  private static let examples = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Parameters/examples").path

  @Test(
    "analyse shows it for every family, as text and as JSON",
    arguments: ["counts", "twin-field-counts", "mdi-counts", "mdi-three-intensity-counts", "quadrature-counts"])
  func analyse(name: String) throws {
    let folder = try TestFolder()
    let path = "\(Self.examples)/\(name).toml"
    let json = try folder.keyrate("analyse", path, "--json").json()
    let rounding = try #require(json["rounding"])
    #expect(rounding["certified"]?.bool == true)
    let lower = try #require(rounding["lower_bits"]?.number)
    let upper = try #require(rounding["upper_bits"]?.number)
    let width = try #require(rounding["width_bits"]?.number)
    #expect(lower <= upper && width == upper - lower && width < 1e-9 * abs(lower))
    #expect(json["length_bits"]?.number == max(0, lower.rounded(.down)))
    #expect(rounding["within_rounding"]?.list.isEmpty == true)
    let text = try folder.keyrate("analyse", path).output
    #expect(text.contains("  rounding") && text.contains("certified against rounding: between"))
  }

  @Test("A rate from expected counts says that it is not certified, and why")
  func expected() throws {
    let folder = try TestFolder()
    let json = try folder.keyrate("rate", "\(Self.examples)/quickstart.toml", "--json").json()
    let rounding = try #require(json["rounding"])
    #expect(rounding["certified"]?.bool == false && rounding["lower_bits"] == nil)
    #expect(rounding["statement"]?.text?.hasPrefix("not certified: ") == true)
  }
}
