// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

extension SearchCoordinates {
  /// Refuses ranges of one's own in which nothing can lie, alone or beside the settings that are given.
  ///
  /// - Throws: `InputError` whose quantity is `search.` and the range's key.
  package func validateRanges() throws(InputError) {
    for section in 0...section {
      for declared in settings where declared.section == section {
        guard let name = declared.setting.range, let range = ranges[name] else { continue }
        let quantity = "search.\(name)"
        switch declared.setting.kind {
        case .intensity(_, let most):
          try require(range.lowerBound, quantity, in: 0...most)
          try require(range.upperBound, quantity, in: 0...most, excludingLower: true)
        case .probability:
          try require(range.lowerBound, quantity, in: 0...SearchRanges.mostProbability)
          try require(range.upperBound, quantity, in: SearchRanges.leastProbability...1)
        case .quantity: break
        }
      }
      guard let roomless = roomless(in: section), let range = ranges[roomless.range] else { continue }
      throw InputError(
        "search.\(roomless.range)", value: "[\(range.lowerBound), \(range.upperBound)]", allowed: roomless.words)
    }
  }
}
