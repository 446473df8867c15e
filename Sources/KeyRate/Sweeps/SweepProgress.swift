// SPDX-License-Identifier: GPL-3.0-or-later
extension SweepRun {
  /// How far a sweep has come.
  package struct Progress: Sendable, Equatable {
    /// The points that have been searched, those of an earlier run included.
    package let completed: Int
    /// All points.
    package let total: Int
    /// How many of the completed points an earlier run had searched.
    package let restored: Int
    /// The share of the whole work that is done, 0 to 1. Refining from the neighbours counts as the last tenth of
    /// each curve.
    package let share: Double
    /// The largest rate so far, bits per pulse; nil before there is one above zero.
    package let bestRate: Double?

    /// A state from its parts.
    package init(completed: Int, total: Int, restored: Int = 0, share: Double, bestRate: Double? = nil) {
      self.completed = completed
      self.total = total
      self.restored = restored
      self.share = share
      self.bestRate = bestRate
    }
  }
}
