// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// One value of a function, known to 40 digits.
struct LibraryFixture: Sendable {
  /// The function's name.
  let function: String
  /// The argument, exactly.
  let argument: Double
  /// The value to 40 digits.
  let digits: String
  /// The largest double not above the value.
  let below: Double
  /// The smallest double not below it; the same for exact values.
  let above: Double
  /// Where between the two it lies, 0 to 1.
  let fraction: Double

  /// How far a computed number is from the value, in units of the distance between the doubles around the value.
  func error(of computed: Double) -> Double {
    if computed == below || computed == above {
      return below == above ? 0 : (computed == below ? fraction : 1 - fraction)
    }
    let unit = above > below ? above - below : below.ulp
    return abs((computed - below) / unit - fraction)
  }

  /// The table made by `generate.py`.
  static func table() throws -> [LibraryFixture] {
    guard let url = Bundle.module.url(forResource: "library-functions", withExtension: "csv") else {
      throw CocoaError(.fileNoSuchFile)
    }
    return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst().map { line in
      let cells = line.split(separator: ",").map(String.init)
      guard cells.count == 6, let x = Double(cells[1]), let low = Double(cells[3]), let high = Double(cells[4]),
        let fraction = Double(cells[5])
      else { throw CocoaError(.fileReadCorruptFile) }
      return LibraryFixture(
        function: cells[0], argument: x, digits: cells[2], below: low, above: high, fraction: fraction)
    }
  }
}
