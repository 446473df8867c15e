// SPDX-License-Identifier: GPL-3.0-or-later
/// Where the failure probability of a finite-key analysis goes, as a table that sums.
public struct FailureBudget: Sendable, Equatable {
  /// A group of events with equal failure probability.
  public struct Item: Sendable, Equatable {
    /// The events in words.
    public let event: String
    /// How many of them there are.
    public let count: Int
    /// The failure probability of each.
    public let probabilityEach: Double
    /// What the group contributes to the secrecy parameter.
    public let contribution: Double

    /// Describes a group of events.
    package init(event: String, count: Int, probabilityEach: Double, contribution: Double) {
      self.event = event
      self.count = count
      self.probabilityEach = probabilityEach
      self.contribution = contribution
    }
  }

  /// The groups.
  public let items: [Item]
  /// ε_sec, the secrecy parameter that the contributions must not exceed.
  public let secrecy: Double
  /// ε_cor, the correctness parameter, counted once beside it.
  public let correctness: Double
  /// How the contributions are added up.
  public let composition: String

  /// Makes a budget.
  package init(items: [Item], secrecy: Double, correctness: Double, composition: String) {
    self.items = items
    self.secrecy = secrecy
    self.correctness = correctness
    self.composition = composition
  }

  /// The sum of the contributions; ε_sec itself where they differ by no more than rounding.
  public var total: Double {
    let sum = items.reduce(0) { $0 + $1.contribution }
    return abs(sum - secrecy) <= 1e-12 * secrecy ? secrecy : sum
  }
}
