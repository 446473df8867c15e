// SPDX-License-Identifier: GPL-3.0-or-later
/// Finds the known name that a misspelt one was probably meant to be.
package enum NearestName {
  /// The nearest of some names, if it is near enough to be worth suggesting: at most a third of
  /// its letters differ, counting exchanged neighbours as one difference. Upper case, hyphens and
  /// underscores are not told apart. The first of equally near names wins.
  package static func nearest(to name: String, among names: some Sequence<String>) -> String? {
    nearest(to: name, among: names, within: Int.max)
  }

  /// The nearest of some names that differs in no more than a number of letters.
  static func nearest(to name: String, among names: some Sequence<String>, within most: Int) -> String? {
    let wanted = normalised(name)
    guard wanted.count <= maximumLength, !wanted.isEmpty else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in names {
      let known = normalised(candidate)
      let limit = min(most, max(1, max(wanted.count, known.count) / 3))
      guard abs(known.count - wanted.count) <= limit, known.count <= maximumLength else { continue }
      let distance = distance(wanted, known)
      if distance <= limit, distance < min(known.count, wanted.count), distance < best?.distance ?? Int.max {
        best = (candidate, distance)
      }
    }
    return best?.name
  }

  /// The Damerau–Levenshtein distance (optimal string alignment): insertions, deletions,
  /// substitutions and exchanges of neighbours.
  package static func distance(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Int {
    let right = Array(right)
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    var lastByte: UInt8?
    for (row, byte) in left.enumerated() {
      var current = [row + 1]
      current.reserveCapacity(right.count + 1)
      for (column, other) in right.enumerated() {
        let substituted = previous[column] + (byte == other ? 0 : 1)
        var best = min(substituted, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, byte == right[column - 1], lastByte == other {
          best = min(best, beforePrevious[column - 1] + 1)
        }
        current.append(best)
      }
      beforePrevious = previous
      previous = current
      lastByte = byte
    }
    return previous[right.count]
  }

  static let maximumLength = 80

  /// Lower case, with hyphens and spaces as underscores.
  static func normalised(_ name: some StringProtocol) -> [UInt8] {
    name.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
      case UInt8(ascii: "-"), UInt8(ascii: " "): UInt8(ascii: "_")
      default: byte
      }
    }
  }
}
