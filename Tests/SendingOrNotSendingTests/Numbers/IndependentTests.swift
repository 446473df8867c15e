// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateSecurity
import Testing

/// Against a second implementation, written from the sheet alone to 40 digits (Tests/Reference/sns).
@Suite("Independent implementation on random inputs")
struct IndependentTests {
  private struct Expected: Decodable {
    var values: [String: Double] = [:]
    var isRefused = false

    private struct Name: CodingKey {
      let stringValue: String
      init?(stringValue: String) { self.stringValue = stringValue }
      var intValue: Int? { nil }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Name.self)
      for key in container.allKeys {
        if key.stringValue == "refused" {
          isRefused = try container.decode(Bool.self, forKey: key)
        } else {
          values[key.stringValue] = try container.decode(Double.self, forKey: key)
        }
      }
    }
  }

  /// The table that is committed, or a longer one named by the environment variable KEYRATE_SNS_RANDOM.
  private static func table() throws -> TestTable {
    guard let path = ProcessInfo.processInfo.environment["KEYRATE_SNS_RANDOM"] else {
      return try TestTable(resource: "independent-random")
    }
    return TestTable(try String(contentsOf: URL(filePath: path), encoding: .utf8))
  }

  @Test("Every quantity of every input")
  func rows() throws {
    var withKey = 0
    let rows = try Self.table().rows
    for row in rows {
      let (id, name) = (row["id"] ?? "", row["calculation"] ?? "")
      let values = try inputs(row["inputs"] ?? "")
      let text = row["expected"] ?? ""
      if text == "refused" {
        #expect(throws: InputError.self, "\(id)") { try SendingOrNotSendingCalculations.evaluate(name, values) }
        continue
      }
      let expected = try JSONDecoder().decode(Expected.self, from: Data(text.utf8))
      let got = try #require(try SendingOrNotSendingCalculations.evaluate(name, values), "\(name)")
      if expected.values["length"].map({ $0 > 0 }) ?? false { withKey += 1 }
      for (quantity, value) in expected.values {
        let result = try #require(got[quantity], "\(id) \(name): no \(quantity)")
        if quantity == "length_raw", expected.isRefused {
          #expect(result <= 0, "\(id): refused data must leave no key")
          continue
        }
        var scale = abs(value)
        // A difference of larger numbers: their digits count.
        if quantity == "length_raw" || quantity == "length" {
          scale += (expected.values["leak_EC"] ?? 0) + (expected.values["kL"] ?? expected.values["n1"] ?? 0)
        }
        let allowed = 1e-11 * scale + (quantity == "length" ? 1 : 0)
        #expect(abs(result - value) <= allowed, "\(id) \(name) \(quantity): \(result), not \(value)")
      }
    }
    #expect(rows.count >= 60 && withKey >= rows.count / 5)
  }
}
