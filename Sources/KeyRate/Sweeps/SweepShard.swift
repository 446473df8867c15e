// SPDX-License-Identifier: GPL-3.0-or-later
/// One of several parts into which the points of a sweep are divided, to be worked on by different machines.
///
/// Points are dealt out like cards, curve after curve: neighbours go to different shards, so that every shard has
/// its share of the long distances, where searches take longest.
package struct SweepShard: Sendable, Hashable, CustomStringConvertible {
  /// Which part, from 1.
  package let number: Int
  /// How many parts there are.
  package let count: Int

  /// The sweep in one part.
  package static let whole = SweepShard(number: 1, count: 1)

  /// The most parts: as many as a sweep can have points on a curve.
  package static let largestCount = 100_000

  private init(number: Int, count: Int) {
    self.number = number
    self.count = count
  }

  /// A part from its number and how many there are; nil unless 1 ≤ number ≤ count ≤ ``largestCount``.
  package init?(_ number: Int, of count: Int) {
    guard number >= 1, number <= count, count <= Self.largestCount else { return nil }
    self.init(number: number, count: count)
  }

  /// A part as written on the command line, such as `3/8`; nil if it is not one.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
      let number = Int(parts[0]),
      let count = Int(parts[1])
    else { return nil }
    self.init(number, of: count)
  }

  /// For example `shard 3 of 8`.
  package var description: String { "shard \(number) of \(count)" }

  /// Whether a point belongs to this part; points are counted from 0 through all curves.
  package func holds(_ position: Int) -> Bool { position % count == number - 1 }

  /// The file of this part.
  ///
  /// - Parameter path: the path of the sweep, without extension.
  package func path(for path: String) -> String { "\(path).\(number)-of-\(count).shard" }
}
