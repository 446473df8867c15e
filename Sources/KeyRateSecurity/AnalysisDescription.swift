// SPDX-License-Identifier: GPL-3.0-or-later
/// What a result may be used for (the "Security status" section of each formula sheet).
public enum SecurityStatus: String, Sendable, CaseIterable {
  /// A proof covers the very counts that were measured.
  case certified
  /// The analysis is sound, but its inputs are expected or estimated: for planning.
  case planning
  /// As published, with gaps that the sheet lists: for comparison only, never a certified length.
  case comparisonOnly = "as published, comparison only"
}

/// An analysis, its options and what it proves.
public struct AnalysisDescription: Sendable, Equatable {
  /// One option and its value, in the sheet's words.
  public struct Option: Sendable, Equatable {
    /// The option's name.
    public let name: String
    /// Its value.
    public let value: String
    /// Names a choice.
    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The name of the calculation, for example `bb84.finite.two_decoy`.
  public var calculation: String
  /// A title for humans.
  public var title: String
  /// The chosen options.
  public var options: [Option]
  /// What the result may be used for.
  public var status: SecurityStatus
  /// What it proves, and why it is not certified if it is not.
  public var statusReasons: [String]
  /// Costs that the rate or length does not pay, in words: it gives more than the link has. Such a result may serve a
  /// plan; it supports no claim. Empty for a certified result.
  public var unpaidCosts: [String]

  /// Describes an analysis.
  package init(
    calculation: String, title: String, options: [Option], status: SecurityStatus, statusReasons: [String],
    unpaidCosts: [String] = []
  ) {
    self.unpaidCosts = unpaidCosts
    self.calculation = calculation
    self.title = title
    self.options = options
    self.status = status
    self.statusReasons = statusReasons
  }
}
